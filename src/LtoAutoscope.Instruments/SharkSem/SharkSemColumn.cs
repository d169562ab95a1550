using LtoAutoscope.Domain.Instruments;

namespace LtoAutoscope.Instruments.SharkSem;

/// <summary>The column of a SharkSEM microscope.</summary>
internal sealed class SharkSemColumn(SharkSemMicroscope microscope) : IElectronColumn
{
    /// <summary>The electrostatic blanker.</summary>
    private const int Blanker = 0;
    private const int BlankAlways = 1;
    private const int UnblankWhileAcquiring = 2;
    private const int HighVoltageChanging = 1001;
    private const double FieldTolerance = 0.005;
    private const double StigmatorTolerancePercent = 0.05;

    private readonly SemaphoreSlim _oneBeamChange = new(1, 1);

    private SharkSemSettings Settings => microscope.Settings;

    private SharkSemConnection Control => microscope.Session.Control;

    public async Task<BeamState> ReadBeamAsync(CancellationToken cancellationToken)
        => await GetIntAsync("HVGetBeam", cancellationToken).ConfigureAwait(false) switch
        {
            -1 => BeamState.FilamentBlown,
            0 => BeamState.Off,
            1 => BeamState.On,
            1000 => BeamState.Changing,
            _ => BeamState.Unknown,
        };

    public async Task SetBeamAsync(bool on, double energyKv, CancellationToken cancellationToken)
    {
        CancellationToken stopped = microscope.StopSignal.Token;
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stopped, cancellationToken);
        try
        {
            await _oneBeamChange.WaitAsync(either.Token).ConfigureAwait(false);
            try
            {
                if (on) await SwitchOnAsync(energyKv * 1000, either.Token).ConfigureAwait(false);
                else await SwitchOffAsync(either.Token).ConfigureAwait(false);
            }
            finally
            {
                _oneBeamChange.Release();
            }
        }
        catch (OperationCanceledException) when (stopped.IsCancellationRequested)
        {
            throw new InstrumentFaultException(Fault.StoppedByOperator, "the beam was being changed; its state has to be read again");
        }
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
        await Control.SendAsync("SetWD", new SharkSemBodyWriter().Float(workingDistanceMm), cancellationToken).ConfigureAwait(false);
        double read = await Control.CallAsync(
            "GetWD", null, reader => reader.Float(), cancellationToken, SharkSemFlags.WaitOptics, Settings.OpticsTimeout).ConfigureAwait(false);
        Compare("working distance", workingDistanceMm, read, Settings.WorkingDistanceToleranceUm / 1000, "mm");
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

    public static Task<int> ReadBlankerAsync(SharkSemConnection connection, CancellationToken cancellationToken, TimeSpan? timeout = null)
        => connection.CallAsync("ScGetBlanker", new SharkSemBodyWriter().Int(Blanker), reader => reader.Int(), cancellationToken, timeout: timeout);

    private int StigmatorIndex => microscope.Session.StigmatorIndex
        ?? throw new InstrumentFaultException(Fault.NotSupported, "the server names no stigmator among its centerings");

    private async Task SwitchOnAsync(double voltage, CancellationToken cancellationToken)
    {
        if (await ReadBeamAsync(cancellationToken).ConfigureAwait(false) != BeamState.On)
            await Control.SendAsync("HVBeamOn", null, cancellationToken).ConfigureAwait(false);
        var arguments = new SharkSemBodyWriter().Float(voltage);
        if (microscope.Session.Version.HasAsynchronousHighVoltage) arguments.Int(1);
        await Control.SendAsync("HVSetVoltage", arguments, cancellationToken).ConfigureAwait(false);

        bool wasOn = false;
        for (long began = microscope.Time.GetTimestamp(); ;)
        {
            // A server before 2.0.16 answers nothing until the voltage stands, so the first poll may take as long as the ramp.
            int beam = await Control.CallAsync("HVGetBeam", null, reader => reader.Int(), cancellationToken, timeout: Settings.HighVoltageTimeout).ConfigureAwait(false);
            if (beam == -1) throw new InstrumentFaultException(Fault.FilamentBlown, "the beam state reads −1");
            if (wasOn && beam == 0) throw new InstrumentFaultException(Fault.BeamTripped, "it was on and reads off while the voltage was changing");
            wasOn |= beam == 1;
            double read = await GetFloatAsync("HVGetVoltage", cancellationToken).ConfigureAwait(false);
            int index = await GetIntAsync("HVGetIndex", cancellationToken).ConfigureAwait(false);
            if (beam == 1 && index != HighVoltageChanging && Math.Abs(read - voltage) <= Settings.VoltageToleranceV) return;
            TimeSpan elapsed = microscope.Time.GetElapsedTime(began);
            if (elapsed > Settings.HighVoltageTimeout)
            {
                if (beam == 0) throw new InstrumentFaultException(Fault.BeamTripped, "the beam does not go on; the server may refuse it without vacuum");
                throw new InstrumentFaultException(Fault.HighVoltageTimeout, FormattableString.Invariant(
                    $"{read:0} V instead of {voltage:0} V, beam state {beam}, after {elapsed.TotalSeconds:0.#} s"));
            }

            await Task.Delay(Settings.PollInterval, microscope.Time, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task SwitchOffAsync(CancellationToken cancellationToken)
    {
        await Control.SendAsync("HVBeamOff", null, cancellationToken).ConfigureAwait(false);
        for (long began = microscope.Time.GetTimestamp(); ;)
        {
            BeamState beam = await ReadBeamAsync(cancellationToken).ConfigureAwait(false);
            if (beam is BeamState.Off or BeamState.FilamentBlown) return;
            if (microscope.Time.GetElapsedTime(began) > Settings.HighVoltageTimeout)
                throw new InstrumentFaultException(Fault.HighVoltageTimeout, $"the beam was switched off and still reads {beam}");
            await Task.Delay(Settings.PollInterval, microscope.Time, cancellationToken).ConfigureAwait(false);
        }
    }

    private static void Compare(string what, double set, double read, double tolerance, string unit)
    {
        if (Math.Abs(set - read) > tolerance)
            throw new InstrumentFaultException(Fault.SetNotTaken, FormattableString.Invariant($"{what} {set:0.######} {unit} was set, {read:0.######} {unit} reads back"));
    }

    private Task<double> GetFloatAsync(string function, CancellationToken cancellationToken)
        => Control.CallAsync(function, null, reader => reader.Float(), cancellationToken);

    private Task<int> GetIntAsync(string function, CancellationToken cancellationToken)
        => Control.CallAsync(function, null, reader => reader.Int(), cancellationToken);
}
