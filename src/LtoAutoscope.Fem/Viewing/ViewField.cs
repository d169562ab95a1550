namespace LtoAutoscope.Fem.Viewing;

/// <summary>A scalar field of one snapshot, as the index of the compact form tells it.</summary>
/// <param name="Name">A name for files and addresses, such as <c>lithiation</c>.</param>
/// <param name="Caption">A name for people.</param>
/// <param name="Unit">Its unit, empty for a pure number.</param>
/// <param name="Low">The value of byte 1.</param>
/// <param name="High">The value of byte 255.</param>
/// <param name="File">Its file beside the index.</param>
public sealed record ViewField(string Name, string Caption, string Unit, double Low, double High, string File)
{
    /// <summary>The value of a byte; NaN where the field has none (byte 0).</summary>
    public double ValueOf(byte stored) => stored == 0 ? double.NaN : Low + ((stored - 1) / 254.0 * (High - Low));
}
