using LtoAutoscope.Fem.Cases;
using LtoAutoscope.Fem.HalfCell;
using LtoAutoscope.Fem.Protocols;

namespace LtoAutoscope.Fem.Tests.HalfCell;

public sealed class FilmGrowthTests
{
    [Fact]
    public void Run_FilmLimitedByDiffusion_GrowsWithTheRootOfTime()
    {
        var cell = Held(diffusivity: 1e-22, saturationM: 0, timeS: 4e6, at: [1e6]);
        var result = HalfCellSimulation.Run(cell, cancellationToken: TestContext.Current.CancellationToken);

        double quarter = result.Profiles.First(p => Math.Abs(p.TimeS - 1e6) < 1).FilmM[^1], whole = result.Profiles[^1].FilmM[^1];
        Assert.Equal(2, whole / quarter, 0.02);
        // δ² = 2·V·D_f·c·t where the film limits alone.
        Assert.Equal(Math.Sqrt(2 * 4.8e-5 * 1e-22 * 4541 * 4e6), whole, 0.03 * whole);
    }

    [Fact]
    public void Run_SelfPassivatingFilm_SaturatesAtItsThickness()
    {
        var result = HalfCellSimulation.Run(Held(diffusivity: 1e-19, saturationM: 0.4e-9, timeS: 4e8, at: []), cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(0.4e-9, result.Profiles[^1].FilmM[^1], 0.4e-12);
    }

    [Fact]
    public void Run_ManyCycles_LoseLessEachTimeAndGainResistance()
    {
        var cell = ReferenceCases.Lto(50e-9, 5, side: true, diffusivity: 1e-15, cycles: 100);
        cell = cell with
        {
            Positive = cell.Positive with { Material = cell.Positive.Material with { FilmResistivityOhmM = 1e7, FilmDiffusivityM2S = 1e-20 } },
            // After a rest the jump of the voltage has nothing of the end of the half cycle before it.
            Protocol = Protocol.ConstantCurrent(5, 1.0, 2.5, restS: 300, cycles: 100),
            Solver = new SolverSettings { ElectrodeCells = 4, SeparatorCells = 3 },
        };

        var result = HalfCellSimulation.Run(cell, cancellationToken: TestContext.Current.CancellationToken);

        Assert.True(result.Failure is null, result.Reason);
        Assert.True(result.BalanceError < 1e-6);
        Assert.Equal(100, result.Cycles.Count);
        var (second, tenth, last) = (result.Cycles[1], result.Cycles[9], result.Cycles[99]);
        Assert.True(second.CoulombicEfficiency < tenth.CoulombicEfficiency && tenth.CoulombicEfficiency < last.CoulombicEfficiency && last.CoulombicEfficiency < 1);
        Assert.True(second.FilmNm < tenth.FilmNm && tenth.FilmNm < last.FilmNm);
        Assert.True(second.SideMAhG > tenth.SideMAhG && tenth.SideMAhG > last.SideMAhG);
        // Resistance of the cell's plane rises by ρ·δ over the real area.
        double grown = (last.FilmNm - tenth.FilmNm) * 1e-9 * 1e7 / cell.Positive.RealAreaM2M2;
        Assert.Equal(grown, last.ResistanceOhmM2!.Value - tenth.ResistanceOhmM2!.Value, 0.3 * grown);
    }

    /// <summary>A full electrode that is held at 1.0 V.</summary>
    private static CellCase Held(double diffusivity, double saturationM, double timeS, IReadOnlyList<double> at)
    {
        var cell = ReferenceCases.Lto(50e-9, 1, side: true, diffusivity: 1e-15);
        var material = cell.Positive.Material with { FilmDiffusivityM2S = diffusivity, FilmSaturationNm = saturationM * 1e9, SideRateMS = 1e-13, InitialLithiation = 0.9999 };
        return cell with
        {
            Positive = cell.Positive with { Material = material },
            Protocol = new Protocol([new ProtocolStep { Mode = StepMode.Voltage, VoltageV = 1.0, UntilTimeS = timeS }]),
            ProfileTimesS = at,
            Solver = new SolverSettings { ElectrodeCells = 4, SeparatorCells = 3 },
        };
    }
}
