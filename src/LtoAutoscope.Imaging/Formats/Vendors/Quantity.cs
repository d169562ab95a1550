using System.Globalization;

namespace LtoAutoscope.Imaging.Formats.Vendors;

/// <summary>A number with its unit, as makers write them: <c>1.861 nm</c>, <c>35,94 nm</c>, <c>12.30 K X</c>, <c>2.0345e-009</c>.</summary>
/// <param name="Value">The number.</param>
/// <param name="Unit">What follows it, trimmed; may be empty.</param>
internal readonly record struct Quantity(double Value, string Unit)
{
    /// <summary>Reads the number at the beginning of a text; a comma or a point may be the decimal sign. Null where no finite number stands there.</summary>
    internal static Quantity? Parse(string? text)
    {
        if (text is null) return null;
        ReadOnlySpan<char> rest = text.AsSpan().TrimStart(" \t=:");
        if (rest.Length > 0 && rest[0] is 'x' or 'X') rest = rest[1..].TrimStart();
        int length = 0;
        while (length < rest.Length && IsPartOfNumber(rest, length)) length++;
        string number = Plain(rest[..length].ToString());
        return double.TryParse(number, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && double.IsFinite(value)
            ? new Quantity(value, rest[length..].Trim().ToString())
            : null;
    }

    /// <summary>As a length in nm; a bare number has the unit <paramref name="bare"/>.</summary>
    internal static double? Nanometres(string? text, string bare = "") => Parse(text) is { } q ? q.Value * LengthUnit.NanometresPer(q.Unit.Length > 0 ? q.Unit : bare) : null;

    /// <summary>As a voltage in kV; a bare number is in V unless <paramref name="bare"/> says otherwise.</summary>
    internal static double? Kilovolts(string? text, string bare = "V") => Parse(text) is { } q ? q.Value * (q.Unit.Length > 0 ? q.Unit : bare).ToUpperInvariant() switch
    {
        "V" or "VOLT" or "VOLTS" or "EV" => 1e-3,
        "KV" or "KEV" => 1,
        _ => null as double?,
    }
        : null;

    /// <summary>As a current in pA; a bare number is in A.</summary>
    internal static double? Picoamperes(string? text) => Parse(text) is { } q ? q.Value * Prefixed(q.Unit.Length > 0 ? q.Unit : "A", "A") * 1e12 : null;

    /// <summary>As a time in µs; a bare number is in s.</summary>
    internal static double? Microseconds(string? text) => Parse(text) is { } q ? q.Value * Prefixed(q.Unit.Length > 0 ? q.Unit : "s", "s") * 1e6 : null;

    /// <summary>As a magnification: <c>12.3 K X</c>, <c>x50.0k</c>, <c>500 X</c>.</summary>
    internal static double? Magnification(string? text) => Parse(text) is { } q ? q.Value * q.Unit.Replace(" ", "", StringComparison.Ordinal).TrimEnd('X', 'x') switch
    {
        "" => 1,
        "K" or "k" => 1e3,
        "M" => 1e6,
        _ => null as double?,
    }
        : null;

    private static double? Prefixed(string unit, string symbol)
    {
        if (!unit.EndsWith(symbol, StringComparison.OrdinalIgnoreCase)) return null;
        return LengthUnit.Mended(unit[..^symbol.Length].Trim()) switch
        {
            "" => 1,
            "m" => 1e-3,
            "µ" => 1e-6,
            "n" => 1e-9,
            "p" => 1e-12,
            "f" => 1e-15,
            _ => null,
        };
    }

    private static bool IsPartOfNumber(ReadOnlySpan<char> text, int at)
    {
        char c = text[at];
        if (char.IsAsciiDigit(c) || c is '.' or ',') return true;
        bool afterExponent = at > 0 && text[at - 1] is 'e' or 'E';
        if (c is '-' or '+') return at == 0 || afterExponent;
        return c is 'e' or 'E' && at > 0 && at + 1 < text.Length && (char.IsAsciiDigit(text[at + 1]) || (text[at + 1] is '-' or '+' && at + 2 < text.Length && char.IsAsciiDigit(text[at + 2])));
    }

    /// <summary>With a point as the decimal sign: of points and commas the last kind is the decimal sign, unless it stands more than once.</summary>
    private static string Plain(string number)
    {
        int comma = number.LastIndexOf(','), point = number.LastIndexOf('.');
        if (comma < 0) return number;
        bool commaIsDecimal = comma > point && number.IndexOf(',', StringComparison.Ordinal) == comma;
        return commaIsDecimal
            ? number.Replace(".", "", StringComparison.Ordinal).Replace(',', '.')
            : number.Replace(",", "", StringComparison.Ordinal);
    }
}
