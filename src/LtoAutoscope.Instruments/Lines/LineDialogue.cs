using System.Collections.Concurrent;
using LtoAutoscope.Domain.Instruments;
using LtoAutoscope.Instruments.Lines.Protocols;

namespace LtoAutoscope.Instruments.Lines;

/// <summary>Speaks a protocol in quantities: millimetres and degrees on this side, the device's own units, signs and words on the line.</summary>
/// <remarks>Thread safety: all members; commands queue on the connection.</remarks>
internal sealed class LineDialogue(ProtocolDefinition protocol, LineSettings settings)
{
    private readonly ConcurrentDictionary<string, LineValue> _last = new(StringComparer.Ordinal);
    private LineConnection? _connection;

    public ProtocolDefinition Protocol => protocol;

    public LineSettings Settings => settings;

    public LineConnection Connection => Volatile.Read(ref _connection) ?? throw new InstrumentFaultException(Fault.LinkLost, $"{protocol.Name} is not connected");

    /// <summary>Held by a move from its command to its end, and by every command that may keep the line for long: while a stage moves, a stop must not have to wait for an answer.</summary>
    public SemaphoreSlim Stillness { get; } = new(1, 1);

    /// <summary>Uses another connection from here on; what was read over the old one is forgotten.</summary>
    public void Use(LineConnection connection)
    {
        _last.Clear();
        Volatile.Write(ref _connection, connection);
    }

    /// <summary>Sends a command of the protocol.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="cancellationToken">Gives up waiting; what was sent stays sent.</param>
    /// <param name="quantities">Values for its slots, in the quantities' units.</param>
    /// <param name="axis">The axis, for commands that name one.</param>
    /// <param name="words">Texts for its slots.</param>
    /// <returns>The answer, in the device's units; <see cref="Number"/> and <see cref="Flag"/> convert.</returns>
    public async Task<LineAnswer> AskAsync(
        string name, CancellationToken cancellationToken, IReadOnlyDictionary<string, double>? quantities = null, string? axis = null,
        IReadOnlyDictionary<string, string>? words = null)
    {
        LineCommand command = protocol.Commands[name];
        string text = Write(command, quantities, axis, words);
        LineConnection connection = Connection;
        LineAnswer answer = await connection.ExchangeAsync(command, text, cancellationToken).ConfigureAwait(false);
        if (axis is not null && answer.Values.TryGetValue("axis", out LineValue told) && told.Text != AxisName(axis))
        {
            connection.Distrust();
            throw new InstrumentFaultException(Fault.MalformedAnswer, $"{text} at {connection.Name} was answered for axis {told.Text}");
        }

        foreach ((string slot, LineValue value) in answer.Values) _last[slot] = value;
        return answer;
    }

    /// <summary>As <see cref="AskAsync"/>; null where the command is optional and the controller does not know it.</summary>
    public async Task<LineAnswer?> AskIfKnownAsync(
        string name, CancellationToken cancellationToken, IReadOnlyDictionary<string, double>? quantities = null, string? axis = null,
        IReadOnlyDictionary<string, string>? words = null)
    {
        try
        {
            return await AskAsync(name, cancellationToken, quantities, axis, words).ConfigureAwait(false);
        }
        catch (InstrumentFaultException fault) when (fault.Fault == Fault.NotSupported && protocol.Commands[name].IsOptional)
        {
            return null;
        }
    }

