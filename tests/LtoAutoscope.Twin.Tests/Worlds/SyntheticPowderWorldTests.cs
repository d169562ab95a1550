using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Frames;
using LtoAutoscope.Domain.Runs;
using LtoAutoscope.Twin.Worlds;
using static LtoAutoscope.Twin.Tests.Worlds.FrameFigures;

namespace LtoAutoscope.Twin.Tests.Worlds;

public sealed class SyntheticPowderWorldTests
{
    private static readonly PowderParameters Powder = new() { Seed = 3, MedianDiameterNm = 70, NumberDensityPerUm2 = 60, NeckProbability = 0.2 };
    private static readonly ViewRequest View = new() { CentreXMm = 1.25, CentreYMm = -0.5, FieldWidthUm = 0.96, WidthPx = 320, HeightPx = 240, Identity = 5 };
    private readonly SyntheticPowderWorld _world = new(Powder);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public void Render_SameViewInAnotherInstance_GivesTheSamePixels()
        => Assert.Equal(_world.Render(View, Token).Pixels, new SyntheticPowderWorld(Powder).Render(View, Token).Pixels);

    [Fact]
    public void Render_AnotherIdentity_ChangesOnlyTheNoise()
    {
        GreyImage a = _world.Render(View, Token), b = _world.Render(View with { Identity = 6 }, Token);
        Assert.NotEqual(a.Pixels, b.Pixels);
        Assert.Equal(Mean(a), Mean(b), Mean(a) * 0.01);
        Assert.Equal(_world.Truth(View, Token)!.Labels, _world.Truth(View with { Identity = 6 }, Token)!.Labels);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(35)]
    public void Truth_OverlappingViews_Agree(double rotation)
    {
        const int shift = 100;
        double step = View.FieldWidthUm / View.WidthPx * shift / 1000, angle = rotation * Math.PI / 180;
        ViewRequest first = View with { RotationDeg = rotation };
        ViewRequest second = first with { CentreXMm = View.CentreXMm + step * Math.Cos(angle), CentreYMm = View.CentreYMm + step * Math.Sin(angle) };
        LabelImage a = _world.Truth(first, Token)!, b = _world.Truth(second, Token)!;
        Dictionary<int, int> partner = [];
        int wrong = 0;
        for (int y = 0; y < View.HeightPx; y++)
        {
            for (int x = 0; x < View.WidthPx - shift; x++)
            {
                int left = a[x + shift, y], right = b[x, y];
                if ((left == 0) != (right == 0)) wrong++;
                else if (left != 0 && partner.GetOrAdd(left, right) != right) wrong++;
            }
        }

        Assert.True(partner.Count > 20, $"{partner.Count} particles are shared");
        Assert.InRange(wrong, 0, 40);
    }

    [Fact]
    public void Render_OverlappingViews_ShowTheSame()
    {
        const int shift = 100;
        ViewRequest strong = View with { DwellUs = 300 };
        double step = View.FieldWidthUm / View.WidthPx * shift / 1000;
        GreyImage a = _world.Render(strong, Token), b = _world.Render(strong with { CentreXMm = View.CentreXMm + step, Identity = 9 }, Token);
        List<double> left = [], right = [];
        for (int y = 0; y < View.HeightPx; y++)
        {
            for (int x = 0; x < View.WidthPx - shift; x++)
            {
                left.Add(a[x + shift, y]);
                right.Add(b[x, y]);
            }
        }

        Assert.True(Correlation(left, right) > 0.99);
    }

    [Fact]
    public void Truth_HalfTheMagnification_ShowsTheSameParticles()
    {
        LabelImage near = _world.Truth(View, Token)!;
        LabelImage far = _world.Truth(View with { FieldWidthUm = 2 * View.FieldWidthUm }, Token)!;
        int same = 0, all = 0;
        for (int y = 0; y < View.HeightPx / 2; y++)
        {
            for (int x = 0; x < View.WidthPx / 2; x++, all++)
                if (near[2 * x, 2 * y] > 0 == far[x + View.WidthPx / 4, y + View.HeightPx / 4] > 0) same++;
        }

        Assert.True(same > 0.97 * all, $"{same} of {all}");
    }

    [Fact]
    public void Truth_StandardMode_ForegroundIsBrighter()
    {
        GreyImage image = _world.Render(View, Token);
        LabelImage truth = _world.Truth(View, Token)!;
        double foreground = image.Pixels.Where((_, i) => truth.Labels[i] > 0).Average(p => (double)p);
        double background = image.Pixels.Where((_, i) => truth.Labels[i] == 0).Average(p => (double)p);
        Assert.True(foreground > 1.6 * background, $"{foreground:0} over {background:0}");
    }

