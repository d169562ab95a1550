using LtoAutoscope.Domain.Instruments;
using LtoAutoscope.Twin.Faults;
using LtoAutoscope.Twin.Time;

namespace LtoAutoscope.Twin.Column;

/// <summary>
/// The twin's chamber. Pumping: gas leaves exponentially, walls give off water as 1/t, and the base pressure stays; venting and leaks approach
/// their pressure exponentially; without power the pressure creeps up.
/// </summary>
/// <remarks>Thread safety: all members.</remarks>
public sealed class VacuumModel
{
    private const double AtmospherePa = 1.013e5;
    private const double LeakTimeConstantS = 2;
    private const double RiseWithoutPumpsPaPerS = 1e-3;
    private readonly VacuumOptions _options;
    private readonly TwinClock _clock;
    private readonly TwinFaults _faults;
    private readonly Lock _state = new();
    private readonly double _gasTimeConstantS;
    private readonly double _outgassingPa;
    private Way _way = Way.Pumping;
    private double _since = double.NegativeInfinity;
    private double _from = AtmospherePa;
    private double _leakUntil;
    private double _leakPa;

    /// <param name="options">What it is like.</param>
    /// <param name="clock">Physical time.</param>
    /// <param name="faults">What is wrong with it; nothing when null.</param>
    public VacuumModel(VacuumOptions options, TwinClock clock, TwinFaults? faults = null)
    {
        (_options, _clock, _faults) = (options, clock, faults ?? new TwinFaults(clock));

        // Half of what lies between base and ready pressure when the chamber gets ready is water from the walls, the other half gas.
        double excess = Math.Max(1e-9, options.ReadyPressurePa - options.BasePressurePa);
        _outgassingPa = excess / 2 * (1 + options.PumpSeconds);
        _gasTimeConstantS = options.PumpSeconds / Math.Log(AtmospherePa / (excess / 2));
    }

    private enum Way
    {
        Pumping,
        Venting,
        Leaking,
        Off,
    }

    /// <summary>Its options.</summary>
    public VacuumOptions Options => _options;

    /// <summary>0 ready, 1 pumping, 2 venting, 3 pumps off, 4 open.</summary>
    public int Status
    {
        get
        {
            lock (_state)
            {
                double now = Advance();
                return _way switch
                {
                    Way.Venting => now - _since < _options.VentSeconds ? 2 : 4,
                    Way.Off => 3,
                    _ => Pressure(now) <= _options.ReadyPressurePa ? 0 : 1,
                };
            }
        }
    }

    /// <summary>The same in the terms of the domain.</summary>
    public VacuumState State => Status switch
    {
        0 => VacuumState.Ready,
        1 => VacuumState.Pumping,
        2 => VacuumState.Venting,
        3 => VacuumState.Off,
        _ => VacuumState.ChamberOpen,
    };

    /// <summary>Chamber pressure, Pa.</summary>
    public double PressurePa
    {
        get { lock (_state) return Pressure(Advance()); }
    }

    /// <summary>Pressure in the column, Pa: a twentieth of the chamber's, and at most what its own valve lets in.</summary>
    public double ColumnPressurePa => Math.Min(PressurePa / 20, 1e-2);

    /// <summary>Pressure at the gun, Pa; its valve closes on bad vacuum, so that it stays.</summary>
    public double GunPressurePa => 1e-7;

    /// <summary>Pumps; nothing happens when the pumps run.</summary>
    public void Pump()
    {
        lock (_state)
        {
            double now = Advance();
            if (_way is Way.Venting && _faults.HasPower) Go(Way.Pumping, now);
        }
    }

    /// <summary>Vents; nothing happens when it is vented already.</summary>
    public void Vent()
    {
        lock (_state)
        {
            double now = Advance();
            if (_way is not (Way.Venting or Way.Off)) Go(Way.Venting, now);
        }
    }

    /// <summary>A leak opens; when it closes, the pumps take the chamber down again.</summary>
    /// <param name="pressurePa">Where the pressure goes, Pa.</param>
    /// <param name="seconds">Physical seconds until it closes; infinity until <see cref="CloseLeak"/>.</param>
    public void Leak(double pressurePa, double seconds)
    {
        lock (_state)
        {
            double now = Advance();
            if (_way is Way.Venting) return;
            Go(Way.Leaking, now);
            (_leakPa, _leakUntil) = (pressurePa, now + seconds);
        }
    }

    /// <summary>Closes a leak.</summary>
    public void CloseLeak()
    {
        lock (_state)
        {
            double now = Advance();
            if (_way is Way.Leaking) Go(Way.Pumping, now);
        }
    }

    /// <summary>Takes the steps that are due: a leak that closes, power that goes or comes back.</summary>
    private double Advance()
    {
        double now = _clock.Now;
        if (_way is Way.Leaking && now >= _leakUntil) Go(Way.Pumping, _leakUntil);
        if (!_faults.HasPower && (_way is Way.Pumping or Way.Leaking)) Go(Way.Off, now);
        else if (_faults.HasPower && _way is Way.Off) Go(Way.Pumping, now);
        return now;
    }

    private void Go(Way way, double at)
    {
        _from = Pressure(at);
        (_way, _since) = (way, at);
    }

    private double Pressure(double now)
    {
        double t = Math.Max(0, now - _since);
        switch (_way)
        {
            case Way.Pumping:
                double wall = Math.Min(_outgassingPa, Math.Max(0, _from - _options.BasePressurePa)) / (1 + t);
                double gas = Math.Max(0, _from - _options.BasePressurePa - wall) * Math.Exp(-t / _gasTimeConstantS);
                return _options.BasePressurePa + (double.IsInfinity(t) ? 0 : wall + gas);
            case Way.Off:
                return Math.Min(AtmospherePa, _from + RiseWithoutPumpsPaPerS * t);
            case Way.Leaking:
                return _leakPa + (_from - _leakPa) * Math.Exp(-t / LeakTimeConstantS);
            default:
                return AtmospherePa + (_from - AtmospherePa) * Math.Exp(-5 * t / Math.Max(1e-3, _options.VentSeconds));
        }
    }
}
