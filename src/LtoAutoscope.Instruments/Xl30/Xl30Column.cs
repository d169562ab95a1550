using LtoAutoscope.Domain.Instruments;

namespace LtoAutoscope.Instruments.Xl30;

/// <summary>The column of an XL microscope. The source knows no operation for the working distance.</summary>
internal sealed class Xl30Column(Xl30Microscope microscope) : IElectronColumn
{
    private const double LowestVoltage = 200;
    private const double HighestVoltage = 30000;
    private const double FieldTolerance = 0.01;
    private const double StigmatorTolerancePercent = 0.1;
    private readonly SemaphoreSlim _oneBeamChange = new(1, 1);

    private Xl30Settings Settings => microscope.Settings;

    public async Task<BeamState> ReadBeamAsync(CancellationToken cancellationToken)
        => await microscope.GetWordAsync(Xl30Opcode.GetHighTensionOn, cancellationToken).ConfigureAwait(false) == 0 ? BeamState.Off : BeamState.On;

    public async Task SetBeamAsync(bool on, double energyKv, CancellationToken cancellationToken)
    {
        double voltage = energyKv * 1000;
        if (on && !(voltage >= LowestVoltage && voltage <= HighestVoltage))
            throw new InstrumentFaultException(Fault.NotSupported, FormattableString.Invariant($"{energyKv:0.###} kV; 0.2…30 kV can be had"));
        CancellationToken stopped = microscope.StopSignal.Token;
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stopped, cancellationToken);
        try
        {
            await _oneBeamChange.WaitAsync(either.Token).ConfigureAwait(false);
            try
            {
                if (on) await SwitchOnAsync(voltage, stopped, either.Token).ConfigureAwait(false);
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
        => await microscope.GetFloatAsync(Xl30Opcode.GetHighTension, cancellationToken).ConfigureAwait(false) / 1000;

    public async Task SetBlankAsync(bool blanked, CancellationToken cancellationToken)
    {
        CancellationToken stopped = blanked ? CancellationToken.None : microscope.StopSignal.Token;
        bool? read;
        try
        {
            await microscope.DoAsync(Xl30Message.Bytes(Xl30Opcode.SetBlank, (byte)(blanked ? 1 : 0)), stopped, cancellationToken).ConfigureAwait(false);
            read = await ReadBlankAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            // It may have gone out although nobody waits for it any more.
            if (!blanked && cancellationToken.IsCancellationRequested) microscope.BlankBestEffort();
        }

        if (stopped.IsCancellationRequested) throw new InstrumentFaultException(Fault.StoppedByOperator, "the blanker is closed by the stop");
        if (read != blanked) throw new InstrumentFaultException(Fault.SetNotTaken, $"blank {blanked} was set, {read} reads back");
    }

    public async Task<bool?> ReadBlankAsync(CancellationToken cancellationToken)
        => await microscope.GetWordAsync(Xl30Opcode.GetBlank, cancellationToken).ConfigureAwait(false) != 0;

    public Task<double> ReadWorkingDistanceMmAsync(CancellationToken cancellationToken) => Task.FromException<double>(NoWorkingDistance());

    public Task SetWorkingDistanceMmAsync(double workingDistanceMm, CancellationToken cancellationToken) => Task.FromException(NoWorkingDistance());

    public async Task<double> ReadFieldWidthUmAsync(CancellationToken cancellationToken)
    {
        double magnification = await microscope.GetFloatAsync(Xl30Opcode.GetMagnification, cancellationToken).ConfigureAwait(false);
        return magnification > 0
            ? Settings.FieldWidthConstantMm * 1000 / magnification
            : throw new InstrumentFaultException(Fault.MalformedAnswer, FormattableString.Invariant($"a magnification of {magnification:0.###}"));
    }

    public async Task SetFieldWidthUmAsync(double fieldWidthUm, CancellationToken cancellationToken)
    {
        if (!(fieldWidthUm > 0)) throw new InstrumentFaultException(Fault.NotSupported, FormattableString.Invariant($"a field width of {fieldWidthUm:0.###} µm"));
        await microscope.DoAsync(
            Xl30Message.Floats(Xl30Opcode.SetMagnification, Settings.FieldWidthConstantMm * 1000 / fieldWidthUm), CancellationToken.None, cancellationToken).ConfigureAwait(false);
        Xl30Microscope.Compare("field width", fieldWidthUm, await ReadFieldWidthUmAsync(cancellationToken).ConfigureAwait(false), fieldWidthUm * FieldTolerance, "µm");
    }

    /// <summary>A spot size is no current.</summary>
    public Task<double?> ReadProbeCurrentPaAsync(CancellationToken cancellationToken) => Task.FromResult<double?>(null);

    public Task<(double XPercent, double YPercent)> ReadStigmatorAsync(CancellationToken cancellationToken)
        => microscope.GetPairAsync(Xl30Opcode.GetStigmator, cancellationToken);

    public async Task SetStigmatorAsync(double xPercent, double yPercent, CancellationToken cancellationToken)
    {
        await microscope.DoAsync(Xl30Message.Floats(Xl30Opcode.SetStigmator, xPercent, yPercent), CancellationToken.None, cancellationToken).ConfigureAwait(false);
        (double x, double y) = await ReadStigmatorAsync(cancellationToken).ConfigureAwait(false);
        Xl30Microscope.Compare("stigmator x", xPercent, x, StigmatorTolerancePercent, "%");
        Xl30Microscope.Compare("stigmator y", yPercent, y, StigmatorTolerancePercent, "%");
    }

    private static InstrumentFaultException NoWorkingDistance() => new(Fault.NotSupported, "no operation for the working distance is known; focus by autofocus or by hand");

    private async Task SwitchOnAsync(double voltage, CancellationToken stopped, CancellationToken cancellationToken)
    {
        await microscope.DoAsync(Xl30Message.Bytes(Xl30Opcode.SetHighTensionOn, 1), stopped, cancellationToken).ConfigureAwait(false);
        await microscope.DoAsync(Xl30Message.Floats(Xl30Opcode.SetHighTension, voltage), stopped, cancellationToken).ConfigureAwait(false);
        bool wasOn = false;
        for (long began = microscope.Time.GetTimestamp(); ;)
        {
            BeamState beam = await ReadBeamAsync(cancellationToken).ConfigureAwait(false);
            if (wasOn && beam == BeamState.Off) throw new InstrumentFaultException(Fault.BeamTripped, "high tension was on and reads off while the voltage was changing");
            wasOn |= beam == BeamState.On;
            double read = await microscope.GetFloatAsync(Xl30Opcode.GetHighTension, cancellationToken).ConfigureAwait(false);
            if (beam == BeamState.On && Math.Abs(read - voltage) <= Settings.VoltageToleranceV) return;
            if (microscope.Time.GetElapsedTime(began) is var elapsed && elapsed > Settings.HighTensionTimeout)
            {
                throw beam == BeamState.Off
                    ? new InstrumentFaultException(Fault.BeamTripped, "high tension does not go on; the instrument may refuse it without vacuum")
                    : new InstrumentFaultException(Fault.HighVoltageTimeout, FormattableString.Invariant($"{read:0} V instead of {voltage:0} V after {elapsed.TotalSeconds:0.#} s"));
            }

            await Task.Delay(Settings.PollInterval, microscope.Time, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task SwitchOffAsync(CancellationToken cancellationToken)
    {
        await microscope.DoAsync(Xl30Message.Bytes(Xl30Opcode.SetHighTensionOn, 0), CancellationToken.None, cancellationToken).ConfigureAwait(false);
        for (long began = microscope.Time.GetTimestamp(); await ReadBeamAsync(cancellationToken).ConfigureAwait(false) != BeamState.Off;)
        {
            if (microscope.Time.GetElapsedTime(began) > Settings.HighTensionTimeout)
                throw new InstrumentFaultException(Fault.HighVoltageTimeout, "high tension was switched off and still reads on");
            await Task.Delay(Settings.PollInterval, microscope.Time, cancellationToken).ConfigureAwait(false);
        }
    }
}