    [Fact]
    public void Render_Defocus_LowersTheLaplacian()
    {
        double[] scores = [.. new[] { 0.0, 2, 5, 12 }.Select(d => LaplacianVariance(_world.Render(View with { DefocusUm = d, DwellUs = 1000 }, Token)))];
        Assert.Equal(scores.OrderDescending(), scores);
        double under = LaplacianVariance(_world.Render(View with { DefocusUm = -5, DwellUs = 1000 }, Token));
        Assert.Equal(scores[2], under, scores[2] * 0.05);
    }

    [Theory]
    [InlineData(3, 0)]
    [InlineData(0, 3)]
    [InlineData(-2, 2)]
    public void Render_Astigmatism_LowersTheLaplacian(double x, double y)
    {
        ViewRequest strong = View with { DwellUs = 1000 };
        Assert.True(LaplacianVariance(_world.Render(strong with { AstigmatismXUm = x, AstigmatismYUm = y }, Token)) < 0.6 * LaplacianVariance(_world.Render(strong, Token)));
    }

    [Fact]
    public void Render_MoreDose_LowersTheNoiseByItsRoot()
    {
        double Noise(double dwell) => DifferenceRms(
            _world.Render(View with { DwellUs = dwell }, Token), _world.Render(View with { DwellUs = dwell, Identity = 77 }, Token));
        Assert.Equal(4, Noise(1) / Noise(16), 0.4);
    }

    [Fact]
    public void Render_NoCurrent_IsDark()
    {
        GreyImage dark = _world.Render(View with { ProbeCurrentPa = 0 }, Token);
        Assert.InRange(Mean(dark) / 65535, 0.03, 0.05);
        Assert.True(dark.Pixels.Max() < 0.1 * 65535);
    }

    [Fact]
    public void Render_EightBits_StaysInRange() => Assert.InRange(_world.Render(View with { BitsPerPixel = 8 }, Token).Pixels.Max(), 100, 255);

    [Fact]
    public void Render_WideField_EndsWithoutDrawingEveryParticle()
    {
        ViewRequest wide = View with { FieldWidthUm = 3000 };
        Assert.Equal(320 * 240, _world.Render(wide, Token).Pixels.Length);
        Assert.Null(_world.Truth(wide, Token));
    }

    [Theory]
    [InlineData(70, 1.25, 1.2, 0)]
    [InlineData(180, 1.35, 1.8, 0.5)]
    [InlineData(120, 1.05, 3, 1)]
    public void TrueDistribution_NoNecks_HasTheParametersMeans(double median, double sd, double aspect, double faceted)
    {
        GroundTruth truth = new SyntheticPowderWorld(new PowderParameters
        {
            MedianDiameterNm = median, GeometricSd = sd, MeanAspectRatio = aspect, AspectRatioSpread = 0.3, FacetedShare = faceted, NeckProbability = 0,
            NumberDensityPerUm2 = 0.3e6 / (median * median),
        }).TrueDistribution(4000, Token);
        Assert.Equal(median * Math.Exp(Math.Log(sd) * Math.Log(sd) / 2), truth.MeanDiameterNm, median * 0.02);
        Assert.Equal(aspect, truth.MeanAspectRatio, aspect * 0.03);
    }

    [Fact]
    public void TrueDistribution_OfSeparateParticles_AgreesWithTheMask()
    {
        var sparse = new SyntheticPowderWorld(Powder with { NumberDensityPerUm2 = 8, MeanClusterSize = 1, GeometricSd = 1.02, NeckProbability = 0 });
        LabelImage mask = sparse.Truth(View with { FieldWidthUm = 4, WidthPx = 2000, HeightPx = 1500 }, Token)!;
        var area = new int[mask.Maximum + 1];
        foreach (int l in mask.Labels) area[l]++;
        double median = area.Skip(1).Select(n => 2 * Math.Sqrt(4.0 * n / Math.PI)).Order().ElementAt(mask.Maximum / 2);
        Assert.Equal(sparse.TrueDistribution(2000, Token).MeanDiameterNm, median, 2.0);
    }

    [Fact]
    public void Render_Cancelled_Stops()
        => Assert.ThrowsAny<OperationCanceledException>(() => _world.Render(View, new CancellationToken(canceled: true)));

    [Fact]
    public void Constructor_FiguresOutOfRange_NamesThemAll()
    {
        InputException e = Assert.Throws<InputException>(() => new SyntheticPowderWorld(Powder with { MeanAspectRatio = 0.5, Overlap = double.NaN }));
        Assert.Contains("MeanAspectRatio", e.Message, StringComparison.Ordinal);
        Assert.Contains("Overlap", e.Message, StringComparison.Ordinal);
    }
}

file static class Pairs
{
    internal static int GetOrAdd(this Dictionary<int, int> map, int key, int value)
    {
        if (!map.TryGetValue(key, out int known)) map[key] = known = value;
        return known;
    }
}
