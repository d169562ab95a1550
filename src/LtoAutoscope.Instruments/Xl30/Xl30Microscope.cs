using LtoAutoscope.Domain.Instruments;
using LtoAutoscope.Instruments.Motion;
using LtoAutoscope.Instruments.Transports;

namespace LtoAutoscope.Instruments.Xl30;

/// <summary>
/// A Philips/FEI XL20, XL30 or XL40 over its serial remote control, or the same bytes over a raw TCP bridge, without an interlock. The protocol has no command that
/// ends a move, so moves go out in short pieces, and a stop takes effect between two of them. Source: firmware-protocols/xl30.
/// </summary>
/// <remarks>Thread safety: all members; commands queue on the one connection, and a stop goes before all that wait.</remarks>
public sealed class Xl30Microscope : IInstrumentConnection
{
    private static readonly Xl30Message Blank = Xl30Message.Bytes(Xl30Opcode.SetBlank, 1);
    private readonly IWireTap _tap;
    private readonly Xl30Stage _stage;
    private Xl30Session _session;

    private Xl30Microscope(Xl30Session session, Xl30Settings settings, IWireTap tap, TimeProvider time)
    {
        (_session, Settings, _tap, Time) = (session, settings, tap, time);
        Stage = _stage = new Xl30Stage(this);
        Column = new Xl30Column(this);
        Detectors = new Xl30Detectors(this);
        BeamShift = new Xl30BeamShift(this);
        Automatic = new Xl30Automatic(this);
        SpecimenCurrent = new Xl30SpecimenCurrent(this);
        FrameTrigger = new Xl30FrameTrigger(this);
        Vacuum = new Xl30Vacuum();
    }

    /// <inheritdoc/>
    public string Name => Session.Link;

    /// <inheritdoc/>
    public InstrumentIdentity Identity => Session.Identity;

    /// <inheritdoc/>
    public IStage Stage { get; }

    /// <inheritdoc/>
    public IElectronColumn Column { get; }

    /// <inheritdoc/>
    public IDetectors Detectors { get; }

    /// <inheritdoc/>
    public IBeamShift BeamShift { get; }

    /// <inheritdoc/>
    public IAutomaticFunctions Automatic { get; }

    /// <inheritdoc/>
    public ISpecimenCurrentMonitor SpecimenCurrent { get; }

    /// <inheritdoc/>
    public IFrameTrigger FrameTrigger { get; }

    /// <summary>Always unknown: the source has no question for it.</summary>
    public IVacuumSystem Vacuum { get; }

    /// <summary>A move cannot be interrupted; a stop waits for the answer of the command under way, <see cref="Xl30Settings.StopPatience"/> at most.</summary>
    public StopAbility StopAbility => new(InterruptsMoves: false, Settings.StopPatience, HasConnectionOfItsOwn: false);

    internal Xl30Settings Settings { get; }

    internal TimeProvider Time { get; }

    internal StopSignal StopSignal { get; } = new();

    internal Xl30Line Line => Session.Line;

    private Xl30Session Session => Volatile.Read(ref _session);

    /// <summary>Opens the line, brings it into step and asks for the identity; nothing is set and nothing moves.</summary>
    /// <exception cref="InstrumentFaultException"><see cref="Fault.Unreachable"/>, <see cref="Fault.LineNotSynchronised"/>, <see cref="Fault.MalformedAnswer"/>.</exception>
    public static async Task<Xl30Microscope> ConnectAsync(Xl30Settings settings, IWireTap tap, TimeProvider timeProvider, CancellationToken cancellationToken)
    {
        Xl30Session session = await Xl30Session.OpenAsync(settings, tap, timeProvider, cancellationToken).ConfigureAwait(false);
        return new Xl30Microscope(session, settings, tap, timeProvider);
    }

    /// <summary>Spot size, 1…10.</summary>
    /// <exception cref="InstrumentFaultException">Link faults.</exception>
    public Task<double> ReadSpotSizeAsync(CancellationToken cancellationToken) => GetFloatAsync(Xl30Opcode.GetSpotSize, cancellationToken);

    /// <summary>Sets the spot size, 1…10, and reads it back.</summary>
    /// <exception cref="InstrumentFaultException"><see cref="Fault.SetNotTaken"/>, <see cref="Fault.CommandRejected"/> and link faults.</exception>
    public async Task SetSpotSizeAsync(double spotSize, CancellationToken cancellationToken)
    {
        await DoAsync(Xl30Message.Floats(Xl30Opcode.SetSpotSize, spotSize), CancellationToken.None, cancellationToken).ConfigureAwait(false);
        Compare("spot size", spotSize, await ReadSpotSizeAsync(cancellationToken).ConfigureAwait(false), 0.01, "");
    }

