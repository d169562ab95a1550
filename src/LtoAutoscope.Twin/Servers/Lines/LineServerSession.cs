using System.Globalization;
using System.Text;
using LtoAutoscope.Instruments.Lines;
using LtoAutoscope.Instruments.Lines.Protocols;
using LtoAutoscope.Twin.Motion;

namespace LtoAutoscope.Twin.Servers.Lines;

/// <summary>One client of a <see cref="LineServer"/>: understands its requests, does them on the twin, and words the answers.</summary>
internal sealed class LineServerSession(TwinMicroscope microscope, ProtocolDefinition protocol, TwinQuantities quantities, LineMoves moves)
{
    private static readonly string[] Axes = ["x", "y", "z", "rotation", "tilt"];
    private string _lastError = protocol.Errors.None;
    private bool _wasBusy;

    private LineErrors Errors => protocol.Errors;

    private LineFraming Framing => protocol.Framing;

    /// <summary>The bytes that answer a request; empty where there is no answer.</summary>
    public string Answer(string request)
    {
        foreach (LineCommand command in protocol.Commands.Values)
        {
            if (command.IsRaw) continue;
            foreach (LinePattern form in command.Aliases.Prepend(command.Request))
                if (form.Match(request) is { } values) return Execute(command, values);
        }

        return request.Trim().Length == 0 && Framing.Accepted.Length == 0 ? "" : Misunderstood(request);
    }

    /// <summary>Does a command and words its answer.</summary>
    public string Execute(LineCommand command, Dictionary<string, LineValue> values)
    {
        string error = Do(command, values);
        if (protocol.Stage is { PushAtRest.Length: > 0 } stage) _wasBusy |= stage.Axes.Any(IsBusy);
        return error.Length > 0 ? Refuse(error) : Word(command, values);
    }

    /// <summary>Lets what waits begin.</summary>
    /// <returns>The bytes that are pushed because the stage has come to rest; empty for none.</returns>
    public string Advance()
    {
        moves.Advance();
        if (protocol.Stage is not { PushAtRest.Length: > 0 } stage) return "";
        bool isBusy = stage.Axes.Any(IsBusy), hasCome = _wasBusy && !isBusy;
        _wasBusy = isBusy;
        bool isWanted = hasCome && (stage.PushWhen.Length == 0 || quantities.Read(stage.PushWhen, true) is { } flag && flag.Text != "0");
        return isWanted ? Word(protocol.Commands[stage.PushAtRest], []) : "";
    }

    private string Word(LineCommand command, Dictionary<string, LineValue> values)
    {
        var text = new StringBuilder();
        if (Framing.Accepted.Length > 0 && !command.IsRaw) text.Append(Framing.Accepted).Append(Framing.ReplyEnd);
        for (int i = 0; i < command.Reply.Count; i++)
        {
            LinePattern line = command.Reply[i];
            text.Append(line.Write(slot => Slot(command, values, slot, line.Requires(slot))));
            text.Append(i + 1 < command.Reply.Count ? Framing.More : "").Append(Framing.ReplyEnd);
        }

        if (Framing.Completion.Length > 0 && !command.IsRaw) text.Append(Framing.Completion).Append(Framing.ReplyEnd);
        if (command.Twin.Deed == TwinDeed.ReadError) _lastError = Errors.None;
        return text.ToString();
    }

    /// <summary>Does it; the error's number, or nothing.</summary>
    private string Do(LineCommand command, Dictionary<string, LineValue> values)
    {
        if (values.TryGetValue("axis", out LineValue named) && AxisOf(named.Text) is null) return Errors.Axis.Length > 0 ? Errors.Axis : Errors.Range;
        foreach ((string name, string value) in command.Twin.Sets) quantities.Write(name, LineValue.Of(value));
        switch (command.Twin.Deed)
        {
            case TwinDeed.Set:
                return values.All(entry => quantities.Write(entry.Key, entry.Value)) ? "" : Errors.Range;
            case TwinDeed.Move:
                foreach ((string axis, string place) in command.Twin.Sets.Where(entry => Axes.Contains(entry.Key))) values[axis] = LineValue.Of(place);
                foreach ((string slot, LineValue value) in values.Where(entry => entry.Key is not "axis" and not "value" && !Axes.Contains(entry.Key))) quantities.Write(slot, value);
                return Move(values, isRelative: false);
            case TwinDeed.MoveBy:
                return Move(values, isRelative: true);
            case TwinDeed.Halt:
                moves.Halt(command.Axes.Count > 0 ? [.. command.Axes.Select(IndexOf)] : [0, 1, 2, 3, 4]);
                return "";
            case TwinDeed.Home:
                IReadOnlyList<string> homed = values.TryGetValue("axis", out LineValue one) ? [AxisOf(one.Text)!] : command.Axes.Count > 0 ? command.Axes : protocol.Stage?.Axes ?? Axes;
                moves.Home([.. homed.Select(IndexOf)]);
                return "";
            default:
                return "";
        }
    }

