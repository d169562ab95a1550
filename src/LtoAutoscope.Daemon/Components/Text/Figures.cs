using System.Globalization;
using System.Text;

namespace LtoAutoscope.Daemon.Components.Text;

/// <summary>Figures as the pages print them: narrow space for thousands, decimal point, true minus, en dash for what is not known.</summary>
public static class Figures
{
    /// <summary>What stands for an unknown value.</summary>
    public const string Unknown = "–";

    private const char NarrowSpace = '\u202f';
    private const string Superscripts = "⁰¹²³⁴⁵⁶⁷⁸⁹";
    private static readonly NumberFormatInfo Format = new()
    {
        NumberDecimalSeparator = ".",
        NumberGroupSeparator = NarrowSpace.ToString(),
        NegativeSign = "−",
        NumberGroupSizes = [3],
    };

    /// <summary>A count.</summary>
    public static string Count(long? value) => value?.ToString("N0", Format) ?? Unknown;

    /// <summary>A value with a fixed number of decimals.</summary>
    public static string Fixed(double? value, int decimals)
        => value is { } number && double.IsFinite(number) ? number.ToString($"N{decimals}", Format) : Unknown;

    /// <summary>A value with so many significant digits, never in powers of ten between 0.001 and 10⁶.</summary>
    public static string Significant(double? value, int digits = 3)
    {
        if (value is not { } number || !double.IsFinite(number)) return Unknown;
        if (number == 0) return "0";
        int magnitude = (int)Math.Floor(Math.Log10(Math.Abs(number)));
        return magnitude is < -3 or >= 6 ? Scientific(number, digits - 1) : Fixed(number, Math.Clamp(digits - 1 - magnitude, 0, 6));
    }

    /// <summary>A value as 3.1×10⁻⁴.</summary>
    public static string Scientific(double? value, int decimals = 1)
    {
        if (value is not { } number || !double.IsFinite(number)) return Unknown;
        if (number == 0) return "0";
        int exponent = (int)Math.Floor(Math.Log10(Math.Abs(number)));
        double mantissa = Math.Round(number / Math.Pow(10, exponent), decimals);
        if (Math.Abs(mantissa) >= 10) (mantissa, exponent) = (mantissa / 10, exponent + 1);
        var text = new StringBuilder(mantissa.ToString($"F{decimals}", Format)).Append("×10");
        if (exponent < 0) text.Append('⁻');
        foreach (char digit in Math.Abs(exponent).ToString(CultureInfo.InvariantCulture)) text.Append(Superscripts[digit - '0']);
        return text.ToString();
    }

    /// <summary>A range with an en dash.</summary>
    public static string Range(double? low, double? high, int decimals) => Fixed(low, decimals) == Unknown && Fixed(high, decimals) == Unknown ? Unknown : $"{Fixed(low, decimals)}–{Fixed(high, decimals)}";

    /// <summary>A fraction as a percentage without its sign.</summary>
    public static string Percent(double? fraction, int decimals = 1) => Fixed(fraction * 100, decimals);

    /// <summary>Half the width of an interval.</summary>
    public static string HalfWidth(double[]? interval, int decimals)
        => interval is [var low, var high] ? Fixed((high - low) / 2, decimals) : Unknown;

    /// <summary>A length of time: 0.8 s, 48 s, 12 min, 3 h 05 min.</summary>
    public static string Duration(TimeSpan time)
        => time.TotalSeconds < 10 ? $"{Fixed(Math.Max(0, time.TotalSeconds), 1)} s"
            : time.TotalSeconds < 60 ? $"{Fixed(time.TotalSeconds, 0)} s"
            : time.TotalMinutes < 60 ? $"{Fixed(Math.Floor(time.TotalMinutes), 0)} min"
            : $"{Fixed(Math.Floor(time.TotalHours), 0)} h {time.Minutes:00} min";

    /// <summary>An SVG coordinate or CSS number: invariant, at most two decimals.</summary>
    public static string Css(double value) => Math.Round(value, 2).ToString("0.##", CultureInfo.InvariantCulture);
}
