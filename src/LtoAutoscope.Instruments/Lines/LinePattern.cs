using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace LtoAutoscope.Instruments.Lines;

/// <summary>
/// A line with slots, such as <c>G,{x:int},{y:int}</c>, that can be written and read: a driver writes its requests and reads the answers, a server does it the other way round.
/// </summary>
/// <remarks>
/// <c>{name:kind}</c> is a slot; kinds are <c>int</c>, <c>number</c> (<c>number.3</c> with at most three decimals), <c>hex</c>, <c>name</c>, <c>word</c> (the default) and <c>text</c>.
/// <c>[…]</c> is a part that may be left out; it is written when all its slots have values. A backslash takes the next character as it is. Blanks match any run of blanks.
/// Thread safety: immutable.
/// </remarks>
public sealed class LinePattern
{
    private const int MostDecimals = 18;
    private const int DefaultDecimals = 6;
    private readonly IReadOnlyList<Part> _parts;
    private readonly List<Slot> _slots = [];
    private readonly Regex _regex;

    private LinePattern(string template, IReadOnlyList<Part> parts, string separators, bool ignoreCase)
    {
        (Template, _parts) = (template, parts);
        var regex = new StringBuilder("^\\s*");
        AppendRegex(regex, parts, separators);
        regex.Append("\\s*$");
        // Never backtracks, so that no line from a wire can hold it up.
        _regex = new Regex(regex.ToString(), RegexOptions.CultureInvariant | RegexOptions.NonBacktracking | (ignoreCase ? RegexOptions.IgnoreCase : RegexOptions.None));
    }

    /// <summary>The text it was made from.</summary>
    public string Template { get; }

    /// <summary>Names of its slots, in their order.</summary>
    public IEnumerable<string> Slots => _slots.Select(slot => slot.Name);

    /// <summary>Reads a template.</summary>
    /// <param name="template">The text.</param>
    /// <param name="separators">Characters any run of which stands for any other when a line is read; empty for none.</param>
    /// <param name="ignoreCase">Whether letters match in either case when a line is read.</param>
    /// <exception cref="FormatException">A bracket is not closed, or a slot's kind is not known; the message says where.</exception>
    public static LinePattern Parse(string template, string separators = "", bool ignoreCase = false)
    {
        int at = 0;
        List<Part> parts = ParseParts(template, ref at, false);
        return new LinePattern(template, parts, separators, ignoreCase);
    }

    /// <summary>Whether a slot of that name must have a value for the line to be written.</summary>
    public bool Requires(string name) => _parts.OfType<Slot>().Any(slot => slot.Name == name);

    /// <summary>Reads a line.</summary>
    /// <returns>The slots that stood on it; null when it does not match.</returns>
    public Dictionary<string, LineValue>? Match(string line)
    {
        Match match = _regex.Match(line);
        if (!match.Success) return null;
        var values = new Dictionary<string, LineValue>(StringComparer.Ordinal);
        for (int i = 0; i < _slots.Count; i++)
        {
            Group group = match.Groups[$"g{i}"];
            if (!group.Success) continue;
            if (Read(_slots[i], group.Value) is not { } value) return null;
            values[_slots[i].Name] = value;
        }

        return values;
    }

    /// <summary>Writes the line.</summary>
    /// <param name="values">Value of a slot; null when it has none.</param>
    /// <exception cref="ArgumentException">A slot outside the brackets has no value, or a number is not finite.</exception>
    public string Write(Func<string, LineValue?> values)
    {
        var text = new StringBuilder();
        Append(text, _parts, values);
        return text.ToString();
    }

    /// <inheritdoc/>
    public override string ToString() => Template;

    private static List<Part> ParseParts(string template, ref int at, bool inGroup)
    {
        var parts = new List<Part>();
        var literal = new StringBuilder();
        while (at < template.Length)
        {
            char sign = template[at++];
            switch (sign)
            {
                case '\\' when at < template.Length:
                    literal.Append(template[at++]);
                    break;
                case '{':
                    Flush();
                    int end = template.IndexOf('}', at);
                    if (end < 0) throw new FormatException($"'{template}': the brace at {at} is not closed");
                    parts.Add(ParseSlot(template, template[at..end]));
                    at = end + 1;
                    break;
                case '[':
                    Flush();
                    parts.Add(new OptionalPart(ParseParts(template, ref at, true)));
                    break;
                case ']' when inGroup:
                    Flush();
                    return parts;
                default:
                    literal.Append(sign);
                    break;
            }
        }

        if (inGroup) throw new FormatException($"'{template}': a square bracket is not closed");
        Flush();
        return parts;

        void Flush()
        {
            if (literal.Length > 0) parts.Add(new Literal(literal.ToString()));
            literal.Clear();
        }
    }

