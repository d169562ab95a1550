using LtoAutoscope.Domain.Instruments;

namespace LtoAutoscope.Instruments.Lines;

/// <summary>A column behind a line protocol. What the protocol cannot do is <see cref="Fault.NotSupported"/>.</summary>
internal sealed class LineColumn(LineInstrument instrument, LineRoles roles, LineSettings settings, TimeProvider time) : IElectronColumn
{
    /// <summary>Below this the acceleration voltage counts as off, kV.</summary>
    private const double OffKv = 0.05;
    private const double EnergyToleranceKv = 0.05;
    private const double FieldTolerance = 0.01;

    /// <summary>How often in a row the voltage has to read as off, after it was on, before the beam counts as tripped.</summary>
    private const int TripReadings = 3;
    private static readonly TimeSpan RampPoll = TimeSpan.FromMilliseconds(100);
    private readonly SemaphoreSlim _oneBeamChange = new(1, 1);
    private double? _magnificationTimesField;

    /// <summary>The bytes that blank; null where the protocol has none.</summary>
    public string? BlankText => roles.FlagText("blanked", true);

    /// <summary>The acceleration voltage tells best whether the beam is on.</summary>
    public async Task<BeamState> ReadBeamAsync(CancellationToken cancellationToken)
    {
        if (roles.CanRead("beam_on") && await roles.ReadFlagAsync("beam_on", cancellationToken).ConfigureAwait(false) is { } on) return on ? BeamState.On : BeamState.Off;
        return await ReadEnergyKvAsync(cancellationToken).ConfigureAwait(false) > OffKv ? BeamState.On : BeamState.Off;
    }

