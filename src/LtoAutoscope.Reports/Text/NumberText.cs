using System.Globalization;
using System.Text;

namespace LtoAutoscope.Reports.Text;

/// <summary>
/// Figures as a report prints them: narrow no-break space between thousands, decimal point, true minus, no-break space before the unit,
/// an en dash for what is not known.
/// </summary>
public static class NumberText
{
    /// <summary>What stands where a value is not known.</summary>
    public const string Unknown = "–";

    private const char ThinSpace = '\u202F', NoBreakSpace = '\u00A0', Minus = '\u2212';

    /// <summary>A number with fixed decimals; an en dash for null, NaN and infinities.</summary>
    public static string Fixed(double? value, int decimals)
    {
        if (value is not { } number || !double.IsFinite(number)) return Unknown;
        string digits = Math.Abs(number).ToString("F" + decimals, CultureInfo.InvariantCulture);
        int point = digits.IndexOf('.', StringComparison.Ordinal);
        string whole = point < 0 ? digits : digits[..point];
        var text = new StringBuilder();
        if (number < 0 && digits.Any(digit => digit is >= '1' and <= '9')) text.Append(Minus);
        for (int i = 0; i < whole.Length; i++)
        {
            // Four digits stand together in running text elsewhere; figures in columns want one rule.
            if (i > 0 && (whole.Length - i) % 3 == 0) text.Append(ThinSpace);
            text.Append(whole[i]);
        }

        if (point >= 0) text.Append(digits.AsSpan(point));
        return text.ToString();
    }

    /// <summary>A number with so many significant digits.</summary>
    public static string Significant(double? value, int digits) => Fixed(value, Decimals(value, digits));

    /// <summary>A number and its unit; the unit is left out where the number is not known.</summary>
    public static string WithUnit(double? value, int decimals, string unit) => Join(Fixed(value, decimals), unit);

    /// <summary>A count.</summary>
    public static string Count(long? value) => value is { } number ? Fixed(number, 0) : Unknown;

    /// <summary>A fraction as a percentage.</summary>
    public static string Percent(double? fraction, int decimals) => WithUnit(fraction * 100, decimals, "%");

    /// <summary>A range, joined by an en dash; one en dash where an end is missing.</summary>
    public static string Range(double? low, double? high, int decimals, string unit)
    {
        string from = Fixed(low, decimals), to = Fixed(high, decimals);
        if (from == Unknown || to == Unknown) return Unknown;
        string dash = from[0] == Minus || to[0] == Minus ? $"{NoBreakSpace}to{NoBreakSpace}" : "–";
        return Join(from + dash + to, unit);
    }

    /// <summary>A power of ten where a plain number would be unreadable: 3×10⁻⁸.</summary>
    public static string Scientific(double? value)
    {
        if (value is not { } number || !double.IsFinite(number)) return Unknown;
        if (number == 0) return "0";
        int exponent = (int)Math.Floor(Math.Log10(Math.Abs(number)));
        if (exponent is >= -2 and <= 4) return Significant(number, 2);
        string power = string.Concat(exponent.ToString(CultureInfo.InvariantCulture).Select(letter => letter == '-' ? '⁻' : "⁰¹²³⁴⁵⁶⁷⁸⁹"[letter - '0']));
        return $"{Fixed(number / Math.Pow(10, exponent), 1)}×10{power}";
    }

    /// <summary>Decimals that show so many significant digits, 0…8.</summary>
    public static int Decimals(double? value, int digits)
    {
        if (value is not { } number || !double.IsFinite(number) || number == 0) return Math.Max(0, digits - 1);
        return Math.Clamp(digits - 1 - (int)Math.Floor(Math.Log10(Math.Abs(number))), 0, 8);
    }

    internal static string Join(string text, string unit) => text == Unknown || unit.Length == 0 ? text : $"{text}{NoBreakSpace}{unit}";
}
