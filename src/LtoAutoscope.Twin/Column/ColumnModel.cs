using LtoAutoscope.Twin.Faults;
using LtoAutoscope.Twin.Time;

namespace LtoAutoscope.Twin.Column;

/// <summary>The twin's column: beam, high voltage, lens, stigmator, blanker, detector settings.</summary>
/// <remarks>Thread safety: all members; each change is one step.</remarks>
public sealed class ColumnModel(ColumnOptions options, TwinClock clock, TwinFaults? faults = null)
{
    private const double ReferenceWorkingDistanceMm = 8;
    private readonly TwinFaults _faults = faults ?? new TwinFaults(clock);
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
    private int _aperture = 1;
    private string _detectorName = options.Detectors.Count > 0 ? options.Detectors[0] : "";
    private bool _specimenCurrentMonitor;
    private int _trips;

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
                if (!_on || !_faults.HasPower) return 0;
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
        set => Set(() => (_workingDistance, _opticsReady) = (Math.Clamp(value, 1, 200), clock.Now + options.LensSettleSeconds));
    }

    /// <summary>Field width, µm; 0.1…20000, others are silently limited.</summary>
    public double FieldWidthUm
    {
        get { lock (_state) return _fieldWidth; }
        set => Set(() => _fieldWidth = Math.Clamp(value, 0.1, 20000));
    }

    /// <summary>Probe current, pA; 1…100000.</summary>
    public double ProbeCurrentPa
    {
        get { lock (_state) return _probeCurrent; }
        set => Set(() => _probeCurrent = Math.Clamp(value, 1, 1e5));
    }

    /// <summary>Stigmator, percent; ±100.</summary>
    public (double X, double Y) Stigmator
    {
        get { lock (_state) return _stigmator; }
        set => Set(() => _stigmator = (Math.Clamp(value.X, -100, 100), Math.Clamp(value.Y, -100, 100)));
    }

    /// <summary>Image shift, mm; ±0.05.</summary>
    public (double XMm, double YMm) ImageShift
    {
        get { lock (_state) return _imageShift; }
        set => Set(() => _imageShift = (Math.Clamp(value.XMm, -0.05, 0.05), Math.Clamp(value.YMm, -0.05, 0.05)));
    }

    /// <summary>Gain and black level of the detector, percent.</summary>
    public (double Gain, double Black) Detector
    {
        get { lock (_state) return _detector; }
        set => Set(() => _detector = (Math.Clamp(value.Gain, 0, 100), Math.Clamp(value.Black, 0, 100)));
    }

    /// <summary>0 never blanked, 1 always, 2 open only while a scan runs; other values are ignored.</summary>
    public int Blanker
    {
        get { lock (_state) return _blanker; }
        set => Set(() =>
        {
            if (value is >= 0 and <= 2) _blanker = value;
        });
    }

    /// <summary>Contrast, percent 0…100: the gain of <see cref="Detector"/>.</summary>
    public double ContrastPercent
    {
        get => Detector.Gain;
        set => Set(() => _detector = _detector with { Gain = Math.Clamp(value, 0, 100) });
    }

    /// <summary>Brightness, percent 0…100: the black level of <see cref="Detector"/>.</summary>
    public double BrightnessPercent
    {
        get => Detector.Black;
        set => Set(() => _detector = _detector with { Black = Math.Clamp(value, 0, 100) });
    }

    /// <summary>Magnification on a display of <see cref="ColumnOptions.DisplayWidthMm"/>: the field width, said otherwise.</summary>
    public double Magnification
    {
        get => options.DisplayWidthMm * 1000 / FieldWidthUm;
        set => FieldWidthUm = value > 0 ? options.DisplayWidthMm * 1000 / value : FieldWidthUm;
    }

    /// <summary>The field width that is truly scanned, µm: the setting, a little more the farther away the focus lies, and what the scale has drifted.</summary>
    public double TrueFieldWidthUm
    {
        get { lock (_state) return _fieldWidth * (1 + options.FieldWidthPerMm * (_workingDistance - ReferenceWorkingDistanceMm)) * (1 + _faults.ScaleGrowth); }
    }

    /// <summary>Name of the detector that gives the picture; names that <see cref="ColumnOptions.Detectors"/> lacks are ignored.</summary>
    public string DetectorName
    {
        get { lock (_state) return _detectorName; }
        set => Set(() => _detectorName = options.Detectors.FirstOrDefault(name => name.Equals(value, StringComparison.OrdinalIgnoreCase)) ?? _detectorName);
    }

    /// <summary>Number of the aperture, from 1; others are silently limited.</summary>
    public int Aperture
    {
        get { lock (_state) return _aperture; }
        set => Set(() => _aperture = Math.Clamp(value, 1, Math.Max(1, options.AperturesUm.Count)));
    }

    /// <summary>Half angle of the beam's cone, rad: 0.008 for the first aperture, and as its diameter for the others.</summary>
    public double ConvergenceRad
    {
        get { lock (_state) return options.AperturesUm.Count == 0 ? 0.008 : 0.008 * options.AperturesUm[_aperture - 1] / options.AperturesUm[0]; }
    }

    /// <summary>Whether the specimen current monitor is on; the touch alarm is dead then.</summary>
    public bool IsSpecimenCurrentMonitorOn
    {
        get { lock (_state) return _specimenCurrentMonitor; }
        set => Set(() => _specimenCurrentMonitor = value);
    }

    /// <summary>Settings of the scan.</summary>
    public ScanSettings Scan { get; } = new();

    /// <summary>Emission current, µA; 0 while the beam is off or changing.</summary>
    public double EmissionUa => BeamState == 1 ? options.EmissionUa * _faults.EmissionShare : 0;

    /// <summary>The probe current that truly arrives, pA: the setting times what is left of the emission; 0 while the beam is off or changing.</summary>
    public double TrueProbeCurrentPa => BeamState == 1 ? ProbeCurrentPa * _faults.EmissionShare : 0;

    /// <summary>Where the voltage ramps to, V.</summary>
    public double TargetVoltageV
    {
        get { lock (_state) return _voltageTo; }
    }

    /// <summary>How often the beam went off by itself.</summary>
    public int Trips
    {
        get { lock (_state) return _trips; }
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
            if (_on || _blown || !_faults.HasPower) return;
            (_on, _onSince) = (true, clock.Now);
        }
    }

    /// <summary>Beam off.</summary>
    public void SwitchOff()
    {
        lock (_state) _on = false;
    }

    /// <summary>The beam goes off by itself; one that was off stays so.</summary>
    public void Trip()
    {
        lock (_state)
        {
            if (_on) _trips++;
            _on = false;
        }
    }

    /// <summary>A new emitter: the filament is whole again, and the beam is off.</summary>
    public void ReplaceFilament()
    {
        lock (_state) _blown = _on = false;
    }

    /// <summary>Focus, field, stigmator, shift, detector, blanker, aperture and scan as when the twin began; beam and voltage stay.</summary>
    public void ResetSettings()
    {
        lock (_state)
        {
            (_workingDistance, _fieldWidth, _probeCurrent) = (options.WorkingDistanceMm, options.FieldWidthUm, options.ProbeCurrentPa);
            (_stigmator, _imageShift, _detector, _blanker, _aperture, _specimenCurrentMonitor) = ((0, 0), (0, 0), (50, 50), 1, 1, false);
            if (options.Detectors.Count > 0) _detectorName = options.Detectors[0];
        }

        Scan.Reset();
    }

    /// <summary>The filament goes.</summary>
    public void BlowFilament()
    {
        lock (_state) _blown = true;
    }

    /// <summary>Begins a ramp to a voltage, V; silently limited.</summary>
    public void SetVoltage(double voltageV)
    {
        Set(() =>
        {
            double now = clock.Now;
            (_voltageFrom, _voltageTo, _rampBegan) = (Voltage(now), Math.Clamp(voltageV, 200, options.MaximumVoltageV), now);
        });
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

    /// <summary>Changes a setting, unless a fault script has it refused.</summary>
    private void Set(Action change)
    {
        if (_faults.TakeSetRefusal()) return;
        lock (_state) change();
    }

    private double RampEnd => _rampBegan + Math.Abs(_voltageTo - _voltageFrom) / options.RampVPerS;

    private double Voltage(double now)
    {
        if (now >= RampEnd) return _voltageTo;
        return _voltageFrom + Math.Sign(_voltageTo - _voltageFrom) * options.RampVPerS * (now - _rampBegan);
    }
}
