using LtoAutoscope.Domain.Instruments;

namespace LtoAutoscope.Instruments.SharkSem;

/// <summary>The column of a SharkSEM microscope. Every set is read back.</summary>
internal sealed class SharkSemColumn(SharkSemMicroscope microscope) : IElectronColumn
{
    public const int BlankAlways = 1;

    /// <summary>The electrostatic blanker.</summary>
    private const int Blanker = 0;
    private const int UnblankWhileAcquiring = 2;
    private const double FieldTolerance = 0.005;
    private const double StigmatorTolerancePercent = 0.05;
    private const double CurrentTolerance = 0.1;
    private const double IntensityTolerance = 0.05;
    private const double RotationToleranceDeg = 0.05;

    private readonly SharkSemBeamChange _change = new(microscope);
    private int? _rotationGeometry;
    private double? _workingDistanceLeft;
    private double? _energyLeft;
    private volatile bool _emissionIsUnknown;

    private SharkSemSettings Settings => microscope.Settings;

    private SharkSemConnection Control => microscope.Session.Control;

    public async Task<BeamState> ReadBeamAsync(CancellationToken cancellationToken)
        => SharkSemBeamChange.ToState(await GetIntAsync("HVGetBeam", cancellationToken).ConfigureAwait(false));

    public async Task SetBeamAsync(bool on, double energyKv, CancellationToken cancellationToken)
    {
        _energyLeft = null;
        await _change.SetAsync(on, energyKv * 1000, cancellationToken).ConfigureAwait(false);
        if (on) _energyLeft = energyKv;
    }

    public async Task<double> ReadEnergyKvAsync(CancellationToken cancellationToken)
        => await GetFloatAsync("HVGetVoltage", cancellationToken).ConfigureAwait(false) / 1000;

