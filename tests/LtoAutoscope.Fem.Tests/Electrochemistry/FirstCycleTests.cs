using LtoAutoscope.Domain.Cells;
using LtoAutoscope.Fem.Electrochemistry;

namespace LtoAutoscope.Fem.Tests.Electrochemistry;

public sealed class FirstCycleTests
{
    private const int Across = 9;

    /// <summary>
    /// An independent finite-volume DFN half cell of the same parameters (25 µm separator, 50 µm electrode) gave these. Here the electrolyte
    /// is uniform and the particle stands alone, so 1e-3 is asked, twice that at 1C.
    /// </summary>
    [Theory]
    [InlineData(25, 0.2, false, 0.99978, 1e-3)]
    [InlineData(125, 0.2, false, 0.99419, 1e-3)]
    [InlineData(125, 1.0, false, 0.97020, 2e-3)]
    [InlineData(50, 0.2, true, 0.98849, 1e-3)]
    [InlineData(125, 0.2, true, 0.99172, 1e-3)]
    public void Run_Sphere_MeetsTheReferenceHalfCell(double radius, double rate, bool side, double expected, double tolerance)
    {
        var material = side ? new Material { Name = "lto" } : Samples.Inert;

        var outcome = Cycle(radius, radius, rate, material);

        Assert.Equal(expected, outcome.Ce1, tolerance);
        Assert.True(outcome.BalanceError < 1e-6, $"{outcome.BalanceError}");
        Assert.Equal(HalfCycleEnd.Cutoff, outcome.LithiationEnd);
        Assert.Equal(HalfCycleEnd.Cutoff, outcome.DelithiationEnd);
    }

    /// <summary>CE1 = (1 − 2δ)/(1 − δ) with δ = rate·R²/(15·D).</summary>
    [Theory]
    [InlineData(80, 0.2)]
    [InlineData(125, 0.5)]
    public void Run_SphereWithoutSideReaction_FollowsTheFormula(double radius, double rate)
    {
        double lag = rate / 3600 * radius * radius * 1e-18 / (15 * Samples.Inert.DiffusivityM2S);

        Assert.Equal((1 - (2 * lag)) / (1 - lag), Cycle(radius, radius, rate, Samples.Inert).Ce1, 6e-4);
    }

    /// <summary>The lag of an ellipsoid is rate/(5·D·(1/a² + 2/b²)).</summary>
    [Fact]
    public void Run_ProlateWithoutSideReaction_FollowsTheFormula()
    {
        const double A = 180, B = 90, Rate = 0.5;
        double lag = Rate / 3600 * 1e-18 / (5 * Samples.Inert.DiffusivityM2S * ((1 / (A * A)) + (2 / (B * B))));

        Assert.Equal((1 - (2 * lag)) / (1 - lag), Cycle(A, B, Rate, Samples.Inert).Ce1, 6e-4);
    }

    [Fact]
    public void Run_SlowerRates_TendToOneWithoutSideReaction()
    {
        double[] losses = [.. new[] { 0.5, 0.05, 0.005 }.Select(rate => 1 - Cycle(100, 100, rate, Samples.Inert).Ce1)];

        Assert.True(losses[0] > 5 * losses[1] && losses[1] > 5 * losses[2] && losses[2] is > 0 and < 2e-4, string.Join(' ', losses));
    }

    [Fact]
    public void Run_RoughSurface_ScalesTheSideChargeWithItsArea()
    {
        // Far below the film's limit the side current is a function of potential alone, so its charge goes with the area.
        var material = new Material { Name = "slow", SideRateMS = 1e-17, FilmDiffusivityM2S = 1e-17, LowerCutoffV = 1.4 };
        var smooth = new ResolvedCell([Samples.Particle(60, 60, Across)], material, new CycleOptions()).Run();
        var rough = new ResolvedCell([Samples.Particle(60, 60, Across, roughness: 2)], material, new CycleOptions()).Run();

        double ratio = (rough.SideLithiationC + rough.SideDelithiationC) / (smooth.SideLithiationC + smooth.SideDelithiationC);
        Assert.InRange(ratio, 1.9, 2.1);
        Assert.Equal(smooth.CapacityC, rough.CapacityC);
    }

