using System.Globalization;

namespace LtoAutoscope.Fem.Output;

/// <summary>The ends of a range as text, with as many digits as tell them apart.</summary>
internal static class ValueText
{
    /// <summary>Both ends, such as 0.402 and 0.997, or 1000.0012 and 1000.0034.</summary>
    internal static (string Low, string High) Of(double low, double high)
    {
        double width = Math.Abs(high - low), size = Math.Max(Math.Abs(low), Math.Abs(high));
        if (!(width > 0) || !double.IsFinite(width)) return (Text(low, "0.###"), Text(high, "0.###"));
        if (size < 1e-3) return (Text(low, "0.###e0"), Text(high, "0.###e0"));
        int digits = Math.Clamp(3 - (int)Math.Ceiling(Math.Log10(width)), 0, 9);
        string format = "F" + digits.ToString(CultureInfo.InvariantCulture);
        return (Text(low, format), Text(high, format));
    }

    private static string Text(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}
