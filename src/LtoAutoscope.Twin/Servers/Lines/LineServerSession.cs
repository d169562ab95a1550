using System.Globalization;
using System.Text;
using LtoAutoscope.Instruments.Lines;
using LtoAutoscope.Instruments.Lines.Protocols;
using LtoAutoscope.Twin.Motion;

namespace LtoAutoscope.Twin.Servers.Lines;

/// <summary>One client of a <see cref="LineServer"/>: understands its requests, does them on the twin, and words the answers.</summary>
internal sealed class LineServerSession(TwinMicroscope microscope, ProtocolDefinition protocol, TwinQuantities quantities)
{
    private static readonly string[] Axes = ["x", "y", "z", "rotation", "tilt"];
    private string _lastError = protocol.Errors.None;

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
        if (error.Length > 0) return Refuse(error);
        var text = new StringBuilder();
        if (Framing.Accepted.Length > 0 && !command.IsRaw) text.Append(Framing.Accepted).Append(Framing.ReplyEnd);
        for (int i = 0; i < command.Reply.Count; i++)
        {
            text.Append(command.Reply[i].Write(slot => Slot(command, values, slot)));
            text.Append(i + 1 < command.Reply.Count ? Framing.More : "").Append(Framing.ReplyEnd);
        }

        if (Framing.Completion.Length > 0 && !command.IsRaw) text.Append(Framing.Completion).Append(Framing.ReplyEnd);
        if (command.Twin.Deed == TwinDeed.ReadError) _lastError = Errors.None;
        return text.ToString();
    }

    /// <summary>Does it; the error's number, or nothing.</summary>
    private string Do(LineCommand command, Dictionary<string, LineValue> values)
    {
        if (values.TryGetValue("axis", out LineValue axis) && AxisOf(axis.Text) is null) return Errors.Range;
        foreach ((string name, string value) in command.Twin.Sets) quantities.Write(name, LineValue.Of(value));
        switch (command.Twin.Deed)
        {
            case TwinDeed.Set:
                return values.All(entry => quantities.Write(entry.Key, entry.Value)) ? "" : Errors.Range;
            case TwinDeed.Move:
                foreach ((string slot, LineValue value) in values.Where(entry => entry.Key is not "axis" and not "value" && !Axes.Contains(entry.Key))) quantities.Write(slot, value);
                return Move(values, isRelative: false);
            case TwinDeed.MoveBy:
                return Move(values, isRelative: true);
            case TwinDeed.Halt:
                microscope.Stage.Stop();
                return "";
            case TwinDeed.Home:
                microscope.Stage.IsCalibrated = true;
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
            double goal = quantities.ToQuantity(Axes[i], device) + (isRelative ? quantities.Axis(Axes[i])!.Value : 0);
            AxisOptions axis = microscope.Stage.Options.Axes[i];
            if (goal < axis.Low || goal > axis.High) return Errors.Range.Length > 0 ? Errors.Range : "";
            target[i] = goal;
        }

        bool isBusy = microscope.Stage.IsBusy;
        if (!isBusy) microscope.Stage.MoveTo(target);
        return isBusy ? Errors.NotNow : "";
    }

    private double? Wanted(Dictionary<string, LineValue> values, string axis, bool isRelative)
    {
        if (values.TryGetValue("axis", out LineValue named)) return AxisOf(named.Text) == axis && values.TryGetValue("value", out LineValue single) ? single.Number : null;
        if (!isRelative) return values.TryGetValue(axis, out LineValue absolute) ? absolute.Number : null;
        return values.TryGetValue("d" + axis, out LineValue way) ? way.Number : values.TryGetValue("-d" + axis, out LineValue back) ? -back.Number : null;
    }

    private LineValue? Slot(LineCommand command, Dictionary<string, LineValue> values, string slot)
    {
        if (slot == "number" && command.Twin.Deed == TwinDeed.ReadError) return LineValue.Of(_lastError);
        if (slot == "version") return LineValue.Of(VersionOf(protocol));
        string? axis = values.TryGetValue("axis", out LineValue named) ? AxisOf(named.Text) : null;
        if (slot == "axis") return named;
        if (slot == "value" && axis is not null) return LineValue.Of(quantities.ToDevice(axis, quantities.Axis(axis)!.Value));
        if (slot == "state" && protocol.Stage is { } stage) return LineValue.Of(quantities.StateWord(stage.Motion.FirstOrDefault(question => question.Ask == command.Name) ?? stage.Motion.FirstOrDefault(), axis));
        return slot == "a" ? null : quantities.Read(slot);
    }

    /// <summary>What the twin calls itself: what its protocol's driver looks for, and that it is none.</summary>
    private static string VersionOf(ProtocolDefinition protocol) => protocol.Name switch
    {
        "remcon32" => "SmartSEM Remote Control V06.01, LtoAutoscope twin",
        "tango" => "TANGO-DESKTOP, LtoAutoscope twin, Version 1.71",
        "prior" => "100",
        _ => "LtoAutoscope twin",
    };

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
