using LtoAutoscope.Domain;
using LtoAutoscope.Imaging.Formats.Vendors;

namespace LtoAutoscope.Imaging.Formats;

/// <summary>A length that a person writes with its unit: <c>200nm</c>, <c>2 um</c>, <c>0.5µm</c>.</summary>
public static class LengthOption
{
    /// <summary>In nm; null for null.</summary>
    /// <param name="text">What was written.</param>
    /// <param name="option">The option, for the message.</param>
    /// <exception cref="InputException">No number, no unit of length, or not above 0.</exception>
    public static double? Nanometres(string? text, string option)
    {
        if (text is null) return null;
        return Quantity.Nanometres(text) is > 0 and < 1e12 and double nm ? nm : throw new InputException($"'{text}' is no length", option, "Give a number with its unit, such as 200nm or 2um");
    }
}