    /// <summary>As <see cref="AskIfKnownAsync"/>; a command that may keep the line for long waits until no move is under way.</summary>
    public async Task<LineAnswer?> AskAtRestAsync(
        string name, CancellationToken cancellationToken, IReadOnlyDictionary<string, double>? quantities = null, IReadOnlyDictionary<string, string>? words = null)
    {
        if (protocol.Commands[name].Timeout is null) return await AskIfKnownAsync(name, cancellationToken, quantities, words: words).ConfigureAwait(false);
        await Stillness.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return await AskIfKnownAsync(name, cancellationToken, quantities, words: words).ConfigureAwait(false);
        }
        finally
        {
            Stillness.Release();
        }
    }

    /// <summary>The text of a command.</summary>
    /// <exception cref="InstrumentFaultException"><see cref="Fault.NotSupported"/>: a value that the command needs is not there, or cannot go over a wire.</exception>
    public string Write(LineCommand command, IReadOnlyDictionary<string, double>? quantities = null, string? axis = null, IReadOnlyDictionary<string, string>? words = null)
    {
        try
        {
            return command.Request.Write(slot => Value(slot, quantities, axis, words));
        }
        catch (ArgumentException failure)
        {
            throw new InstrumentFaultException(Fault.NotSupported, $"{protocol.Name}: {command.Name}: {failure.Message.TrimEnd('.')}", failure);
        }
    }

    /// <summary>A number of an answer in its quantity's unit; null when it is not on it.</summary>
    public double? Number(LineAnswer answer, string slot, string? axis = null)
        => answer.Values.TryGetValue(slot, out LineValue value) && value.Number is { } number ? ToQuantity(slot == "value" && axis is not null ? axis : slot, number) : null;

    /// <summary>A flag of an answer; null when it is not on it or is neither word.</summary>
    public bool? Flag(LineAnswer answer, string slot)
    {
        if (!answer.Values.TryGetValue(slot, out LineValue value) || !protocol.Quantities.TryGetValue(slot, out LineQuantity? quantity)) return null;
        return Same(value, quantity.Yes) ? true : Same(value, quantity.No) ? false : null;

        static bool Same(LineValue value, string word) => value.Text == word || value.Number is { } number && LineValue.Of(word).Number == number;
    }

    /// <summary>The word of a flag.</summary>
    public string Word(string quantity, bool yes) => protocol.Quantities[quantity] is var words && yes ? words.Yes : words.No;

    /// <summary>A value that the controller told or the configuration gave.</summary>
    public double? Known(string name)
        => _last.TryGetValue(name, out LineValue read) && read.Number is { } number && number != 0 ? number
            : settings.Values.TryGetValue(name, out double configured) ? configured
            : protocol.Values.TryGetValue(name, out double otherwise) ? otherwise : null;

    /// <summary>Name of an axis on the line.</summary>
    public string AxisName(string axis)
        => settings.Axes.TryGetValue(axis, out LineAxis? own) && own.Name.Length > 0 ? own.Name
            : protocol.Stage?.AxisNames.TryGetValue(axis, out string? name) == true ? name : axis;

    /// <summary>From the device's unit to the quantity's.</summary>
    public double ToQuantity(string quantity, double device)
    {
        LineAxis? axis = settings.Axes.GetValueOrDefault(quantity);
        return device * Per(quantity) * (axis is { IsInverted: true } ? -1 : 1) + (axis?.Offset ?? 0);
    }

    private double ToDevice(string quantity, double value)
    {
        LineAxis? axis = settings.Axes.GetValueOrDefault(quantity);
        return (value - (axis?.Offset ?? 0)) * (axis is { IsInverted: true } ? -1 : 1) / Per(quantity);
    }

    /// <summary>A step's size counts without its sign: some controllers tell a negative one, and which way an axis grows is in the configuration.</summary>
    private double Per(string quantity)
        => protocol.Quantities.TryGetValue(quantity, out LineQuantity? known) ? known.Per * (known.Times.Length > 0 ? Math.Abs(Known(known.Times) ?? 1) : 1) : 1;

    private LineValue? Value(string slot, IReadOnlyDictionary<string, double>? quantities, string? axis, IReadOnlyDictionary<string, string>? words)
    {
        if (words?.TryGetValue(slot, out string? word) == true) return LineValue.Of(word);
        if (slot == "axis") return axis is null ? null : LineValue.Of(AxisName(axis));
        if (slot == "value" && axis is not null && quantities?.TryGetValue(axis, out double single) == true) return LineValue.Of(ToDevice(axis, single));
        if (Relative(slot, quantities) is { } way) return LineValue.Of(way);
        if (quantities?.TryGetValue(slot, out double value) == true)
        {
            return protocol.Quantities.TryGetValue(slot, out LineQuantity? quantity) && quantity.IsFlag
                ? LineValue.Of(value != 0 ? quantity.Yes : quantity.No)
                : LineValue.Of(ToDevice(slot, value));
        }

        // An axis that is not wanted is not moved to where it was read, which would walk with the reading's noise.
        if (StageAxes.All.Contains(slot)) return null;
        return _last.TryGetValue(slot, out LineValue read) ? read : Known(slot) is { } known ? LineValue.Of(known) : null;
    }

    /// <summary>A way along an axis, of a slot such as <c>dz</c> or, the other way round, <c>-dz</c>.</summary>
    private double? Relative(string slot, IReadOnlyDictionary<string, double>? quantities)
    {
        bool isNegative = slot.StartsWith('-');
        string name = slot.TrimStart('-');
        if (!name.StartsWith('d') || quantities?.TryGetValue(name, out double way) != true) return null;
        string axis = name[1..];
        double sign = (settings.Axes.GetValueOrDefault(axis) is { IsInverted: true } ? -1 : 1) * (isNegative ? -1 : 1);
        return sign * quantities[name] / Per(axis);
    }
}
