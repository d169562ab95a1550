using LtoAutoscope.Twin.Time;

namespace LtoAutoscope.Twin.Column;

/// <summary>The twin's chamber: pumping and venting take their time.</summary>
/// <remarks>Thread safety: all members.</remarks>
public sealed class VacuumModel(TwinClock clock)
{
    private const double PumpSeconds = 120;
    private const double VentSeconds = 60;
    private readonly Lock _state = new();
    private bool _pumped = true;
    private double _since = double.NegativeInfinity;

    /// <summary>0 ready, 1 pumping, 2 venting, 4 open.</summary>
    public int Status
    {
        get
        {
            lock (_state)
            {
                double elapsed = clock.Now - _since;
                return _pumped ? elapsed < PumpSeconds ? 1 : 0 : elapsed < VentSeconds ? 2 : 4;
            }
        }
    }

    /// <summary>Chamber pressure, Pa.</summary>
    public double PressurePa => Status switch
    {
        0 => 2e-3,
        1 => 10,
        _ => 1e5,
    };

    /// <summary>Pumps.</summary>
    public void Pump() => Go(true);

    /// <summary>Vents.</summary>
    public void Vent() => Go(false);

    private void Go(bool pump)
    {
        lock (_state)
        {
            if (_pumped == pump) return;
            (_pumped, _since) = (pump, clock.Now);
        }
    }
}
