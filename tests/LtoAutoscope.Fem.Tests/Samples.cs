using LtoAutoscope.Domain.Cells;
using LtoAutoscope.Domain.Particles;
using LtoAutoscope.Fem.Mesh;
using LtoAutoscope.Fem.Microstructures;

namespace LtoAutoscope.Fem.Tests;

/// <summary>Inputs that several tests share.</summary>
internal static class Samples
{
    /// <summary>300 particles, lognormal about 80 nm, aspect ratio about 1.4, nearly smooth.</summary>
    internal static Morphology Morphology()
    {
        var random = new SeededRandom(42);
        JointSample[] joint =
        [
            .. Enumerable.Range(0, 300).Select(_ => new JointSample(
                80 * Math.Exp(0.25 * random.NextNormal()), Math.Max(1, 1.4 + (0.25 * random.NextNormal())), 1.03 + (0.01 * random.NextNormal()), 1)),
        ];
        return new Morphology
        {
            ParticleCount = joint.Length,
            PixelSizeNm = 2,
            DiameterNm = Summary(82),
            AspectRatio = Summary(1.4),
            FractalDimension = Summary(1.03),
            VolumeWeighted = new MorphologySummaries { DiameterNm = Summary(98), AspectRatio = Summary(1.4), FractalDimension = Summary(1.03) },
            Joint = joint,
        };
    }

    /// <summary>The material without side reaction.</summary>
    internal static Material Inert { get; } = new() { Name = "inert", SideRateMS = 0 };

    /// <summary>One ellipsoid, its short diameter <paramref name="across"/> voxels wide.</summary>
    internal static ParticleMesh Particle(double longNm, double shortNm, int across, double roughness = 1)
    {
        int size = (int)Math.Ceiling(across * longNm / shortNm) + 4;
        double box = 2 * shortNm * size / across;
        var shape = new Ellipsoid(longNm, shortNm) { Centre = new Vector3(box / 2, box / 2, box / 2), Axis = new Vector3(1, 0, 0) };
        return ParticleMesh.Create(Voxeliser.Voxelise([shape], box, size), 0, roughness);
    }

    private static MeasureSummary Summary(double mean) => new()
    {
        Mean = mean,
        Median = mean,
        Std = 0.2 * mean,
        D10 = 0.8 * mean,
        D50 = mean,
        D90 = 1.2 * mean,
        MeanCi95 = [0.98 * mean, 1.02 * mean],
        MedianCi95 = [0.98 * mean, 1.02 * mean],
    };
}
