using LtoAutoscope.Domain.Instruments;
using LtoAutoscope.Instruments.Lines.Protocols;
using LtoAutoscope.Instruments.Motion;
using LtoAutoscope.Instruments.Transports;
using Microsoft.Extensions.Logging;

namespace LtoAutoscope.Instruments.Lines;

/// <summary>A controller that speaks a line protocol: what its <c>protocol.yaml</c> declares, it can do. One engine runs them all.</summary>
/// <remarks>Thread safety: all members; commands queue on the one connection, the stop waits no longer than the protocol says.</remarks>
public sealed class LineInstrument : IInstrumentConnection
{
    private static readonly TimeSpan ReadBackPoll = TimeSpan.FromMilliseconds(20);
    private readonly Func<CancellationToken, Task<IByteLink>> _open;
    private readonly LineDialogue _dialogue;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly LineStage? _stage;
    private readonly LineColumn? _column;
    private readonly LineSpecimenCurrent? _specimenCurrent;

    private LineInstrument(ProtocolDefinition protocol, LineSettings settings, Func<CancellationToken, Task<IByteLink>> open, TimeProvider time, ILogger logger)
    {
        (_open, _time, _logger) = (open, time, logger);
        _dialogue = new LineDialogue(protocol, settings);
        LineRoles roles = new(_dialogue, time);
        _stage = protocol.Stage is { } rules ? new LineStage(this, _dialogue, rules, time) : null;
        _column = roles.Has("energy_kv") ? new LineColumn(this, roles, settings, time) : null;
        _specimenCurrent = roles.Has("specimen_current_monitor") ? new LineSpecimenCurrent(roles) : null;
        Vacuum = roles.Has("pressure_pa") ? new LineVacuum(roles, settings) : null;
        Detectors = roles.Has("brightness_percent") ? new LineDetectors(roles, settings, time) : null;
        BeamShift = roles.Has("beam_shift") ? new LineBeamShift(roles) : null;
        FrameTrigger = roles.Has("store_frame") ? new LineFrameTrigger(this, roles, settings, time) : null;
    }

    /// <inheritdoc/>
    public string Name { get; private set; } = "";

    /// <inheritdoc/>
    public InstrumentIdentity Identity { get; private set; } = new("", "", "", "", false);

    /// <summary>The protocol.</summary>
    public ProtocolDefinition Protocol => _dialogue.Protocol;

    /// <inheritdoc/>
    public IStage? Stage => _stage;

    /// <inheritdoc/>
    public IElectronColumn? Column => _column;

    /// <inheritdoc/>
    public IVacuumSystem? Vacuum { get; }

    /// <inheritdoc/>
    public IDetectors? Detectors { get; }

    /// <inheritdoc/>
    public IBeamShift? BeamShift { get; }

    /// <inheritdoc/>
    public ISpecimenCurrentMonitor? SpecimenCurrent => _specimenCurrent;

    /// <inheritdoc/>
    public IFrameTrigger? FrameTrigger { get; }

    /// <inheritdoc/>
    public StopAbility StopAbility => new(Protocol.Stop.InterruptsMoves || _stage is null, Protocol.Stop.LongestWait, false);

    internal StopSignal StopSignal { get; } = new();

    /// <summary>Opens the line, has it fall silent, and initialises and identifies the controller. Nothing is moved.</summary>
    /// <param name="protocol">What it speaks.</param>
    /// <param name="settings">How it behaves.</param>
    /// <param name="open">Opens the link; called again by a reconnect.</param>
    /// <param name="timeProvider">The clock.</param>
    /// <param name="loggerFactory">For logs.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <param name="stopsFirst">Whether a stop goes out as soon as the line is open, before anything is asked.</param>
    /// <exception cref="InstrumentFaultException"><see cref="Fault.Unreachable"/>, and what the first questions can meet.</exception>
    public static async Task<LineInstrument> ConnectAsync(
        ProtocolDefinition protocol, LineSettings settings, Func<CancellationToken, Task<IByteLink>> open, TimeProvider timeProvider, ILoggerFactory loggerFactory,
        CancellationToken cancellationToken, bool stopsFirst = false)
    {
        var instrument = new LineInstrument(protocol, settings, open, timeProvider, loggerFactory.CreateLogger<LineInstrument>());
        await instrument.OpenAsync(stopsFirst, cancellationToken).ConfigureAwait(false);
        return instrument;
    }

