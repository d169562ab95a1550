namespace LtoAutoscope.Imaging.Formats;

/// <summary>Grey from colour, Rec. 601, in whole numbers.</summary>
internal static class Luma
{
    internal static ushort Of(int red, int green, int blue) => (ushort)((299 * red + 587 * green + 114 * blue + 500) / 1000);
}
