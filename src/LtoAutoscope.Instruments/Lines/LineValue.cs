using System.Globalization;

namespace LtoAutoscope.Instruments.Lines;

/// <summary>A value on a line: a number in the device's own unit, or a text.</summary>
public readonly record struct LineValue
{
    private LineValue(double? number, string text) => (Number, Text) = (number, text);

    /// <summary>The number; null for a text that is none.</summary>
    public double? Number { get; }

    /// <summary>The text as it stood on the line; of a number that was not read from a line, its shortest form.</summary>
    public string Text { get; }

    /// <summary>A number.</summary>
    public static LineValue Of(double number) => new(number, number.ToString("R", CultureInfo.InvariantCulture));

    /// <summary>A text.</summary>
    public static LineValue Of(string text)
        => new(double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && double.IsFinite(number) ? number : null, text);
}