    /// <inheritdoc/>
    public async Task ReconnectAsync(CancellationToken cancellationToken)
    {
        await _dialogue.Connection.DisposeAsync().ConfigureAwait(false);
        await OpenAsync(false, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async Task<StopReport> StopAsync(CancellationToken cancellationToken)
    {
        long called = _time.GetTimestamp();
        StopSignal.Raise();
        var troubles = new List<string>();
        await SendStopAsync(troubles, cancellationToken, _column?.BlankText ?? "").ConfigureAwait(false);
        TimeSpan sentAfter = _time.GetElapsedTime(called);
        if (troubles.Count > 0) return new StopReport(false, null, null, sentAfter, string.Join("; ", troubles));
        bool? blanked = _column is null ? null : await ReadBackAsync(_column.ReadBlankAsync, cancellationToken).ConfigureAwait(false);
        bool? halted = _stage is null ? null : await ConfirmHaltAsync(cancellationToken).ConfigureAwait(false);
        return new StopReport(true, blanked, halted, sentAfter, _stage is not null && !Protocol.Stop.InterruptsMoves ? "this protocol cannot end a move that is under way; no further one is sent" : "");
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _dialogue.Connection.DisposeAsync();

    internal async Task HaltAsync(CancellationToken cancellationToken)
    {
        StopSignal.Raise();
        var troubles = new List<string>();
        await SendStopAsync(troubles, cancellationToken).ConfigureAwait(false);
        if (troubles.Count > 0) throw new InstrumentFaultException(Fault.LinkLost, string.Join("; ", troubles));
        await ClearAsync(cancellationToken).ConfigureAwait(false);
    }

    internal async Task HaltBestEffortAsync()
    {
        var troubles = new List<string>();
        await SendStopAsync(troubles, CancellationToken.None).ConfigureAwait(false);
        await ClearAsync(CancellationToken.None).ConfigureAwait(false);
    }

    private async Task OpenAsync(bool stopsFirst, CancellationToken cancellationToken)
    {
        IByteLink link = await _open(cancellationToken).ConfigureAwait(false);
        var connection = new LineConnection(link, Protocol, _dialogue.Settings.AnswerTimeout ?? Protocol.AnswerTimeout, _time, _logger);
        // Whoever used the line before may have left half a command or an answer on it.
        connection.Distrust();
        try
        {
            _dialogue.Use(connection);
            Name = connection.Name;
            if (stopsFirst) await SendStopAsync([], cancellationToken, _column?.BlankText ?? "").ConfigureAwait(false);
            await Task.Delay(Protocol.Transport.WakeUp, _time, cancellationToken).ConfigureAwait(false);
            await IntroduceAsync(cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            await connection.DisposeAsync().ConfigureAwait(false);
            throw;
        }

        _logger.LogInformation("Connected to {Model} at {Link}", Identity.Model, Name);
    }

    /// <summary>Whether a command of the start concerns this installation: one that only reads the scale of axes that are not there does not, and may be refused.</summary>
    private bool IsWanted(string command)
    {
        List<string> told = [.. Protocol.Commands[command].Reply.SelectMany(reply => reply.Slots)];
        List<LineQuantity> scaled = [.. Protocol.Quantities.Values.Where(quantity => told.Contains(quantity.Times))];
        return _stage is null || scaled.Count == 0 || !told.All(Protocol.Values.ContainsKey)
            || scaled.Any(quantity => !StageAxes.All.Contains(quantity.Name) || _stage.Axes.Contains(quantity.Name));
    }

    /// <summary>Initialises and identifies the controller. One that a broken connection left moving may refuse that until it rests.</summary>
    private async Task IntroduceAsync(CancellationToken cancellationToken)
    {
        for (long began = _time.GetTimestamp(); ;)
        {
            try
            {
                foreach (string command in Protocol.Initialise.Where(IsWanted)) await _dialogue.AskAsync(command, cancellationToken).ConfigureAwait(false);
                if (_specimenCurrent is not null) await _specimenCurrent.SetAsync(false, cancellationToken).ConfigureAwait(false);
                await IdentifyAsync(cancellationToken).ConfigureAwait(false);
                return;
            }
            catch (InstrumentFaultException fault) when (fault.Fault == Fault.CommandRejected && _stage is not null && _time.GetElapsedTime(began) < _dialogue.Settings.MoveTimeout)
            {
                if (await _stage.ReadMotionAsync(cancellationToken).ConfigureAwait(false) != StageMotion.Moving) throw;
            }

            await Task.Delay(ReadBackPoll, _time, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task IdentifyAsync(CancellationToken cancellationToken)
    {
        string told = "";
        if (Protocol.Identify.Length > 0)
        {
            LineAnswer answer = await _dialogue.AskAsync(Protocol.Identify, cancellationToken).ConfigureAwait(false);
            told = answer.Values.TryGetValue("version", out LineValue version) ? version.Text.Trim() : string.Join(' ', answer.Lines);
        }

        Identity = new InstrumentIdentity(_dialogue.Settings.Name, Protocol.Title, "", told.Length > 0 ? told : Protocol.Name, _dialogue.Settings.IsSimulated);
    }

    /// <summary>
    /// Real-time bytes go out at once. All others go out together, so that they wait for one turn only; those that halt come first, because where they abort
    /// what the controller is doing they must not abort the blanking.
    /// </summary>
    private async Task SendStopAsync(List<string> troubles, CancellationToken cancellationToken, string blank = "")
    {
        string inTurn = "";
        foreach (LineCommand command in Protocol.Stop.Send.Select(name => Protocol.Commands[name]))
        {
            string text = _dialogue.Write(command) + (command.IsRaw ? "" : Protocol.Framing.RequestEnd);
            if (Protocol.Stop.IsRealTime && command.IsRaw) await SendAsync(text, true, troubles, cancellationToken).ConfigureAwait(false);
            else inTurn += text;
        }

        inTurn += blank;
        if (inTurn.Length > 0) await SendAsync(inTurn, false, troubles, cancellationToken).ConfigureAwait(false);
    }

    private async Task SendAsync(string text, bool isRealTime, List<string> troubles, CancellationToken cancellationToken)
    {
        try
        {
            await _dialogue.Connection.SendUrgentAsync(text, isRealTime, Protocol.Stop.LongestWait, cancellationToken).ConfigureAwait(false);
        }
        catch (InstrumentFaultException fault)
        {
            troubles.Add(fault.Detail);
        }
    }

    /// <summary>Clears what a stop leaves behind, such as a latched error or a held program; a controller that has nothing to clear may say so.</summary>
    private async Task ClearAsync(CancellationToken cancellationToken)
    {
        try
        {
            foreach (string command in Protocol.Stop.Afterwards) await _dialogue.AskAsync(command, cancellationToken).ConfigureAwait(false);
            if (Protocol.Stop.AfterState.Count > 0 && _stage is not null) await WaitForHaltAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (InstrumentFaultException fault)
        {
            _logger.LogDebug("Clearing after a stop at {Link}: {Reason}", Name, fault.Detail);
        }
    }

    private Task<bool?> ConfirmHaltAsync(CancellationToken cancellationToken) => ReadBackAsync(async token =>
    {
        foreach (string command in Protocol.Stop.Afterwards) await _dialogue.AskAsync(command, token).ConfigureAwait(false);
        return await WaitForHaltAsync(token).ConfigureAwait(false);
    }, cancellationToken);

    /// <summary>Two idle readings in a row; a stage that still brakes gets the read-back time to come to rest.</summary>
    private async Task<bool?> WaitForHaltAsync(CancellationToken cancellationToken)
    {
        long began = _time.GetTimestamp();
        for (int idle = 0; ;)
        {
            (StageMotion motion, string state) = await _stage!.ReadStateAsync(cancellationToken).ConfigureAwait(false);
            idle = motion == StageMotion.Idle ? idle + 1 : 0;
            if (Protocol.Stop.AfterState.TryGetValue(state, out string? clear)) await _dialogue.AskAsync(clear, cancellationToken).ConfigureAwait(false);
            else if (idle >= 2) return true;
            if (_time.GetElapsedTime(began) > _dialogue.Settings.StopReadBackTimeout) return motion == StageMotion.Unknown ? null : false;
            await Task.Delay(ReadBackPoll, _time, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Null where it cannot be read. What a stop cut short may keep the line out of step for a while: then it is tried again, as long as a read-back may take.</summary>
    private async Task<bool?> ReadBackAsync(Func<CancellationToken, Task<bool?>> read, CancellationToken cancellationToken)
    {
        for (long began = _time.GetTimestamp(); ;)
        {
            try
            {
                return await read(cancellationToken).ConfigureAwait(false);
            }
            catch (InstrumentFaultException fault)
            {
                if (fault.Fault != Fault.LineNotSynchronised || _time.GetElapsedTime(began) > _dialogue.Settings.StopReadBackTimeout) return null;
            }
        }
    }
}
