namespace LtoAutoscope.Imaging.Formats.Vendors;

/// <summary>A value and where it came from.</summary>
/// <param name="Value">The value, in the unit that its key names.</param>
/// <param name="Source">Where it stood, such as <c>Zeiss tag 34118, AP_WD</c>.</param>
public readonly record struct Known<T>(T Value, string Source);