    public async Task SetBeamAsync(bool on, double energyKv, CancellationToken cancellationToken)
    {
        CancellationToken stopped = instrument.StopSignal.Token;
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stopped, cancellationToken);
        try
        {
            await _oneBeamChange.WaitAsync(either.Token).ConfigureAwait(false);
            try
            {
                if (on)
                {
                    // Before the beam goes on, lest it comes up at the voltage that was set last; and again, where a voltage is taken only while it is on.
                    await roles.SendAsync("energy_kv", [("energy_kv", energyKv)], either.Token).ConfigureAwait(false);
                    await roles.DoAsync("beam_on", either.Token).ConfigureAwait(false);
                    await roles.SendAsync("energy_kv", [("energy_kv", energyKv)], either.Token).ConfigureAwait(false);
                }
                else
                {
                    await roles.DoAsync("beam_off", either.Token).ConfigureAwait(false);
                }

                await WaitForEnergyAsync(on ? energyKv : 0, either.Token).ConfigureAwait(false);
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

    public Task<double> ReadEnergyKvAsync(CancellationToken cancellationToken) => roles.ReadNumberAsync("energy_kv", cancellationToken);

    public async Task SetBlankAsync(bool blanked, CancellationToken cancellationToken)
    {
        CancellationToken stopped = instrument.StopSignal.Token;
        bool isDone = false;
        try
        {
            await roles.SetFlagAsync("blanked", blanked, cancellationToken).ConfigureAwait(false);
            isDone = !stopped.IsCancellationRequested;
        }
        finally
        {
            // An unblanking that a stop or a cancellation overtook is taken back.
            if (!blanked && !isDone) await BlankBestEffortAsync().ConfigureAwait(false);
        }

        if (!blanked && !isDone) throw new InstrumentFaultException(Fault.StoppedByOperator, "the blanker stays closed");
    }

    public Task<bool?> ReadBlankAsync(CancellationToken cancellationToken) => roles.Has("blanked") ? roles.ReadFlagAsync("blanked", cancellationToken) : Task.FromResult<bool?>(null);

    public Task<double> ReadWorkingDistanceMmAsync(CancellationToken cancellationToken) => roles.ReadNumberAsync("working_distance_mm", cancellationToken);

    public Task SetWorkingDistanceMmAsync(double workingDistanceMm, CancellationToken cancellationToken)
        => roles.SetNumberAsync("working_distance_mm", workingDistanceMm, cancellationToken);

    public Task<double> ReadFieldWidthUmAsync(CancellationToken cancellationToken) => roles.ReadNumberAsync("field_width_um", cancellationToken);

    /// <summary>Directly, or through the magnification: field width times magnification is a constant of the instrument, which is read before it is first used.</summary>
    public async Task SetFieldWidthUmAsync(double fieldWidthUm, CancellationToken cancellationToken)
    {
        if (roles.CanSet("field_width_um"))
        {
            await roles.SendAsync("field_width_um", [("field_width_um", fieldWidthUm)], cancellationToken).ConfigureAwait(false);
        }
        else
        {
            _magnificationTimesField ??= await roles.ReadNumberAsync("magnification", cancellationToken).ConfigureAwait(false)
                * await ReadFieldWidthUmAsync(cancellationToken).ConfigureAwait(false);
            await roles.SendAsync("magnification", [("magnification", _magnificationTimesField.Value / fieldWidthUm)], cancellationToken).ConfigureAwait(false);
        }

        try
        {
            await roles.ConfirmAsync("field_width_um", [("field_width_um", fieldWidthUm)], fieldWidthUm * FieldTolerance, cancellationToken).ConfigureAwait(false);
        }
        catch (InstrumentFaultException fault) when (fault.Fault == Fault.SetNotTaken)
        {
            // The constant may be another one by now; it is read again when it is next used.
            _magnificationTimesField = null;
            throw;
        }
    }

    /// <summary>Null where it is refused, as by an instrument whose specimen current monitor is off.</summary>
    public async Task<double?> ReadProbeCurrentPaAsync(CancellationToken cancellationToken)
    {
        if (!roles.CanRead("probe_current_pa")) return null;
        try
        {
            return await roles.ReadNumberAsync("probe_current_pa", cancellationToken).ConfigureAwait(false);
        }
        catch (InstrumentFaultException fault) when (fault.Fault is Fault.CommandRejected or Fault.NotSupported)
        {
            return null;
        }
    }

    public async Task<(double XPercent, double YPercent)> ReadStigmatorAsync(CancellationToken cancellationToken)
        => await roles.ReadAsync("stigmator", cancellationToken, "stigmator_x", "stigmator_y").ConfigureAwait(false) is [var x, var y] ? (x, y) : default;

    public Task SetStigmatorAsync(double xPercent, double yPercent, CancellationToken cancellationToken)
        => roles.SetAsync("stigmator", [("stigmator_x", xPercent), ("stigmator_y", yPercent)], cancellationToken);

    private async Task BlankBestEffortAsync()
    {
        try
        {
            await roles.SendAsync("blanked", [("blanked", 1)], CancellationToken.None).ConfigureAwait(false);
        }
        catch (InstrumentFaultException)
        {
            // The stop's own report tells what the instrument answered.
        }
    }

    private async Task WaitForEnergyAsync(double energyKv, CancellationToken cancellationToken)
    {
        int offInARow = 0;
        double highest = 0;
        for (long began = time.GetTimestamp(); ;)
        {
            double read = await ReadEnergyKvAsync(cancellationToken).ConfigureAwait(false);
            if (energyKv == 0 ? read <= OffKv : Math.Abs(read - energyKv) <= EnergyToleranceKv) return;
            (highest, offInARow) = (Math.Max(highest, read), read <= OffKv ? offInARow + 1 : 0);
            if (energyKv > 0 && highest > OffKv && offInARow >= TripReadings)
                throw new InstrumentFaultException(Fault.BeamTripped, FormattableString.Invariant($"on the way to {energyKv:0.###} kV it fell from {highest:0.###} kV to {read:0.###} kV"));
            if (time.GetElapsedTime(began) > settings.HighVoltageTimeout)
                throw new InstrumentFaultException(Fault.HighVoltageTimeout, FormattableString.Invariant($"{read:0.###} kV instead of {energyKv:0.###} kV after {settings.HighVoltageTimeout.TotalSeconds:0.#} s"));
            await Task.Delay(RampPoll, time, cancellationToken).ConfigureAwait(false);
        }
    }
}
