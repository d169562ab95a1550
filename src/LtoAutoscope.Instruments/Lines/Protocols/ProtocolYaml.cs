using System.Text.RegularExpressions;
using LtoAutoscope.Domain.Instruments;
using LtoAutoscope.Instruments.Composition;

namespace LtoAutoscope.Instruments.Lines.Protocols;

/// <summary>The keys of a <c>protocol.yaml</c>; <c>firmware-protocols/protocol.schema.json</c> describes the same ones.</summary>
internal static class ProtocolYaml
{
    private static readonly string[] AllAxes = ["x", "y", "z", "rotation", "tilt"];
    private static readonly string[] FaultNames = Enum.GetNames<Fault>();

    public static ProtocolDefinition Read(StrictYamlMap top)
    {
        LineFraming framing = ReadFraming(top.Map("framing"));
        StrictYamlMap commandMap = top.Map("commands");
        Dictionary<string, LineCommand> commands = commandMap.Names().ToDictionary(name => name, name => ReadCommand(name, commandMap.Map(name), framing), StringComparer.Ordinal);
        StrictYamlMap errorMap = top.Map("errors");
        LineErrors errors = ReadErrors(errorMap, commands);
        StrictYamlMap quantityMap = top.Map("quantities"), valueMap = top.Map("values"), resync = top.Map("resynchronise");
        var definition = new ProtocolDefinition
        {
            Name = top.RequiredText("name"),
            Title = top.Text("title", ""),
            Transport = ReadTransport(top.Map("transport")),
            Framing = framing,
            Errors = errors,
            AnswerTimeout = top.Seconds("answer_timeout_s", TimeSpan.FromSeconds(1), 0.001, 600),
            Commands = Checked(commands, errors),
            Quantities = quantityMap.Names().ToDictionary(name => name, name => ReadQuantity(name, quantityMap.Map(name)), StringComparer.Ordinal),
            Values = valueMap.Names().ToDictionary(name => name, name => valueMap.Number(name, 0), StringComparer.Ordinal),
            Initialise = Known(top, "initialise", commands),
            Identify = KnownOne(top, "identify", commands),
            Stage = top.Has("stage") ? ReadStage(top.Map("stage"), commands) : null,
            Roles = ReadRoles(top.Map("roles"), commands),
            Stop = ReadStop(top.Map("stop"), commands),
            Resynchronise = new ResynchronisationRules
            {
                Quiet = resync.Seconds("quiet_s", TimeSpan.FromMilliseconds(100), 0.001, 60),
                Longest = resync.Seconds("longest_s", TimeSpan.FromSeconds(10), 0.01, 600),
                Send = resync.Text("send", ""),
                Probes = Required(resync, "probe", commands),
                Times = resync.Whole("times", 1, 1, 10),
            },
            Forbidden = [.. top.Maps("forbidden").Select(entry => new ForbiddenWords(ReadRegex(entry, "pattern", RegexOptions.IgnoreCase, whole: false), entry.RequiredText("why"), entry.Word("for", "everybody", "everybody", "people") == "people"))],
        };
        top.Close();
        return definition;
    }

    private static LineTransport ReadTransport(StrictYamlMap map) => new()
    {
        BaudRate = map.Whole("baud", 9600, 300, 4_000_000),
        TcpPort = map.Has("tcp_port") ? map.Whole("tcp_port", 0, 1, 65535) : null,
        RaisesDtr = map.Flag("raise_dtr", true),
        WakeUp = map.Seconds("wake_up_s", TimeSpan.Zero, 0, 60),
    };

