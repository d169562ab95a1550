namespace LtoAutoscope.Pipeline.Studies;

/// <summary>A value of the virtual powder's material that is not the file's.</summary>
/// <param name="Key">Its key in the material's file.</param>
/// <param name="Value">The value, in the key's unit.</param>
public sealed record MaterialDifference(string Key, double Value);
