using LtoAutoscope.Twin.Column;
using LtoAutoscope.Twin.Faults;
using LtoAutoscope.Twin.Time;
using Microsoft.Extensions.Time.Testing;

namespace LtoAutoscope.Twin.Tests.Column;

public sealed class VacuumModelTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly TwinFaults _faults;
    private readonly VacuumModel _vacuum;

    public VacuumModelTests()
    {
        var clock = new TwinClock(_time, 1);
        _faults = new TwinFaults(clock);
        _vacuum = new VacuumModel(new VacuumOptions(), clock, _faults);
    }

    [Fact]
    public void Pump_FromAir_FallsAllTheTimeAndIsReadyAfterItsTime()
    {
        Assert.Equal(0, _vacuum.Status);
        Assert.Equal(2e-3, _vacuum.PressurePa, 1e-6);
        _vacuum.Vent();
        Assert.Equal(2, _vacuum.Status);
        Wait(61);
        Assert.Equal(4, _vacuum.Status);
        Assert.InRange(_vacuum.PressurePa, 9e4, 1.02e5);
        Wait(600);
        _vacuum.Pump();
        double before = _vacuum.PressurePa;
        for (int i = 0; i < 118; i++)
        {
            Wait(1);
            Assert.Equal(1, _vacuum.Status);
            Assert.True(_vacuum.PressurePa < before);
            before = _vacuum.PressurePa;
        }

        Wait(3);
        Assert.Equal(0, _vacuum.Status);
        Wait(36000);
        Assert.Equal(2e-3, _vacuum.PressurePa, 1e-4);
    }

    [Fact]
    public void Leak_ForAWhile_RaisesThePressureAndThePumpsRecover()
    {
        _vacuum.Leak(50, 20);
        Assert.Equal(0, _vacuum.Status);
        Wait(10);
        Assert.Equal(1, _vacuum.Status);
        Assert.InRange(_vacuum.PressurePa, 49, 50);
        Wait(11);
        Assert.True(_vacuum.PressurePa < 50);
        Wait(200);
        Assert.Equal(0, _vacuum.Status);
    }

    [Fact]
    public void Power_Lost_StopsThePumpsUntilItIsBack()
    {
        _faults.HoldPower(1000);
        Assert.Equal(3, _vacuum.Status);
        Wait(500);
        Assert.Equal(0.502, _vacuum.PressurePa, 1e-3);
        Wait(501);
        Assert.Equal(1, _vacuum.Status);
        Wait(300);
        Assert.Equal(0, _vacuum.Status);
    }

    private void Wait(double seconds) => _time.Advance(TimeSpan.FromSeconds(seconds));
}