    private string Move(Dictionary<string, LineValue> values, bool isRelative)
    {
        var target = new double?[Axes.Length];
        for (int i = 0; i < Axes.Length; i++)
        {
            if (Wanted(values, Axes[i], isRelative) is not { } device) continue;
            if (protocol.Quantities.TryGetValue(Axes[i], out LineQuantity? quantity) && !quantities.Holds(quantity.MovesWhen)) continue;
            double goal = quantities.ToQuantity(Axes[i], device) + (isRelative ? moves.GoalOf(i) ?? quantities.Axis(Axes[i])!.Value : 0);
            AxisOptions axis = microscope.Stage.Options.Axes[i];
            if (goal < axis.Low || goal > axis.High) return Errors.Range.Length > 0 ? Errors.Range : "";
            target[i] = goal;
        }

        return moves.Move(target) ? "" : Errors.NotNow;
    }

    private double? Wanted(Dictionary<string, LineValue> values, string axis, bool isRelative)
    {
        if (values.TryGetValue("axis", out LineValue named)) return AxisOf(named.Text) == axis && values.TryGetValue("value", out LineValue single) ? single.Number : null;
        if (!isRelative) return values.TryGetValue(axis, out LineValue absolute) ? absolute.Number : null;
        return values.TryGetValue("d" + axis, out LineValue way) ? way.Number : values.TryGetValue("-d" + axis, out LineValue back) ? -back.Number : null;
    }

    private LineValue? Slot(LineCommand command, Dictionary<string, LineValue> values, string slot, bool isRequired)
    {
        if (slot == "number" && command.Twin.Deed == TwinDeed.ReadError) return LineValue.Of(_lastError);
        string? axis = values.TryGetValue("axis", out LineValue named) ? AxisOf(named.Text) : null;
        if (slot == "axis") return named;
        if (slot == "value" && axis is not null) return LineValue.Of(quantities.ToDevice(axis, quantities.Axis(axis)!.Value));
        if (slot == "state" && protocol.Stage is { } stage) return LineValue.Of(State(stage, command, axis));
        return quantities.Read(slot, isRequired);
    }

    /// <summary>The word for what moves, of all axes or of those that the command names.</summary>
    private string State(StageRules stage, LineCommand command, string? axis)
    {
        MotionQuestion? question = stage.Motion.FirstOrDefault(question => question.Ask == command.Name) ?? stage.Motion.FirstOrDefault();
        IReadOnlyList<string> asked = axis is not null ? [axis] : command.Axes.Count > 0 ? command.Axes : stage.Axes;
        bool isBusy = asked.Any(IsBusy);
        switch (question?.Form)
        {
            case null:
                return isBusy ? "1" : "0";
            case StateForm.Bits:
                return Enumerable.Range(0, stage.Axes.Count).Where(i => asked.Contains(stage.Axes[i]) && IsBusy(stage.Axes[i])).Sum(i => 1 << i).ToString(CultureInfo.InvariantCulture);
            case StateForm.Letters when asked.Count == 1 && asked.Count < stage.Axes.Count:
                int place = stage.Axes.ToList().IndexOf(asked[0]);
                return (isBusy ? question.MovingWord : question.IdleWord)[place].ToString();
            case StateForm.Letters:
                return string.Concat(question.IdleWord.Select((rest, i) => i < stage.Axes.Count && IsBusy(stage.Axes[i]) ? question.MovingWord[i] : rest));
            default:
                return isBusy ? question.MovingWord : question.IdleWord;
        }
    }

    private bool IsBusy(string axis) => moves.IsBusy(IndexOf(axis));

    private static int IndexOf(string axis) => Array.IndexOf(Axes, axis);

    private string? AxisOf(string name)
    {
        if (protocol.Stage is not { } stage) return null;
        foreach (string axis in stage.Axes)
            if (string.Equals(stage.AxisNames.GetValueOrDefault(axis, axis), name, StringComparison.OrdinalIgnoreCase)) return axis;
        return null;
    }

    /// <summary>Nothing fitted: an unknown word, or the wrong arguments for a known one.</summary>
    private string Misunderstood(string request)
    {
        string[] words = Words(request);
        List<string[]> sameVerb = [.. protocol.Commands.Values.SelectMany(command => command.Aliases.Prepend(command.Request)).Select(form => Words(form.Template))
            .Where(form => form.Length > 0 && words.Length > 0 && string.Equals(Verb(form), Verb(words), StringComparison.OrdinalIgnoreCase))];
        if (sameVerb.Count == 0) return Refuse(Errors.Unknown);
        bool fitsInNumber = sameVerb.Any(form => form.Length == words.Length);
        // A wrong number of arguments is refused on the first line where there is one; a wrong kind only when it is executed.
        return Framing.Refused.Length > 0 && !fitsInNumber ? Framing.Refused + Framing.ReplyEnd : Refuse(Errors.Arguments);
    }

    private string Verb(string[] words) => Framing.IsPostfix ? words[^1] : words[0];

    private string[] Words(string text) => text.Split([.. Framing.Separators, ' '], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private string Refuse(string number)
    {
        if (number.Length == 0) return "";
        if (Errors.Ask.Length > 0)
        {
            // Latched until it is asked for.
            _lastError = number;
            return "";
        }

        string error = Errors.Replies.Count > 0 ? Errors.Replies[0].Write(slot => LineValue.Of(int.Parse(number, CultureInfo.InvariantCulture))) + Framing.ReplyEnd : "";
        return Framing.Accepted.Length > 0 ? Framing.Accepted + Framing.ReplyEnd + error : error;
    }
}