    private static LineFraming ReadFraming(StrictYamlMap map)
    {
        var otherwise = new LineFraming();
        return new LineFraming
        {
            RequestEnd = map.Text("request_end", otherwise.RequestEnd),
            ReplyEnd = map.Text("reply_end", otherwise.ReplyEnd),
            More = map.Text("more", ""),
            LongestLine = map.Whole("longest_line", otherwise.LongestLine, 8, 65536),
            Separators = map.Text("separators", ""),
            IgnoreCase = map.Flag("ignore_case", false),
            IsPostfix = map.Flag("postfix", false),
            Accepted = map.Text("accepted", ""),
            Refused = map.Text("refused", ""),
            AcceptedTimeout = map.Seconds("accepted_timeout_s", otherwise.AcceptedTimeout, 0.001, 60),
            RefusedLinger = map.Seconds("refused_linger_s", otherwise.RefusedLinger, 0, 10),
            Completion = map.Text("completion", ""),
            Pushes = [.. map.Texts("pushes").Select(text => ReadPattern(map, "pushes", text))],
            SkipsUnexpected = map.Flag("skip_unexpected", false),
        };
    }

    private static LineCommand ReadCommand(string name, StrictYamlMap map, LineFraming framing)
    {
        IReadOnlyList<string> requests = map.Texts("request");
        if (requests.Count == 0) throw map.Wrong("request", "it is missing", "Write what goes out, such as request: 'PX'");
        string must = map.Text("must_match", "");
        if (must.Length > 0) ReadRegex(map, "must_match", RegexOptions.Multiline, whole: false);
        List<LinePattern> forms = [.. requests.Select(text => ReadPattern(map, "request", text, framing))];
        bool raw = map.Flag("raw", false);
        IReadOnlyList<string> reply = map.Texts("reply");
        return new LineCommand
        {
            Name = name,
            Request = forms[0],
            Aliases = forms[1..],
            IsRaw = raw,
            Reply = [.. reply.Select(text => ReadPattern(map, "reply", text))],
            HasManyLines = map.Flag("many_lines", false),
            IsChecked = map.Flag("check", reply.Count == 0 && !raw),
            Timeout = map.Has("timeout_s") ? map.Seconds("timeout_s", TimeSpan.Zero, 0.001, 600) : null,
            IsOptional = map.Flag("optional", false),
            MustMatch = must,
            Otherwise = map.Text("otherwise", ""),
            WhenPositive = map.Text("when_positive", ""),
            Twin = ReadTwin(map),
            Axes = ReadAxes(map),
            Purpose = map.Text("purpose", ""),
        };
    }

    private static IReadOnlyList<string> ReadAxes(StrictYamlMap map)
    {
        IReadOnlyList<string> axes = map.Texts("axes");
        return axes.Except(AllAxes).Any() ? throw map.Wrong("axes", "the axes are wanted", $"List some of {string.Join(", ", AllAxes)}") : axes;
    }

    private static TwinAction ReadTwin(StrictYamlMap map)
    {
        Dictionary<string, string> values = TextMap(map.Map("sets"));
        string deed = map.Word("twin", values.Count > 0 ? "set" : "none", "none", "set", "move", "move_by", "halt", "home", "store_frame", "read_error");
        return new TwinAction(Enum.Parse<TwinDeed>(deed.Replace("_", "", StringComparison.Ordinal), true), values);
    }

    private static LineErrors ReadErrors(StrictYamlMap map, Dictionary<string, LineCommand> commands)
    {
        StrictYamlMap numbers = map.Map("numbers"), twin = map.Map("twin");
        return new LineErrors
        {
            Replies = [.. map.Texts("reply").Select(text => ReadPattern(map, "reply", text))],
            Ask = KnownOne(map, "ask", commands),
            None = map.Text("none", "0"),
            Numbers = numbers.Names().ToDictionary(number => number, number => ReadError(numbers, number), StringComparer.Ordinal),
            Unknown = twin.Text("unknown", ""),
            Arguments = twin.Text("arguments", ""),
            Range = twin.Text("range", ""),
            Axis = twin.Text("axis", ""),
            NotNow = twin.Text("not_now", ""),
        };
    }

    private static LineError ReadError(StrictYamlMap numbers, string number)
    {
        if (numbers.IsScalar(number)) return new LineError(numbers.RequiredText(number));
        StrictYamlMap map = numbers.Map(number);
        return new LineError(map.RequiredText("means"), Enum.Parse<Fault>(map.Word("fault", nameof(Fault.CommandRejected), FaultNames)));
    }

