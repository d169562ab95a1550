using LtoAutoscope.Domain.Instruments;

namespace LtoAutoscope.Instruments.SharkSem;

/// <summary>
/// Switches beam and high voltage, which may take up to about 100 s. A server before 2.0.16 executes nothing else meanwhile; a newer one may be silent for seconds. A poll
/// that gets no answer is therefore unknown and never the end of the change: only the link's loss, the time limit, or what a poll says is.
/// </summary>
internal sealed class SharkSemBeamChange(SharkSemMicroscope microscope)
{
    private const int HighVoltageChanging = 1001;
    private readonly SemaphoreSlim _oneChange = new(1, 1);

    private SharkSemSettings Settings => microscope.Settings;

    private SharkSemConnection Control => microscope.Session.Control;

    public static BeamState ToState(int beam) => beam switch
    {
        -1 => BeamState.FilamentBlown,
        0 => BeamState.Off,
        1 => BeamState.On,
        1000 => BeamState.Changing,
        _ => BeamState.Unknown,
    };

    /// <summary>Switches on at a voltage, V, or off; returns when it reads back so.</summary>
    public async Task SetAsync(bool on, double voltage, CancellationToken cancellationToken)
    {
        CancellationToken stopped = microscope.StopSignal.Token;
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stopped, cancellationToken);
        bool isRamping = false;
        try
        {
            await _oneChange.WaitAsync(either.Token).ConfigureAwait(false);
            try
            {
                isRamping = on;
                if (on) await SwitchOnAsync(voltage, either.Token).ConfigureAwait(false);
                else await SwitchOffAsync(either.Token).ConfigureAwait(false);
            }
            finally
            {
                _oneChange.Release();
            }
        }
        catch (OperationCanceledException)
        {
            if (isRamping && microscope.Session.Version.HasAsynchronousHighVoltage) await microscope.StopHighVoltageBestEffortAsync().ConfigureAwait(false);
            if (stopped.IsCancellationRequested)
                throw new InstrumentFaultException(Fault.StoppedByOperator, "the beam was being changed; its state has to be read again");
            throw;
        }
    }

    private async Task SwitchOnAsync(double voltage, CancellationToken cancellationToken)
    {
        int before = await Control.CallAsync("HVGetBeam", null, reader => reader.Int(), cancellationToken).ConfigureAwait(false);
        if (before == -1) throw new InstrumentFaultException(Fault.FilamentBlown, "the beam state reads −1");
        if (before != 1) await Control.SendAsync("HVBeamOn", null, cancellationToken).ConfigureAwait(false);
        var arguments = new SharkSemBodyWriter().Float(voltage);
        if (microscope.Session.Version.HasAsynchronousHighVoltage) arguments.Int(1);
        await Control.SendAsync("HVSetVoltage", arguments, cancellationToken).ConfigureAwait(false);

        bool wasOn = false;
        for (long began = microscope.Time.GetTimestamp(); ;)
        {
            (int Beam, double Voltage, int Index)? poll = await PollAsync(began, cancellationToken).ConfigureAwait(false);
            if (poll is { Beam: -1 }) throw new InstrumentFaultException(Fault.FilamentBlown, "the beam state reads −1");
            if (poll is { Beam: 0 } && wasOn) throw new InstrumentFaultException(Fault.BeamTripped, "it was on and reads off while the voltage was changing");
            wasOn |= poll is { Beam: 1 };
            if (poll is { Beam: 1, Index: not HighVoltageChanging } && Math.Abs(poll.Value.Voltage - voltage) <= Settings.VoltageToleranceV) return;
            TimeSpan elapsed = microscope.Time.GetElapsedTime(began);
            if (elapsed > Settings.HighVoltageTimeout) throw Overdue(poll, voltage, elapsed);
            await Task.Delay(Settings.PollInterval, microscope.Time, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task SwitchOffAsync(CancellationToken cancellationToken)
    {
        await Control.SendAsync("HVBeamOff", null, cancellationToken).ConfigureAwait(false);
        for (long began = microscope.Time.GetTimestamp(); ;)
        {
            (int Beam, double Voltage, int Index)? poll = await PollAsync(began, cancellationToken).ConfigureAwait(false);
            if (poll is { Beam: 0 or -1 }) return;
            if (microscope.Time.GetElapsedTime(began) > Settings.HighVoltageTimeout)
                throw new InstrumentFaultException(Fault.HighVoltageTimeout, $"the beam was switched off and still reads {(poll is { } read ? ToState(read.Beam) : BeamState.Unknown)}");
            await Task.Delay(Settings.PollInterval, microscope.Time, cancellationToken).ConfigureAwait(false);
        }
    }

    private static InstrumentFaultException Overdue((int Beam, double Voltage, int Index)? poll, double voltage, TimeSpan elapsed)
    {
        if (poll is not { } read)
            return new InstrumentFaultException(Fault.HighVoltageTimeout, FormattableString.Invariant($"the server answered no poll to its end in {elapsed.TotalSeconds:0.#} s"));
        if (read.Beam == 0) return new InstrumentFaultException(Fault.BeamTripped, "the beam does not go on; the server may refuse it without vacuum");
        return new InstrumentFaultException(Fault.HighVoltageTimeout, FormattableString.Invariant(
            $"{read.Voltage:0} V instead of {voltage:0} V, beam state {read.Beam}, after {elapsed.TotalSeconds:0.#} s"));
    }

    /// <summary>One look; null when the server does not answer. The first question may take as long as is left of the change, and others do not queue behind it.</summary>
    private async Task<(int Beam, double Voltage, int Index)?> PollAsync(long began, CancellationToken cancellationToken)
    {
        TimeSpan left = Settings.HighVoltageTimeout - microscope.Time.GetElapsedTime(began);
        TimeSpan patience = left > Settings.AnswerTimeout && !microscope.Session.Version.HasAsynchronousHighVoltage ? left : Settings.AnswerTimeout;
        try
        {
            int beam = await Control.CallAsync(
                "HVGetBeam", null, reader => reader.Int(), cancellationToken, timeout: patience, blocking: "a change of high voltage").ConfigureAwait(false);
            double voltage = await Control.CallAsync("HVGetVoltage", null, reader => reader.Float(), cancellationToken).ConfigureAwait(false);
            int index = await Control.CallAsync("HVGetIndex", null, reader => reader.Int(), cancellationToken).ConfigureAwait(false);
            return (beam, voltage, index);
        }
        catch (InstrumentFaultException fault) when (fault.Fault is Fault.AnswerTimeout or Fault.MalformedAnswer && Control.IsAlive)
        {
            return null;
        }
    }
}
