namespace LtoAutoscope.Acquisition.Mosaics;

/// <summary>A measured distance between two tiles, by index, pixels.</summary>
internal sealed class Tie(int a, int b, double x, double y, double confidence)
{
    internal int A => a;

    internal int B => b;

    internal double X => x;

    internal double Y => y;

    internal double Confidence => confidence;

    internal double Residual { get; set; }

    internal bool Used { get; set; }
}
