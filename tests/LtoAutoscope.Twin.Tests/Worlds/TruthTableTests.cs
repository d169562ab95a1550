using LtoAutoscope.Domain.Frames;
using LtoAutoscope.Twin.Rendering;
using LtoAutoscope.Twin.Worlds;
using static LtoAutoscope.Twin.Tests.Worlds.FrameFigures;

namespace LtoAutoscope.Twin.Tests.Worlds;

public sealed class TruthTableTests : IDisposable
{
    private static readonly PowderParameters Powder = new() { Seed = 3, MedianDiameterNm = 70, NumberDensityPerUm2 = 30 };
    private static readonly ViewRequest View = new() { CentreXMm = 1.25, CentreYMm = -0.5, FieldWidthUm = 1.92, WidthPx = 320, HeightPx = 240, Identity = 5 };
    private readonly string _folder = Directory.CreateTempSubdirectory("truth-set-").FullName;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public void Table_OfAView_AgreesWithItsMask()
    {
        var world = new SyntheticPowderWorld(Powder);
        (LabelImage mask, IReadOnlyList<TrueParticle> particles) = world.TruthTable(View, Token)!.Value;
        Assert.Equal(world.Truth(View, Token)!.Labels, mask.Labels);
        Assert.Equal(Enumerable.Range(1, mask.Maximum), particles.Select(p => p.Label));
        double pixelMm = View.FieldWidthUm / View.WidthPx / 1000;
        int whole = 0;
        foreach (TrueParticle p in particles)
        {
            Assert.Equal(mask.Labels.Count(l => l == p.Label), p.VisiblePixels);
            if (p.TouchesBorder || p.VisiblePixels < 0.97 * p.WholePixels) continue;
            whole++;
            Assert.Equal(p.WholePixels, p.VisiblePixels, 0.2 * p.WholePixels);
            int[] at = [.. Enumerable.Range(0, mask.Labels.Length).Where(i => mask.Labels[i] == p.Label)];
            Assert.Equal(p.XMm, View.CentreXMm + (at.Average(i => i % mask.Width) - 159.5) * pixelMm, pixelMm);
            Assert.Equal(p.YMm, View.CentreYMm - (at.Average(i => i / mask.Width) - 119.5) * pixelMm, pixelMm);
        }

        Assert.True(whole > 15);
        Assert.Null(world.TruthTable(View with { FieldWidthUm = 500 }, Token));
    }

    [Fact]
    public void Distribution_JointOfSizeShapeAndRoughness_HasTheCorrelationsThatWereAskedFor()
    {
        PowderParameters powder = Powder with { MeanClusterSize = 1, NeckProbability = 0, FacetedShare = 0, FractalDimensionSpread = 0.05, SizeAspectCorrelation = 0.7, SizeFractalCorrelation = -0.6 };
        var field = new ParticleField(powder);
        List<PowderParticle> all = [.. Enumerable.Range(0, 900).SelectMany(i => field.Grow(i, 0))];
        Assert.True(all.Count > 2000);
        double[] size = [.. all.Select(p => Math.Log(p.DiameterNm))], shape = [.. all.Select(p => Math.Log(Math.Max(1e-3, p.AspectRatio - 1)))], rough = [.. all.Select(p => p.FractalDimension)];
        Assert.Equal(0.7, Correlation(size, shape), 0.05);
        Assert.Equal(-0.6, Correlation(size, rough), 0.05);
        Assert.Equal(powder.OutlineFractalDimension, rough.Average(), 0.01);
    }

    [Fact]
    public async Task Set_Written_HasAPictureAMaskAndRowsForEachFrame()
    {
        await TruthSet.WriteAsync(new SyntheticPowderWorld(Powder), View, 2, _folder, Token);
        string[] rows = await File.ReadAllLinesAsync(Path.Combine(_folder, "particles.csv"), Token);
        foreach (string name in new[] { "f00000.png", "f00001.png" })
        {
            await using FileStream image = File.OpenRead(Path.Combine(_folder, "images", name)), mask = File.OpenRead(Path.Combine(_folder, "labels", name));
            Assert.Equal(16, PngImage.Read(image, name).BitsPerPixel);
            Assert.Equal(PngImage.ReadLabels(mask, name).Maximum, rows.Count(row => row.StartsWith(name, StringComparison.Ordinal)));
        }
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