    private static LineQuantity ReadQuantity(string name, StrictYamlMap map)
    {
        AxisRange? range = map.OptionalRange("range");
        StrictYamlMap unit = map.Map("unit"), of = unit.Map("of");
        return new LineQuantity
        {
            Name = name,
            Per = map.Number("per", 1),
            Times = map.Text("times", ""),
            Yes = map.Text("yes", ""),
            No = map.Text("no", ""),
            Least = range?.Low ?? double.NegativeInfinity,
            Most = range?.High ?? double.PositiveInfinity,
            Initial = map.Has("initial") ? map.RequiredText("initial") : null,
            UnitBy = unit.Text("by", ""),
            UnitOf = of.Names().ToDictionary(name => name, name => of.Number(name, 1), StringComparer.Ordinal),
            ShownWhen = TextMap(map.Map("shown_when")),
            MovesWhen = TextMap(map.Map("moves_when")),
        };
    }

    private static StageRules ReadStage(StrictYamlMap map, Dictionary<string, LineCommand> commands)
    {
        var otherwise = new StageRules();
        IReadOnlyList<string> axes = ReadAxes(map);
        if (axes.Count == 0) throw map.Wrong("axes", "the axes are wanted", $"List some of {string.Join(", ", AllAxes)}");
        StrictYamlMap twin = map.Map("twin");
        return new StageRules
        {
            Axes = axes,
            AxisNames = TextMap(map.Map("axis_names")),
            Position = Required(map, "position", commands),
            Motion = [.. map.Maps("motion").Select(entry => ReadMotion(entry, commands))],
            BeforeMove = Known(map, "before_move", commands),
            Conditions = [.. map.Maps("conditions").Select(entry => new StageCondition(
                KnownOne(entry, "ask", commands), entry.Text("slot", "value"), entry.RequiredText("wanted"),
                Enum.Parse<Fault>(entry.Word("fault", nameof(Fault.StageNotCalibrated), FaultNames))))],
            Move = Required(map, "move", commands),
            MovesTogether = map.Flag("together", false),
            LowerLimit = KnownOne(map, "lower_limit", commands),
            UpperLimit = KnownOne(map, "upper_limit", commands),
            StartGrace = map.Seconds("start_grace_s", TimeSpan.Zero, 0, 60),
            Poll = map.Seconds("poll_s", otherwise.Poll, 0.001, 10),
            IdleReadings = map.Whole("idle_readings", otherwise.IdleReadings, 1, 20),
            PositionLag = map.Seconds("position_lag_s", otherwise.PositionLag, 0, 60),
            ToleranceUm = map.Number("tolerance_um", otherwise.ToleranceUm, 1e-6, 10000),
            ToleranceDeg = map.Number("tolerance_deg", otherwise.ToleranceDeg, 1e-6, 10),
            ForbiddenRotationDeg = map.OptionalNumber("forbidden_rotation_deg"),
            WhileMoving = Enum.Parse<MovesInMotion>(twin.Word("while_moving", "refuse", "refuse", "queue", "replace"), true),
            PushAtRest = KnownOne(twin, "push_at_rest", commands),
            PushWhen = twin.Text("push_when", ""),
        };
    }

    private static MotionQuestion ReadMotion(StrictYamlMap map, Dictionary<string, LineCommand> commands)
    {
        StrictYamlMap faults = map.Map("faults");
        return new MotionQuestion
        {
            Ask = KnownOne(map, "ask", commands) is { Length: > 0 } ask ? ask : throw map.Wrong("ask", "it is missing", "Name a question of 'commands'"),
            Slot = map.Text("slot", "state"),
            Idle = ReadRegex(map, "idle", RegexOptions.None, whole: true),
            Moving = ReadRegex(map, "moving", RegexOptions.None, whole: true),
            Patience = map.Has("patience_s") ? map.Seconds("patience_s", TimeSpan.Zero, 0, 600) : null,
            Faults = [.. faults.Names().Select(state => (new Regex($"^(?:{state})$", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking),
                Enum.Parse<Fault>(faults.Word(state, nameof(Fault.StageAlarm), FaultNames))))],
            IdleWord = map.Text("idle_word", "0"),
            MovingWord = map.Text("moving_word", "1"),
            Form = Enum.Parse<StateForm>(map.Word("per_axis", "whole", "whole", "letters", "bits"), true),
        };
    }