    private static Slot ParseSlot(string template, string text)
    {
        string[] halves = text.Split(':', 2);
        string kind = halves.Length == 1 ? "word" : halves[1];
        int decimals = DefaultDecimals;
        if (kind.StartsWith("number.", StringComparison.Ordinal))
        {
            if (!int.TryParse(kind.AsSpan(7), CultureInfo.InvariantCulture, out decimals) || decimals is < 0 or > MostDecimals)
                throw new FormatException($"'{template}': '{kind}' wants 0 to {MostDecimals} decimals");
            kind = "number";
        }

        if (halves[0].Length == 0 || !Enum.TryParse(kind, true, out SlotKind parsed))
            throw new FormatException($"'{template}': '{text}' is no slot; write {{name:kind}} with int, number, hex, name, word or text");
        return new Slot(halves[0], parsed, decimals);
    }

    private static LineValue? Read(Slot slot, string text)
    {
        if (slot.Kind != SlotKind.Hex) return LineValue.Of(text);
        string digits = text.StartsWith("0x", StringComparison.OrdinalIgnoreCase) ? text[2..] : text;
        return long.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out long value) ? LineValue.Of(value) : null;
    }

    private static void Append(StringBuilder text, IReadOnlyList<Part> parts, Func<string, LineValue?> values)
    {
        foreach (Part part in parts)
        {
            switch (part)
            {
                case Literal literal:
                    text.Append(literal.Value);
                    break;
                case Slot slot:
                    text.Append(Format(slot, values(slot.Name) ?? throw new ArgumentException($"'{slot.Name}' has no value.")));
                    break;
                case OptionalPart group when group.Parts.OfType<Slot>().All(slot => values(slot.Name) is not null):
                    Append(text, group.Parts, values);
                    break;
            }
        }
    }

    private static string Format(Slot slot, LineValue value)
    {
        if (slot.Kind is SlotKind.Name or SlotKind.Word or SlotKind.Text) return value.Text;
        double number = value.Number ?? throw new ArgumentException($"'{value.Text}' for '{slot.Name}' is no number.");
        if (!double.IsFinite(number) || Math.Abs(number) > 1e15) throw new ArgumentException($"{number} for '{slot.Name}' cannot go over a wire.");
        if (slot.Kind == SlotKind.Int) return Whole(number).ToString(CultureInfo.InvariantCulture);
        if (slot.Kind == SlotKind.Hex) return Whole(number).ToString("x", CultureInfo.InvariantCulture);
        string text = number.ToString("F" + slot.Decimals.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
        if (text.Contains('.', StringComparison.Ordinal)) text = text.TrimEnd('0').TrimEnd('.');
        return text == "-0" ? "0" : text;
    }

    /// <summary>Rounded, never cut.</summary>
    private static long Whole(double number) => (long)Math.Round(number, MidpointRounding.AwayFromZero);

    private void AppendRegex(StringBuilder regex, IReadOnlyList<Part> parts, string separators)
    {
        foreach (Part part in parts)
        {
            switch (part)
            {
                case Literal literal:
                    AppendLiteral(regex, literal.Value, separators);
                    break;
                case Slot slot:
                    regex.Append("(?<g").Append(_slots.Count).Append('>').Append(RegexOf(slot.Kind)).Append(')');
                    _slots.Add(slot);
                    break;
                case OptionalPart group:
                    regex.Append("(?:");
                    AppendRegex(regex, group.Parts, separators);
                    regex.Append(")?");
                    break;
            }
        }
    }

    private static void AppendLiteral(StringBuilder regex, string literal, string separators)
    {
        bool inRun = false;
        foreach (char sign in literal)
        {
            bool isSeparator = separators.Contains(sign, StringComparison.Ordinal);
            if (isSeparator || char.IsWhiteSpace(sign))
            {
                if (!inRun) regex.Append(isSeparator ? $"[{Regex.Escape(separators).Replace("]", "\\]", StringComparison.Ordinal)}]+" : "\\s+");
                inRun = true;
                continue;
            }

            inRun = false;
            regex.Append(Regex.Escape(sign.ToString()));
        }
    }

    private static string RegexOf(SlotKind kind) => kind switch
    {
        SlotKind.Int => "[+-]?[0-9]{1,15}",
        SlotKind.Number => @"[+-]?(?:[0-9]{1,15}(?:\.[0-9]{0,30})?|\.[0-9]{1,30})(?:[eE][+-]?[0-9]{1,3})?",
        SlotKind.Hex => "(?:0[xX])?[0-9A-Fa-f]{1,8}",
        SlotKind.Name => "[A-Za-z0-9_]+",
        SlotKind.Word => @"[^\s,|=<>]+",
        SlotKind.Text => ".*",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "A kind without a form."),
    };

    private abstract record Part;

    private sealed record Literal(string Value) : Part;

    private sealed record Slot(string Name, SlotKind Kind, int Decimals) : Part;

    private sealed record OptionalPart(IReadOnlyList<Part> Parts) : Part;
}