    public async Task SetBlankAsync(bool blanked, CancellationToken cancellationToken)
    {
        CancellationToken stopped = microscope.StopSignal.Token;
        int mode = blanked ? BlankAlways : UnblankWhileAcquiring;
        int read;
        try
        {
            await Control.SendAsync("ScSetBlanker", new SharkSemBodyWriter().Int(Blanker).Int(mode), cancellationToken).ConfigureAwait(false);
            read = await ReadBlankerAsync(Control, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            if (!blanked && (stopped.IsCancellationRequested || cancellationToken.IsCancellationRequested)) await microscope.BlankBestEffortAsync().ConfigureAwait(false);
        }

        if (!blanked && stopped.IsCancellationRequested) throw new InstrumentFaultException(Fault.StoppedByOperator, "the blanker stays closed");
        if (read != mode) throw new InstrumentFaultException(Fault.SetNotTaken, $"blanker mode {mode} was set, {read} reads back");
    }

    public async Task<bool?> ReadBlankAsync(CancellationToken cancellationToken)
        => await ReadBlankerAsync(Control, cancellationToken).ConfigureAwait(false) == BlankAlways;

    public Task<double> ReadWorkingDistanceMmAsync(CancellationToken cancellationToken) => GetFloatAsync("GetWD", cancellationToken);

    public async Task SetWorkingDistanceMmAsync(double workingDistanceMm, CancellationToken cancellationToken)
    {
        _workingDistanceLeft = null;
        await Control.SendAsync("SetWD", new SharkSemBodyWriter().Float(workingDistanceMm), cancellationToken).ConfigureAwait(false);
        double read = await Control.CallAsync(
            "GetWD", null, reader => reader.Float(), cancellationToken, SharkSemFlags.WaitOptics, Settings.OpticsTimeout).ConfigureAwait(false);
        Compare("working distance", workingDistanceMm, read, Settings.WorkingDistanceToleranceUm / 1000, "mm");
        _workingDistanceLeft = read;
    }

    public async Task<double> ReadFieldWidthUmAsync(CancellationToken cancellationToken)
        => await GetFloatAsync("GetViewField", cancellationToken).ConfigureAwait(false) * 1000;

    public async Task SetFieldWidthUmAsync(double fieldWidthUm, CancellationToken cancellationToken)
    {
        await Control.SendAsync("SetViewField", new SharkSemBodyWriter().Float(fieldWidthUm / 1000), cancellationToken).ConfigureAwait(false);
        Compare("field width", fieldWidthUm, await ReadFieldWidthUmAsync(cancellationToken).ConfigureAwait(false), fieldWidthUm * FieldTolerance, "µm");
    }

    public async Task<double?> ReadProbeCurrentPaAsync(CancellationToken cancellationToken)
        => microscope.Session.Version.HasBeamCurrent ? await GetFloatAsync("GetBeamCurrent", cancellationToken).ConfigureAwait(false) : null;

    /// <summary>Null for good once a server has left the question unanswered: each further one would cost a time-out on the line of the run.</summary>
    public async Task<double?> ReadEmissionUaAsync(CancellationToken cancellationToken)
    {
        if (_emissionIsUnknown) return null;
        double? emission = await SharkSemSession.AskAsync<double?>(Control, "HVGetEmission", reader => reader.Float(), null, cancellationToken).ConfigureAwait(false);
        _emissionIsUnknown = emission is null;
        return emission;
    }

    public async Task SetProbeCurrentPaAsync(double probeCurrentPa, CancellationToken cancellationToken)
    {
        if (!microscope.Session.Version.HasBeamCurrent)
            throw new InstrumentFaultException(Fault.NotSupported, $"protocol {microscope.Session.Version} knows beam intensities only, no currents");
        double read = await SetAndReadAsync("SetBeamCurrent", "GetBeamCurrent", probeCurrentPa, cancellationToken).ConfigureAwait(false);
        Compare("probe current", probeCurrentPa, read, probeCurrentPa * CurrentTolerance, "pA");
    }

    public async Task SetBeamIntensityAsync(double intensity, CancellationToken cancellationToken)
        => Compare("beam intensity", intensity, await SetAndReadAsync("SetPCContinual", "GetPCContinual", intensity, cancellationToken).ConfigureAwait(false), IntensityTolerance, "");

    public Task<(double XPercent, double YPercent)> ReadStigmatorAsync(CancellationToken cancellationToken)
        => Control.CallAsync(
            "GetCentering", new SharkSemBodyWriter().Int(StigmatorIndex), reader => (reader.Float(), reader.Float()), cancellationToken);

    public async Task SetStigmatorAsync(double xPercent, double yPercent, CancellationToken cancellationToken)
    {
        await Control.SendAsync(
            "SetCentering", new SharkSemBodyWriter().Int(StigmatorIndex).Float(xPercent).Float(yPercent), cancellationToken).ConfigureAwait(false);
        (double x, double y) = await ReadStigmatorAsync(cancellationToken).ConfigureAwait(false);
        Compare("stigmator x", xPercent, x, StigmatorTolerancePercent, "%");
        Compare("stigmator y", yPercent, y, StigmatorTolerancePercent, "%");
    }

    public async Task<double> ReadScanRotationDegAsync(CancellationToken cancellationToken)
    {
        if (microscope.Session.Version.HasImageRotation) return await GetFloatAsync("GetImageRot", cancellationToken).ConfigureAwait(false);
        int geometry = await FindRotationAsync(cancellationToken).ConfigureAwait(false);
        return await Control.CallAsync("GetGeometry", new SharkSemBodyWriter().Int(geometry), reader => reader.Float(), cancellationToken).ConfigureAwait(false);
    }

    public async Task SetScanRotationDegAsync(double rotationDeg, CancellationToken cancellationToken)
    {
        if (microscope.Session.Version.HasImageRotation)
        {
            await Control.SendAsync("SetImageRot", new SharkSemBodyWriter().Float(rotationDeg), cancellationToken).ConfigureAwait(false);
        }
        else
        {
            int geometry = await FindRotationAsync(cancellationToken).ConfigureAwait(false);
            await Control.SendAsync("SetGeometry", new SharkSemBodyWriter().Int(geometry).Float(rotationDeg).Float(0), cancellationToken).ConfigureAwait(false);
        }

        double read = await ReadScanRotationDegAsync(cancellationToken).ConfigureAwait(false);
        Compare("scan rotation", rotationDeg, rotationDeg + Math.IEEERemainder(read - rotationDeg, 360), RotationToleranceDeg, "°");
    }

    /// <summary>What reads back otherwise than this driver left it, in words; null when nothing does. Told once: what reads now counts from here on.</summary>
    public async Task<string?> FindChangeAsync(CancellationToken cancellationToken)
    {
        (double? distance, double? energy) = (_workingDistanceLeft, _energyLeft);
        (_workingDistanceLeft, _energyLeft) = (null, null);
        if (distance is { } mm && await ReadWorkingDistanceMmAsync(cancellationToken).ConfigureAwait(false) is var readMm
            && Math.Abs(readMm - mm) > Settings.WorkingDistanceToleranceUm / 1000)
        {
            return FormattableString.Invariant($"the working distance reads {readMm:0.####} mm where {mm:0.####} mm was left");
        }

        if (energy is { } kv && await ReadEnergyKvAsync(cancellationToken).ConfigureAwait(false) is var readKv
            && Math.Abs(readKv - kv) * 1000 > Settings.VoltageToleranceV)
        {
            return FormattableString.Invariant($"the acceleration voltage reads {readKv:0.###} kV where {kv:0.###} kV was left");
        }

        (_workingDistanceLeft, _energyLeft) = (distance, energy);
        return null;
    }

    /// <summary>The instrument changed the focus by itself, on purpose.</summary>
    public void ForgetWorkingDistance() => _workingDistanceLeft = null;

    public static Task<int> ReadBlankerAsync(SharkSemConnection connection, CancellationToken cancellationToken, TimeSpan? timeout = null)
        => connection.CallAsync("ScGetBlanker", new SharkSemBodyWriter().Int(Blanker), reader => reader.Int(), cancellationToken, timeout: timeout);

    internal static void Compare(string what, double set, double read, double tolerance, string unit)
    {
        if (Math.Abs(set - read) > tolerance)
            throw new InstrumentFaultException(Fault.SetNotTaken, FormattableString.Invariant($"{what} {set:0.######} {unit} was set, {read:0.######} {unit} reads back"));
    }

    private int StigmatorIndex => microscope.Session.StigmatorIndex
        ?? throw new InstrumentFaultException(Fault.NotSupported, "the server names no stigmator among its centerings");

    private async Task<int> FindRotationAsync(CancellationToken cancellationToken)
    {
        if (_rotationGeometry is { } known) return known;
        string map = await Control.CallAsync("EnumGeometries", null, reader => reader.String(), cancellationToken).ConfigureAwait(false);
        _rotationGeometry = SharkSemMap.FindIndex(SharkSemMap.Parse(map), name => name.Contains("rotation", StringComparison.OrdinalIgnoreCase));
        return _rotationGeometry ?? throw new InstrumentFaultException(Fault.NotSupported, "the server names no rotation among its geometries");
    }

    /// <summary>Sets a value on which the optics has to settle, and reads it back when it has.</summary>
    private async Task<double> SetAndReadAsync(string set, string get, double value, CancellationToken cancellationToken)
    {
        await Control.SendAsync(set, new SharkSemBodyWriter().Float(value), cancellationToken).ConfigureAwait(false);
        return await Control.CallAsync(get, null, reader => reader.Float(), cancellationToken, SharkSemFlags.WaitOptics, Settings.OpticsTimeout).ConfigureAwait(false);
    }

    private Task<double> GetFloatAsync(string function, CancellationToken cancellationToken)
        => Control.CallAsync(function, null, reader => reader.Float(), cancellationToken);

    private Task<int> GetIntAsync(string function, CancellationToken cancellationToken)
        => Control.CallAsync(function, null, reader => reader.Int(), cancellationToken);
}