    /// <inheritdoc/>
    public async Task ReconnectAsync(CancellationToken cancellationToken)
    {
        await Session.DisposeAsync().ConfigureAwait(false);
        Volatile.Write(ref _session, await Xl30Session.OpenAsync(Settings, _tap, Time, cancellationToken).ConfigureAwait(false));
    }

    /// <inheritdoc/>
    public async Task<StopReport> StopAsync(CancellationToken cancellationToken)
    {
        long called = Time.GetTimestamp();
        StopSignal.Raise();
        _stage.Withhold();
        Xl30Line line = Line;
        TimeSpan sentAfter = TimeSpan.Zero;
        try
        {
            Xl30Request blank = line.SendUrgent(Blank, Settings.StopReadBackTimeout);
            await blank.Sent.WaitAsync(cancellationToken).ConfigureAwait(false);
            sentAfter = Time.GetElapsedTime(called);
            bool? blanked = await ConfirmBlankAsync(line, blank, cancellationToken).ConfigureAwait(false);
            return new StopReport(true, blanked, await _stage.ConfirmRestAsync(cancellationToken).ConfigureAwait(false), sentAfter);
        }
        catch (InstrumentFaultException fault)
        {
            return new StopReport(false, null, null, Time.GetElapsedTime(called), fault.Detail);
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => Session.DisposeAsync();

    /// <summary>Sends something that sets or starts; it does not go out any more once a stop has come.</summary>
    internal async Task DoAsync(Xl30Message message, CancellationToken stopped, CancellationToken cancellationToken, TimeSpan? timeout = null)
    {
        try
        {
            await Line.AskAsync(message, static _ => true, timeout ?? Settings.AnswerTimeout, stopped, cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (stopped.IsCancellationRequested)
        {
            throw new InstrumentFaultException(Fault.StoppedByOperator, $"{message.Opcode} was under way or waited for its turn");
        }
    }

    /// <summary>Closes the beam before anything else goes out; nobody waits for it.</summary>
    internal void BlankBestEffort() => Line.SendUrgent(Blank, Settings.AnswerTimeout);

    /// <summary>Asks for one number.</summary>
    internal Task<double> GetFloatAsync(Xl30Opcode opcode, CancellationToken cancellationToken)
        => GetAsync(opcode, static answer => answer.Float(0), cancellationToken);

    /// <summary>Asks for one word.</summary>
    internal Task<ushort> GetWordAsync(Xl30Opcode opcode, CancellationToken cancellationToken)
        => GetAsync(opcode, static answer => answer.Word(0), cancellationToken);

    /// <summary>Asks for two numbers.</summary>
    internal Task<(double First, double Second)> GetPairAsync(Xl30Opcode opcode, CancellationToken cancellationToken)
        => Line.AskAsync(Xl30Message.Ask(opcode, 8), static answer => (answer.Float(0), answer.Float(1)), Settings.AnswerTimeout, CancellationToken.None, cancellationToken);

    /// <summary>Refuses a value that reads back otherwise.</summary>
    internal static void Compare(string what, double set, double read, double tolerance, string unit)
    {
        if (!(Math.Abs(set - read) <= tolerance))
            throw new InstrumentFaultException(Fault.SetNotTaken, FormattableString.Invariant($"{what} {set:0.######} {unit} was set, {read:0.######} {unit} reads back"));
    }

    /// <summary>Asks for an answer of four bytes.</summary>
    internal Task<T> GetAsync<T>(Xl30Opcode opcode, Func<Xl30Message, T> read, CancellationToken cancellationToken)
        => Line.AskAsync(Xl30Message.Ask(opcode), read, Settings.AnswerTimeout, CancellationToken.None, cancellationToken);

    private async Task<bool?> ConfirmBlankAsync(Xl30Line line, Xl30Request blank, CancellationToken cancellationToken)
    {
        try
        {
            line.Read(blank.Message, static _ => true, await blank.Answer.WaitAsync(cancellationToken).ConfigureAwait(false));
            Xl30Request question = line.SendUrgent(Xl30Message.Ask(Xl30Opcode.GetBlank), Settings.StopReadBackTimeout);
            Xl30Message answer = await question.Answer.WaitAsync(cancellationToken).ConfigureAwait(false);
            return line.Read(question.Message, static message => message.Word(0) != 0, answer);
        }
        catch (InstrumentFaultException)
        {
            return null;
        }
    }
}
