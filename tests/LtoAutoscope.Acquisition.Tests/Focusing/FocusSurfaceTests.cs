using LtoAutoscope.Acquisition.Focusing;
using LtoAutoscope.Domain.Recipes;

namespace LtoAutoscope.Acquisition.Tests.Focusing;

public sealed class FocusSurfaceTests
{
    [Fact]
    public void Fit_NothingOrNone_IsNull()
    {
        Assert.Null(FocusSurface.Fit(FocusSurfaceKind.Plane, []));
        Assert.Null(FocusSurface.Fit(FocusSurfaceKind.None, [new FocusSurfacePoint(0, 0, 8)]));
    }

    [Fact]
    public void At_OnePoint_IsItsHeightWithAnErrorThatGrowsWithTheWay()
    {
        FocusSurface surface = FocusSurface.Fit(FocusSurfaceKind.Plane, [new FocusSurfacePoint(0.5, -0.2, 8.01)])!;
        FocusPrediction here = surface.At(0.5, -0.2), far = surface.At(1.5, -0.2), farther = surface.At(3.5, -0.2);
        Assert.Equal(8.01, here.WorkingDistanceMm, 1e-5);
        Assert.InRange(here.StandardErrorMm, 0.0003, 0.001);
        Assert.InRange(far.StandardErrorMm, 0.004, 0.006);
        Assert.InRange(farther.StandardErrorMm, 0.012, 0.017);
    }

    /// <summary>Over many stubs with noise, the predictions scatter by as much as their standard errors say.</summary>
    [Theory]
    [InlineData(FocusSurfaceKind.Plane)]
    [InlineData(FocusSurfaceKind.Quadratic)]
    public void At_NoisyPlanes_ErrorsAreAsStated(FocusSurfaceKind kind)
    {
        var random = new Random(11);
        var ratios = new List<double>();
        for (int stub = 0; stub < 300; stub++)
        {
            double tiltX = 4e-3 * Normal(), tiltY = 4e-3 * Normal(), noise = 4e-4;
            double Height(double x, double y) => 8 + tiltX * x + tiltY * y;
            FocusSurfacePoint[] points = [.. Enumerable.Range(0, 8).Select(_ => (X: 2 * random.NextDouble() - 1, Y: 2 * random.NextDouble() - 1)).Select(p => new FocusSurfacePoint(p.X, p.Y, Height(p.X, p.Y) + noise * Normal()))];
            FocusPrediction there = FocusSurface.Fit(kind, points)!.At(0.9, -0.9);
            ratios.Add((Height(0.9, -0.9) + noise * Normal() - there.WorkingDistanceMm) / there.StandardErrorMm);
        }

        Assert.InRange(Math.Sqrt(ratios.Average(r => r * r)), 0.7, 1.3);

        double Normal() => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
    }

    [Fact]
    public void At_OneOutlier_HardlyMovesTheSurface()
    {
        FocusSurfacePoint[] points = [.. Enumerable.Range(0, 16).Select(i => (X: i % 4 - 1.5, Y: i / 4 - 1.5)).Select((p, i) => new FocusSurfacePoint(p.X, p.Y, 8 + 0.002 * p.X - 0.001 * p.Y + (i % 2 == 0 ? 1e-4 : -1e-4)))];
        points[5] = points[5] with { WorkingDistanceMm = 8.02 };
        FocusSurface surface = FocusSurface.Fit(FocusSurfaceKind.Plane, points)!;
        Assert.Equal(8 + 0.002, surface.At(1, 0).WorkingDistanceMm, 0.0007);
        Assert.Equal(0.002, surface.TiltX, 0.0004);
        Assert.Equal(-0.001, surface.TiltY, 0.0004);
    }

    [Fact]
    public void At_AfterAJump_KeepsTheTiltAndTakesTheNewHeight()
    {
        List<FocusSurfacePoint> points = [.. Enumerable.Range(0, 9).Select(i => (X: i % 3 - 1.0, Y: i / 3 - 1.0)).Select(p => new FocusSurfacePoint(p.X, p.Y, 8 + 0.004 * p.X + 0.003 * p.Y))];
        points.Add(new FocusSurfacePoint(1, 1, 8.1 + 0.007, Epoch: 1));
        FocusPrediction there = FocusSurface.Fit(FocusSurfaceKind.Plane, points)!.At(-1, -1);
        Assert.Equal(8.1 - 0.007, there.WorkingDistanceMm, 0.0005);
        Assert.InRange(there.StandardErrorMm, 0, 0.001);
    }

    [Fact]
    public void At_Bowl_NeedsTheQuadraticKind()
    {
        FocusSurfacePoint[] points = [.. Enumerable.Range(0, 25).Select(i => (X: i % 5 - 2.0, Y: i / 5 - 2.0)).Select(p => new FocusSurfacePoint(p.X, p.Y, 8 + 0.0004 * (p.X * p.X + p.Y * p.Y)))];
        Assert.Equal(8 + 0.0004 * 4.5, FocusSurface.Fit(FocusSurfaceKind.Quadratic, points)!.At(1.5, 1.5).WorkingDistanceMm, 0.0002);
        Assert.True(FocusSurface.Fit(FocusSurfaceKind.Plane, points)!.ScatterMm > 2 * FocusSurface.Fit(FocusSurfaceKind.Quadratic, points)!.ScatterMm);
    }
}
