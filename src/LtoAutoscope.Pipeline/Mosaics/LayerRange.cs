using System.Globalization;
using System.IO.Hashing;
using System.Text;

namespace LtoAutoscope.Pipeline.Mosaics;

/// <summary>What the ends of a layer's colours stand for.</summary>
/// <param name="Low">Black, or the first colour.</param>
/// <param name="High">White, or the last colour.</param>
/// <param name="Unit">Unit of both; empty for a bare number.</param>
public sealed record LayerRange(double Low, double High, string Unit)
{
    /// <summary>Changes with the range; a part of the addresses of tiles.</summary>
    public string Tag => XxHash32.HashToUInt32(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{Low:R} {High:R}"))).ToString("x8", CultureInfo.InvariantCulture);

    /// <summary>Where a value lies, 0…1.</summary>
    public double Share(double value) => High > Low ? Math.Clamp((value - Low) / (High - Low), 0, 1) : 0.5;
}
