using LtoAutoscope.Twin.Time;

namespace LtoAutoscope.Twin.Column;

/// <summary>The twin's column: beam, high voltage, lens, stigmator, blanker, detector settings.</summary>
/// <remarks>Thread safety: all members; each change is one step.</remarks>
public sealed class ColumnModel(ColumnOptions options, TwinClock clock)
{
    private readonly Lock _state = new();
    private double _voltageFrom = options.VoltageV;
    private double _voltageTo = options.VoltageV;
    private double _rampBegan = double.NegativeInfinity;
    private bool _on = options.BeamOn;
    private double _onSince = double.NegativeInfinity;
    private bool _blown;
    private double _opticsReady = double.NegativeInfinity;
    private double _automaticReady = double.NegativeInfinity;
    private double _workingDistance = options.WorkingDistanceMm;
    private double _fieldWidth = options.FieldWidthUm;
    private double _probeCurrent = options.ProbeCurrentPa;
    private (double X, double Y) _stigmator;
    private (double XMm, double YMm) _imageShift;
    private (double Gain, double Black) _detector = (50, 50);
    private int _blanker = 1;

    /// <summary>Its options.</summary>
    public ColumnOptions Options => options;

    /// <summary>−1 blown, 0 off, 1 on, 1000 changing.</summary>
    public int BeamState
    {
        get
        {
            lock (_state)
            {
                if (_blown) return -1;
                if (!_on) return 0;
                double now = clock.Now;
                return now < _onSince + options.BeamOnSeconds || now < RampEnd ? 1000 : 1;
            }
        }
    }

    /// <summary>The voltage that stands now, V.</summary>
    public double VoltageV
    {
        get { lock (_state) return Voltage(clock.Now); }
    }

    /// <summary>When the ramp ends, physical seconds.</summary>
    public double VoltageReadyAt
    {
        get { lock (_state) return RampEnd; }
    }

    /// <summary>Whether the voltage is changing.</summary>
    public bool IsRamping
    {
        get { lock (_state) return clock.Now < RampEnd; }
    }

    /// <summary>Whether the lens settles.</summary>
    public bool IsSettling
    {
        get { lock (_state) return clock.Now < _opticsReady; }
    }

    /// <summary>Whether an automatic procedure runs.</summary>
    public bool IsAutomaticRunning
    {
        get { lock (_state) return clock.Now < _automaticReady; }
    }

    /// <summary>Working distance (focus), mm; 1…200, others are silently limited.</summary>
    public double WorkingDistanceMm
    {
        get { lock (_state) return _workingDistance; }
        set { lock (_state) (_workingDistance, _opticsReady) = (Math.Clamp(value, 1, 200), clock.Now + options.LensSettleSeconds); }
    }

    /// <summary>Field width, µm; 0.1…20000, others are silently limited.</summary>
    public double FieldWidthUm
    {
        get { lock (_state) return _fieldWidth; }
        set { lock (_state) _fieldWidth = Math.Clamp(value, 0.1, 20000); }
    }

    /// <summary>Probe current, pA; 1…100000.</summary>
    public double ProbeCurrentPa
    {
        get { lock (_state) return _probeCurrent; }
        set { lock (_state) _probeCurrent = Math.Clamp(value, 1, 1e5); }
    }

    /// <summary>Stigmator, percent; ±100.</summary>
    public (double X, double Y) Stigmator
    {
        get { lock (_state) return _stigmator; }
        set { lock (_state) _stigmator = (Math.Clamp(value.X, -100, 100), Math.Clamp(value.Y, -100, 100)); }
    }

    /// <summary>Image shift, mm; ±0.05.</summary>
    public (double XMm, double YMm) ImageShift
    {
        get { lock (_state) return _imageShift; }
        set { lock (_state) _imageShift = (Math.Clamp(value.XMm, -0.05, 0.05), Math.Clamp(value.YMm, -0.05, 0.05)); }
    }

    /// <summary>Gain and black level of the detector, percent.</summary>
    public (double Gain, double Black) Detector
    {
        get { lock (_state) return _detector; }
        set { lock (_state) _detector = (Math.Clamp(value.Gain, 0, 100), Math.Clamp(value.Black, 0, 100)); }
    }

    /// <summary>0 never blanked, 1 always, 2 open only while a scan runs; other values are ignored.</summary>
    public int Blanker
    {
        get { lock (_state) return _blanker; }
        set { lock (_state) if (value is >= 0 and <= 2) _blanker = value; }
    }

    /// <summary>Residual astigmatism, µm.</summary>
    public (double XUm, double YUm) AstigmatismUm
    {
        get
        {
            (double x, double y) = Stigmator;
            return ((x - options.BestStigmatorXPercent) * options.AstigmatismUmPerPercent, (y - options.BestStigmatorYPercent) * options.AstigmatismUmPerPercent);
        }
    }

    /// <summary>Beam on; nothing happens when it is on or blown.</summary>
    public void SwitchOn()
    {
        lock (_state)
        {
            if (_on || _blown) return;
            (_on, _onSince) = (true, clock.Now);
        }
    }

    /// <summary>Beam off.</summary>
    public void SwitchOff()
    {
        lock (_state) _on = false;
    }

    /// <summary>The filament goes.</summary>
    public void BlowFilament()
    {
        lock (_state) _blown = true;
    }

    /// <summary>Begins a ramp to a voltage, V; silently limited.</summary>
    public void SetVoltage(double voltageV)
    {
        lock (_state)
        {
            double now = clock.Now;
            (_voltageFrom, _voltageTo, _rampBegan) = (Voltage(now), Math.Clamp(voltageV, 200, options.MaximumVoltageV), now);
        }
    }

    /// <summary>Raises "optics busy" for a time, physical seconds.</summary>
    public void HoldOptics(double seconds)
    {
        lock (_state) _opticsReady = Math.Max(_opticsReady, clock.Now + seconds);
    }

    /// <summary>Raises "automatic procedure busy" for a time, physical seconds.</summary>
    public void HoldAutomatic(double seconds)
    {
        lock (_state) _automaticReady = clock.Now + seconds;
    }

    private double RampEnd => _rampBegan + Math.Abs(_voltageTo - _voltageFrom) / options.RampVPerS;

    private double Voltage(double now)
    {
        if (now >= RampEnd) return _voltageTo;
        return _voltageFrom + Math.Sign(_voltageTo - _voltageFrom) * options.RampVPerS * (now - _rampBegan);
    }
}
