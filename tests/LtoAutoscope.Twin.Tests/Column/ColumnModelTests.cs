using LtoAutoscope.Twin.Column;
using LtoAutoscope.Twin.Faults;
using LtoAutoscope.Twin.Time;
using Microsoft.Extensions.Time.Testing;

namespace LtoAutoscope.Twin.Tests.Column;

public sealed class ColumnModelTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly TwinFaults _faults;
    private readonly ColumnModel _column;

    public ColumnModelTests()
    {
        var clock = new TwinClock(_time, 1);
        _faults = new TwinFaults(clock);
        _column = new ColumnModel(new ColumnOptions(), clock, _faults);
    }

    [Fact]
    public void SetVoltage_Up_RampsAtItsSpeedAndTheBeamChangesMeanwhile()
    {
        _column.SwitchOn();
        Assert.Equal(1000, _column.BeamState);
        Wait(1);
        Assert.Equal(1, _column.BeamState);
        _column.SetVoltage(15000);
        Wait(1);
        Assert.Equal(10000, _column.VoltageV, 1);
        Assert.Equal((1000, 15000), (_column.BeamState, _column.TargetVoltageV));
        Wait(1.1);
        Assert.Equal((1, 15000), (_column.BeamState, _column.VoltageV));
    }

    [Fact]
    public void Emission_Drops_TakesTheProbeCurrentWithItAndComesBack()
    {
        _column.SwitchOn();
        Wait(1);
        Assert.Equal((100, 100), (_column.EmissionUa, _column.TrueProbeCurrentPa));
        _faults.DropEmission(0.25, 60);
        Assert.Equal((25, 25), (_column.EmissionUa, _column.TrueProbeCurrentPa));
        Assert.Equal(100, _column.ProbeCurrentPa);
        Wait(61);
        Assert.Equal(100, _column.EmissionUa);
    }

    [Fact]
    public void WorkingDistance_FartherOff_WidensTheTrueFieldALittle()
    {
        _column.FieldWidthUm = 50;
        _column.WorkingDistanceMm = 8;
        Assert.Equal(50, _column.TrueFieldWidthUm);
        _column.WorkingDistanceMm = 18;
        Assert.Equal((50, 50.5), (_column.FieldWidthUm, Math.Round(_column.TrueFieldWidthUm, 9)));
        Assert.True(_column.IsSettling);
    }

    [Fact]
    public void Magnification_AndFieldWidth_AreTheSameThing()
    {
        _column.Magnification = 1270;
        Assert.Equal(100, _column.FieldWidthUm, 1e-9);
        _column.FieldWidthUm = 12.7;
        Assert.Equal(10000, _column.Magnification, 1e-6);
    }

    [Fact]
    public void Settings_AreStoredLimitedAndReset()
    {
        (_column.Scan.Rate, _column.Scan.RotationDeg, _column.Scan.FrameIntegration, _column.Scan.IsExternal, _column.Scan.IsFrozen) = (99, -90, 0, true, true);
        (_column.Aperture, _column.DetectorName, _column.IsSpecimenCurrentMonitorOn, _column.ContrastPercent) = (99, "inlens", true, 120);
        Assert.Equal((15, 270, 1, true, true), (_column.Scan.Rate, _column.Scan.RotationDeg, _column.Scan.FrameIntegration, _column.Scan.IsExternal, _column.Scan.IsFrozen));
        Assert.Equal((6, "InLens", true, 100), (_column.Aperture, _column.DetectorName, _column.IsSpecimenCurrentMonitorOn, _column.ContrastPercent));
        Assert.Equal(0.002, _column.ConvergenceRad, 1e-9);
        _column.DetectorName = "nose";
        Assert.Equal("InLens", _column.DetectorName);
        _column.ResetSettings();
        Assert.Equal((5, 1, "SE2", false, 50), (_column.Scan.Rate, _column.Aperture, _column.DetectorName, _column.IsSpecimenCurrentMonitorOn, _column.ContrastPercent));
        Assert.False(_column.Scan.IsExternal);
    }

    [Fact]
    public void Set_Refused_KeepsTheOldValueOnce()
    {
        _faults.RefuseNextSet();
        _column.WorkingDistanceMm = 12;
        Assert.Equal(10, _column.WorkingDistanceMm);
        _column.WorkingDistanceMm = 12;
        Assert.Equal(12, _column.WorkingDistanceMm);
    }

    [Fact]
    public void Trip_BlownAndPowerless_AreStatesOfTheirOwn()
    {
        _column.SwitchOn();
        Wait(1);
        _column.Trip();
        Assert.Equal((0, 1), (_column.BeamState, _column.Trips));
        _column.SwitchOn();
        Wait(1);
        Assert.Equal(1, _column.BeamState);
        _faults.HoldPower(5);
        Assert.Equal(0, _column.BeamState);
        _column.BlowFilament();
        Assert.Equal(-1, _column.BeamState);
        _column.SwitchOn();
        Assert.Equal(-1, _column.BeamState);
        _column.ReplaceFilament();
        Assert.Equal(0, _column.BeamState);
    }

    private void Wait(double seconds) => _time.Advance(TimeSpan.FromSeconds(seconds));
}
