using LtoAutoscope.Domain.Instruments;

namespace LtoAutoscope.Instruments.SharkSem;

/// <summary>The automatic procedures of a SharkSEM microscope: started with no scan running, over when the server is not busy with one twice in a row.</summary>
internal sealed class SharkSemAutomatic(SharkSemMicroscope microscope, SharkSemColumn column) : IAutomaticFunctions
{
    public async Task<double> AutoFocusAsync(int channel, CancellationToken cancellationToken)
    {
        column.ForgetWorkingDistance();
        await RunAsync(microscope, "AutoWD", new SharkSemBodyWriter().Int(channel), cancellationToken).ConfigureAwait(false);
        return await column.ReadWorkingDistanceMmAsync(cancellationToken).ConfigureAwait(false);
    }

    public async Task<(double XPercent, double YPercent)> AutoStigmateAsync(int channel, CancellationToken cancellationToken)
    {
        if (!microscope.Session.Version.HasAutoStigmators)
            throw new InstrumentFaultException(Fault.NotSupported, $"protocol {microscope.Session.Version} has no automatic stigmator; 3.1.7 has");
        await RunAsync(microscope, "AutoStigmators", new SharkSemBodyWriter().Int(channel), cancellationToken).ConfigureAwait(false);
        return await column.ReadStigmatorAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Ends any scan, starts a procedure and waits for its end. A poll without an answer is unknown, neither busy nor done.</summary>
    /// <exception cref="InstrumentFaultException">
    /// <see cref="Fault.NotSupported"/>: the server cannot tell when it is done; <see cref="Fault.AnswerTimeout"/>: it did not end in time;
    /// <see cref="Fault.StoppedByOperator"/> and link faults.
    /// </exception>
    internal static async Task RunAsync(SharkSemMicroscope microscope, string function, SharkSemBodyWriter arguments, CancellationToken cancellationToken)
    {
        SharkSemSession session = microscope.Session;
        if (!session.Version.HasBusyMask) throw new InstrumentFaultException(Fault.NotSupported, $"protocol {session.Version} cannot tell when {function} has ended");
        CancellationToken stopped = microscope.StopSignal.Token;
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stopped, cancellationToken);
        try
        {
            await session.Control.SendAsync("GUISetScanning", new SharkSemBodyWriter().Int(0), either.Token).ConfigureAwait(false);
            await session.Control.SendAsync("ScStopScan", null, either.Token).ConfigureAwait(false);
            await session.Control.SendAsync(function, arguments, either.Token).ConfigureAwait(false);
            await WaitAsync(microscope, session.Control, function, either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (stopped.IsCancellationRequested)
        {
            throw new InstrumentFaultException(Fault.StoppedByOperator, $"{function} was under way; no command ends it, so the server brings it to its own end");
        }
    }

    private static async Task WaitAsync(SharkSemMicroscope microscope, SharkSemConnection control, string function, CancellationToken cancellationToken)
    {
        SharkSemSettings settings = microscope.Settings;
        long began = microscope.Time.GetTimestamp();
        await Task.Delay(settings.StartGrace, microscope.Time, cancellationToken).ConfigureAwait(false);
        for (int idle = 0; ;)
        {
            bool? busy = await ReadBusyAsync(control, cancellationToken).ConfigureAwait(false);
            idle = busy == false ? idle + 1 : 0;
            if (idle == 2) return;
            TimeSpan elapsed = microscope.Time.GetElapsedTime(began);
            if (elapsed > settings.AutomaticTimeout)
            {
                throw new InstrumentFaultException(Fault.AnswerTimeout, FormattableString.Invariant(
                    $"{function} is still {(busy is null ? "without an answer" : "busy")} after {elapsed.TotalSeconds:0.#} s"));
            }

            await Task.Delay(settings.PollInterval, microscope.Time, cancellationToken).ConfigureAwait(false);
        }
    }

    private static async Task<bool?> ReadBusyAsync(SharkSemConnection control, CancellationToken cancellationToken)
    {
        try
        {
            return await control.CallAsync(
                "IsBusy", new SharkSemBodyWriter().UInt((uint)SharkSemFlags.WaitAutomatic), reader => reader.Int(), cancellationToken).ConfigureAwait(false) != 0;
        }
        catch (InstrumentFaultException fault) when (fault.Fault is Fault.AnswerTimeout or Fault.MalformedAnswer && control.IsAlive)
        {
            return null;
        }
    }
}