    [Fact]
    public void Run_WithSideReaction_LossesAddUp()
    {
        var outcome = Cycle(50, 50, 0.2, new Material { Name = "lto" });

        double lost = outcome.LithiationC - outcome.DelithiationC, side = outcome.SideLithiationC + outcome.SideDelithiationC;
        Assert.Equal(1, (side + outcome.TrappedC) / lost, 1e-6);
        Assert.Equal(outcome.FilmM * 1e9, outcome.Curve[^1].FilmThicknessNm, 1e-12);
    }

    [Fact]
    public void Run_TwoSizes_TheSmallOneLeadsTheLargeOne()
    {
        var small = Samples.Particle(40, 40, 7);
        var large = Samples.Particle(120, 120, Across);

        var outcome = new ResolvedCell([small, large], Samples.Inert, new CycleOptions { KeepFields = true }).Run();

        double[] half = [.. outcome.HalfLithiated!.Select((field, i) => Mean(field, i == 0 ? small.MassM3 : large.MassM3))];
        Assert.True(half[0] > half[1], $"{half[0]} {half[1]}");
        Assert.All(outcome.Lithiated!.SelectMany(f => f), x => Assert.InRange(x, -1e-9, 1 + 1e-9));
        Assert.All(outcome.Delithiated!.SelectMany(f => f), x => Assert.InRange(x, -1e-9, 1 + 1e-9));

        static double Mean(double[] field, double[] mass) => field.Zip(mass, (x, m) => x * m).Sum() / mass.Sum();
    }

    [Fact]
    public void Run_TighterSteps_ChangeLittle()
    {
        var mesh = Samples.Particle(50, 50, Across);
        var material = new Material { Name = "lto" };

        double usual = new ResolvedCell([mesh], material, new CycleOptions()).Run().Ce1;
        double tight = new ResolvedCell([mesh], material, new CycleOptions { LithiationTolerance = 2e-5, PotentialToleranceV = 2e-4 }).Run().Ce1;

        Assert.Equal(tight, usual, 5e-5);
    }

    /// <summary>Tiny and brim-full, large and fast, with much or no side reaction: each ends at a cut-off or the cap, and the balance closes.</summary>
    [Theory]
    [InlineData(10, 5, 1e-15)]
    [InlineData(10, 0.01, 0)]
    [InlineData(40, 0.2, 1e-13)]
    [InlineData(400, 5, 1e-15)]
    public void Run_Extremes_EndWithAClosedBalance(double radius, double rate, double sideRate)
    {
        var material = new Material { Name = "lto", SideRateMS = sideRate };

        var outcome = new ResolvedCell([Samples.Particle(radius, radius, 6), Samples.Particle(radius, radius / 2, 4)], material, new CycleOptions { RatePerHour = rate }).Run();

        Assert.True(outcome.BalanceError < 1e-6, $"{outcome.BalanceError}");
        // Delithiation may also take out what was there at the start.
        Assert.InRange(outcome.Ce1, 0, 1 + (2 * material.InitialLithiation));
        Assert.True(outcome.Curve.Count < 600, $"{outcome.Curve.Count} steps");
    }

    [Fact]
    public void Run_Threads_GiveTheSameCycle()
    {
        var meshes = new[] { 30.0, 45, 60 }.Select(r => Samples.Particle(r, r, 6)).ToArray();
        var material = new Material { Name = "lto" };

        double one = new ResolvedCell(meshes, material, new CycleOptions()).Run().Ce1;
        double two = new ResolvedCell(meshes, material, new CycleOptions { Threads = 2 }).Run().Ce1;

        Assert.Equal(one, two);
    }

    private static CycleOutcome Cycle(double longNm, double shortNm, double rate, Material material)
        => new ResolvedCell([Samples.Particle(longNm, shortNm, Across)], material, new CycleOptions { RatePerHour = rate }).Run();
}
