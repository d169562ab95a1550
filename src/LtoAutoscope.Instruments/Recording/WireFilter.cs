namespace LtoAutoscope.Instruments.Recording;

/// <summary>Which lines of a wire log are wanted.</summary>
/// <param name="Purpose">Only connections for this, such as <c>control</c>; empty for all.</param>
/// <param name="Text">Only lines that hold this text, whatever its case; empty for all.</param>
public sealed record WireFilter(string Purpose = "", string Text = "");