    private static Dictionary<string, LineRole> ReadRoles(StrictYamlMap map, Dictionary<string, LineCommand> commands)
    {
        var roles = new Dictionary<string, LineRole>(StringComparer.Ordinal);
        foreach (string name in map.Names())
        {
            if (!LineRole.Known.Contains(name))
            {
                throw map.Wrong(name, "this role is not known",
                    NearestKey.Of(name, LineRole.Known) is { } near ? $"Did you mean '{near}'" : $"Use one of {string.Join(", ", LineRole.Known)}");
            }

            StrictYamlMap role = map.Map(name);
            roles[name] = new LineRole(
                KnownOne(role, "get", commands), Known(role, "set", commands), role.Number("tolerance", 0, 0), role.Seconds("settle_s", TimeSpan.FromSeconds(1), 0, 600));
        }

        return roles;
    }

    private static StopRules ReadStop(StrictYamlMap map, Dictionary<string, LineCommand> commands)
    {
        StrictYamlMap states = map.Map("after_state");
        return new StopRules
        {
            Send = Known(map, "send", commands),
            InterruptsMoves = map.Flag("interrupts_moves", false),
            LongestWait = map.Seconds("longest_wait_s", TimeSpan.Zero, 0, 600),
            IsRealTime = map.Flag("real_time", false),
            Afterwards = Known(map, "afterwards", commands),
            AfterState = states.Names().ToDictionary(state => state, state => KnownOne(states, state, commands), StringComparer.Ordinal),
        };
    }

    /// <summary>Errors are asked for after a command only where the protocol has such a question.</summary>
    private static Dictionary<string, LineCommand> Checked(Dictionary<string, LineCommand> commands, LineErrors errors)
        => commands.ToDictionary(entry => entry.Key, entry => entry.Value with { IsChecked = entry.Value.IsChecked && errors.Ask.Length > 0 && entry.Key != errors.Ask }, StringComparer.Ordinal);

    private static Dictionary<string, string> TextMap(StrictYamlMap map) => map.Names().ToDictionary(name => name, name => map.RequiredText(name), StringComparer.Ordinal);

    private static IReadOnlyList<string> Required(StrictYamlMap map, string key, Dictionary<string, LineCommand> commands)
        => Known(map, key, commands) is { Count: > 0 } names ? names : throw map.Wrong(key, "it is missing", "Name one or several of 'commands'");

    private static string KnownOne(StrictYamlMap map, string key, Dictionary<string, LineCommand> commands)
        => Known(map, key, commands) is { Count: > 0 } names ? names[0] : "";

    private static IReadOnlyList<string> Known(StrictYamlMap map, string key, Dictionary<string, LineCommand> commands)
    {
        IReadOnlyList<string> names = map.Texts(key);
        foreach (string name in names)
        {
            if (commands.ContainsKey(name)) continue;
            throw map.Wrong(key, $"'{name}' is none of 'commands'",
                NearestKey.Of(name, commands.Keys) is { } near ? $"Did you mean '{near}'" : "Add it there, or name one that is there");
        }

        return names;
    }

    private static LinePattern ReadPattern(StrictYamlMap map, string key, string text, LineFraming? framing = null)
    {
        try
        {
            return LinePattern.Parse(text, framing?.Separators ?? "", framing?.IgnoreCase ?? false);
        }
        catch (FormatException failure)
        {
            throw map.Wrong(key, failure.Message, "Compare with the patterns in docs/add-an-instrument.md");
        }
    }

    private static Regex ReadRegex(StrictYamlMap map, string key, RegexOptions options, bool whole)
    {
        string text = map.RequiredText(key);
        try
        {
            return new Regex(whole ? $"^(?:{text})$" : text, options | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking);
        }
        catch (Exception failure) when (failure is ArgumentException or NotSupportedException)
        {
            throw map.Wrong(key, $"'{text}' is no regular expression: {failure.Message.TrimEnd('.')}", "Correct it; brackets and dots need a backslash to stand for themselves");
        }
    }
}
