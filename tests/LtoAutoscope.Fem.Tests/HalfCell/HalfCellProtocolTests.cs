using LtoAutoscope.Domain;
using LtoAutoscope.Fem.Cases;
using LtoAutoscope.Fem.HalfCell;
using LtoAutoscope.Fem.Protocols;

namespace LtoAutoscope.Fem.Tests.HalfCell;

public sealed class HalfCellProtocolTests
{
    [Fact]
    public void Run_ConstantCurrent_EndsExactlyAtTheCutoffs()
    {
        var result = Run(ReferenceCases.Lto(50e-9, 1, side: true));

        Assert.Equal([StepEnd.Voltage, StepEnd.Voltage], result.Steps.Select(s => s.End!.Value));
        Assert.Equal(1.0, result.Steps[0].VoltageV, 1e-8);
        Assert.Equal(2.5, result.Steps[1].VoltageV, 1e-8);
        Assert.All(result.Curve.Where(p => p.Step == 1), p => Assert.True(p.VoltageV >= 1.0 - 1e-8));
    }

    [Fact]
    public void Run_HoldsAndRests_DoWhatTheySay()
    {
        var cell = ReferenceCases.Lto(125e-9, 2, side: false) with
        {
            Protocol = new Protocol(
            [
                new ProtocolStep { Mode = StepMode.Current, RatePerHour = 2, UntilVoltageV = 1.0 },
                new ProtocolStep { Mode = StepMode.Voltage, VoltageV = 1.0, UntilRatePerHour = 0.05 },
                new ProtocolStep { Mode = StepMode.Rest, UntilTimeS = 600 },
                new ProtocolStep { Mode = StepMode.Current, RatePerHour = -1, UntilCapacity = 0.25 },
                new ProtocolStep { Mode = StepMode.Current, CurrentDensityAM2 = -5, UntilTimeS = 300 },
            ]),
            ProfileTimesS = [100, 1234.5],
        };

        var result = Run(cell);

        double one = cell.CurrentOfOneRate;
        Assert.Equal([StepEnd.Voltage, StepEnd.Current, StepEnd.Time, StepEnd.Capacity, StepEnd.Time], result.Steps.Select(s => s.End!.Value));
        Assert.Equal(0.05 * one, result.Steps[1].CurrentAM2, 1e-6 * one);
        Assert.Equal(1.0, result.Steps[1].VoltageV, 1e-9);
        Assert.True(result.Steps[2].VoltageV > 1.3);
        Assert.Equal(600, result.Steps[2].EndS - result.Steps[2].StartS, 1e-6);
        Assert.Equal(0, result.Steps[2].ChargeCM2, 1e-9);
        Assert.Equal(-0.25 * 3600 * one, result.Steps[3].ChargeCM2, 1e-8 * 3600 * one);
        Assert.Equal(-1500, result.Steps[4].ChargeCM2, 1e-6);
        Assert.True(result.Steps[0].ResistanceOhmM2 > 0);
        Assert.Contains(result.Profiles, p => Math.Abs(p.TimeS - 1234.5) < 1e-6);
    }

    [Fact]
    public void Run_CellBeyondItsEnd_SkipsTheStep()
    {
        var cell = ReferenceCases.Lto(50e-9, 1, side: false) with
        {
            Protocol = new Protocol(
            [
                new ProtocolStep { Mode = StepMode.Current, RatePerHour = -1, UntilVoltageV = 1.2 },
                new ProtocolStep { Mode = StepMode.Current, RatePerHour = 1, UntilTimeS = 60 },
            ]),
        };

        Assert.Equal([StepEnd.AlreadyMet, StepEnd.Time], Run(cell).Steps.Select(s => s.End!.Value));
    }

    [Fact]
    public void Run_CurrentThatTheElectrolyteCannotCarry_EndsNamedWithTheStateKept()
    {
        var result = HalfCellSimulation.Run(
            ReferenceCases.Example("marquis2019-full-cell") with { Protocol = new Protocol([new ProtocolStep { Mode = StepMode.Current, RatePerHour = 10, UntilTimeS = 360 }]) },
            cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal(FailureReason.SaltDepleted, result.Failure);
        Assert.Contains("depleted", result.Reason, StringComparison.Ordinal);
        Assert.Null(result.Steps[^1].End);
        Assert.True(result.Curve.Count > 50);
        Assert.True(result.Profiles[^1].SaltMolM3.Min() < 10);
        Assert.True(result.BalanceError < 1e-6);
    }

    [Fact]
    public void Run_FullParticlesWithoutCutoff_EndsNamed()
    {
        var cell = ReferenceCases.Lto(50e-9, 1, side: false) with { Protocol = new Protocol([new ProtocolStep { Mode = StepMode.Current, RatePerHour = 1, UntilTimeS = 7200 }]) };
        var result = HalfCellSimulation.Run(cell, cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal(FailureReason.CapacityExhausted, result.Failure);
        Assert.InRange(result.Curve[^1].Lithiation, 0.97, 1);
    }

    [Theory]
    [InlineData(10e-9, 1e-20, 10)]
    [InlineData(1000e-9, 1e-20, 0.2)]
    [InlineData(1000e-9, 1e-14, 10)]
    [InlineData(10e-9, 1e-14, 0.01)]
    public void Run_CornersOfTheParameters_Complete(double radiusM, double diffusivity, double rate)
    {
        foreach (bool side in new[] { false, true })
        {
            var result = Run(ReferenceCases.Lto(radiusM, rate, side, diffusivity));
            Assert.True(result.BalanceError < 1e-6);
            Assert.InRange(result.Ce1, 0, 1.0001);
        }
    }

    [Fact]
    public void Run_FullCellCycles_GiveBackWhatWasTaken()
    {
        var cell = ReferenceCases.Example("marquis2019-full-cell") with
        {
            Protocol = new Protocol(
            [
                new ProtocolStep { Mode = StepMode.Current, RatePerHour = 2, UntilVoltageV = 3.105 },
                new ProtocolStep { Mode = StepMode.Current, RatePerHour = -1, UntilVoltageV = 4.1 },
                new ProtocolStep { Mode = StepMode.Voltage, VoltageV = 4.1, UntilRatePerHour = 0.05 },
            ], 3),
        };

        var result = Run(cell);

        Assert.Equal(3, result.Cycles.Count);
        Assert.Equal(1, result.Cycles[2].CoulombicEfficiency!.Value, 1e-4);
        Assert.All(result.Curve, p => Assert.InRange(p.NegativeLithiation, 0, 1));
    }

    [Fact]
    public void Run_Cancelled_Throws()
    {
        using var source = new CancellationTokenSource();
        Assert.Throws<OperationCanceledException>(() => HalfCellSimulation.Run(ReferenceCases.Lto(50e-9, 1, side: false), (share, _) => source.Cancel(), source.Token));
    }

    [Fact]
    public void Run_StepWithoutEnd_IsAnInputError()
        => Assert.Throws<InputException>(() => HalfCellSimulation.Run(
            ReferenceCases.Lto(50e-9, 1, side: false) with { Protocol = new Protocol([new ProtocolStep { Mode = StepMode.Rest }]) }, cancellationToken: TestContext.Current.CancellationToken));

    private static HalfCellResult Run(CellCase cell)
    {
        var result = HalfCellSimulation.Run(cell, cancellationToken: TestContext.Current.CancellationToken);
        Assert.True(result.Failure is null, result.Reason);
        return result;
    }
}
