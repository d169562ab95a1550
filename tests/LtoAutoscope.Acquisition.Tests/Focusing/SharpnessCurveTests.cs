using LtoAutoscope.Acquisition.Focusing;
using LtoAutoscope.Domain.Frames;
using LtoAutoscope.Imaging.Analysis;
using LtoAutoscope.Twin.Worlds;

namespace LtoAutoscope.Acquisition.Tests.Focusing;

/// <summary>Against the physics of the twin: where a curve of frames around focus has its peak, in depths of focus, and how the frame itself shows astigmatism.</summary>
public sealed class SharpnessCurveTests
{
    private const double PixelNm = 3.125;
    private const int WidthPx = 384, HeightPx = 288;

    /// <summary>281, 9 and 1 detected electrons a pixel at signal 1; the error that is allowed, in depths of focus.</summary>
    [Theory]
    [InlineData(3, 0.06)]
    [InlineData(0.1, 0.1)]
    [InlineData(0.01, 0.8)]
    public void Find_FromRichToPoorDose_IsWithinAShareOfTheDepthAndBetterThanTheLaplacian(double dwellUs, double allowed)
    {
        double depth = DepthOfFocus.Mm(PixelNm) * 1000;
        var errors = new List<double>();
        var laplacian = new List<double>();
        for (int trial = 0; trial < 3; trial++)
        {
            double offset = (trial / 3.0 - 0.5) * depth;
            (double At, GreyImage Image)[] looks = [.. Enumerable.Range(-4, 9).Select(i => i * depth + offset).Select((at, i) => (at, Look(trial, at, dwellUs, 100 * trial + i)))];
            var curve = new SharpnessCurve();
            foreach ((double at, GreyImage image) in looks) curve.Add(at, SharpnessBands.Of(image));
            (CurveVerdict verdict, CurvePeak? peak) = curve.Find();
            Assert.Equal(CurveVerdict.Peak, verdict);
            errors.Add(Math.Abs(peak!.Position) / depth);
            Assert.InRange(peak.Position / peak.StandardError, -5, 5);
            if (peak.BlurError < 0.05) Assert.Equal(DepthOfFocus.AssumedConvergenceRad, DepthOfFocus.ConvergenceRad(peak.BlurPerUnit * 1000, PixelNm), 0.0015);
            Assert.True(dwellUs < 1 || peak.BlurError < 0.05);
            laplacian.Add(Math.Abs(looks.MaxBy(look => Sharpness.Of(look.Image, SharpnessKind.LaplacianVariance)).At) / depth);
        }

        Assert.True(errors.Max() < allowed, $"the peak is {errors.Max():0.000} depths of focus off");
        Assert.True(errors.Average() < laplacian.Average(), $"{errors.Average():0.000} depths against {laplacian.Average():0.000} of the Laplacian");
    }

    [Fact]
    public void Find_BareNoise_IsNoise()
    {
        var random = new Random(3);
        var curve = new SharpnessCurve();
        for (int i = 0; i < 9; i++)
            curve.Add(i, SharpnessBands.Of(new GreyImage(WidthPx, HeightPx, 16, [.. Enumerable.Range(0, WidthPx * HeightPx).Select(_ => (ushort)random.Next(8000, 12000))])));
        Assert.Equal(CurveVerdict.Noise, curve.Find().Verdict);
    }

    [Theory]
    [InlineData(0.5)]
    [InlineData(4)]
    public void SharpnessBands_OtherGain_AreTheSame(double gain)
    {
        GreyImage image = Look(1, 0.3, 3, 7);
        var other = new GreyImage(WidthPx, HeightPx, 16, [.. image.Pixels.Select(p => (ushort)(p * gain / 4))]);
        var reference = new GreyImage(WidthPx, HeightPx, 16, [.. image.Pixels.Select(p => (ushort)(p / 4))]);
        Assert.Equal(1, SharpnessBands.Of(other).Score / SharpnessBands.Of(reference).Score, 0.01);
    }

    /// <summary>Blur variances along both axes differ by α²·Δf·a, in the direction that the twin gives them.</summary>
    [Theory]
    [InlineData(0.4, 0.5, 0)]
    [InlineData(1, 0, 1)]
    [InlineData(-1, 0.8, 0.6)]
    [InlineData(1, 0, 0)]
    [InlineData(0, 0, 0)]
    public void AstigmatismMeasure_OffFocus_IsWhatThePhysicsSays(double defocusUm, double alongAxesUm, double alongDiagonalsUm)
    {
        double unit = Math.Pow(0.008 * 1000 / PixelNm, 2) * defocusUm;
        for (int trial = 0; trial < 2; trial++)
        {
            var measure = AstigmatismMeasure.Of(Look(trial, defocusUm, 3, trial, alongAxesUm, alongDiagonalsUm));
            double allowed = 4 * measure.StandardErrorPx2 + 0.1 * Math.Abs(unit);
            Assert.InRange(measure.AlongRowsPx2 - unit * alongAxesUm, -allowed, allowed);
            Assert.InRange(measure.AlongDiagonalPx2 + unit * alongDiagonalsUm, -allowed, allowed);
            bool isAstigmatic = alongAxesUm != 0 || alongDiagonalsUm != 0;
            Assert.Equal(isAstigmatic, measure is { Significance: > 10, DifferencePx: > 0.7 });
        }
    }

    [Fact]
    public void AstigmatismMeasure_NothingToSee_SaysSo()
    {
        Assert.Equal(AstigmatismMeasure.Unknown, AstigmatismMeasure.Of(new GreyImage(300, 200, 8)));
        Assert.Equal(AstigmatismMeasure.Unknown, AstigmatismMeasure.Of(new GreyImage(8, 8, 8)));
        Assert.Equal(0, AstigmatismMeasure.Unknown.Significance);
    }

    private static GreyImage Look(int trial, double defocusUm, double dwellUs, int identity, double alongAxesUm = 0, double alongDiagonalsUm = 0)
    {
        var world = new SyntheticPowderWorld(new PowderParameters { Seed = (ulong)trial + 1, MedianDiameterNm = 100, NumberDensityPerUm2 = 45 });
        return world.Render(new ViewRequest
        {
            CentreXMm = 0.01 * trial, CentreYMm = 0, FieldWidthUm = WidthPx * PixelNm / 1000, WidthPx = WidthPx, HeightPx = HeightPx, DefocusUm = defocusUm, DwellUs = dwellUs,
            AstigmatismXUm = alongAxesUm, AstigmatismYUm = alongDiagonalsUm, Identity = (ulong)identity + 1,
        }, TestContext.Current.CancellationToken);
    }
}
