using LtoAutoscope.Domain.Frames;
using LtoAutoscope.Domain.Particles;
using LtoAutoscope.Domain.Recipes;
using LtoAutoscope.Domain.Runs;
using LtoAutoscope.Domain.Samples;

namespace LtoAutoscope.Storage.Tests.Runs;

/// <summary>Small records that are valid.</summary>
internal static class SampleData
{
    internal static readonly DateTimeOffset Evening = new(2026, 3, 14, 18, 0, 0, TimeSpan.Zero);

    internal static Sample Sample(string name = "lto-70") => new() { Name = name, Stub = "A1", ExpectedDiameterNm = 70 };

    internal static Recipe Recipe(string name = "standard") => new() { Name = name };

    internal static RunRecord Record(string runId = "20260314-180000-lto-70", string sample = "lto-70") => new()
    {
        RunId = runId,
        Sample = Sample(sample),
        Recipe = Recipe(),
        Instrument = "twin",
        IsSimulated = true,
        CreatedAt = Evening,
        SoftwareVersion = "0.1.0",
        SegmentationModel = "lto-unet.onnx sha256:00",
        Stub = new Stub("A1", 1, 2, 5),
        Truth = new GroundTruth(71.5, 1.2),
    };

    internal static Frame Frame(string id, int width = 8, int height = 6) => new(
        new FrameMetadata { FrameId = id, WidthPx = width, HeightPx = height, BitsPerPixel = 16, PixelSizeNm = 3.125, AcquiredAt = Evening.AddMinutes(1), IsSimulated = true },
        new GreyImage(width, height, 16, [.. Enumerable.Range(0, width * height).Select(i => (ushort)(i * 7 + id.Length))]));

    internal static Particle Particle(string frame, int label) => new()
    {
        ParticleId = $"{frame}-{label:0000}", Frame = frame, LabelId = label, XPx = 10.25 + label, YPx = 1.0 / 3, AreaNm2 = 3848.5 + label, DiameterNm = 70.1, FeretMaxNm = 75,
        FeretMinNm = 66, LengthNm = 74, WidthNm = 67, AspectRatio = 74.0 / 67, PerimeterNm = 231, Circularity = 0.906, Solidity = 0.97, FractalDimension = double.NaN,
        FractalDimensionSe = double.NaN, TouchesBorder = label % 2 == 0, Weight = label % 2 == 0 ? 0 : 1.07, Confidence = 0.93, Outline = [1, 2, 3.5f, 4, 5, 6.25f],
    };
}
