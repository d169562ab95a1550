namespace LtoAutoscope.Acquisition.Mosaics;

/// <summary>A measured distance between two tiles, by index, pixels.</summary>
internal sealed class Tie(int a, int b, double x, double y, double confidence)
{
    internal int A => a;

    internal int B => b;

    internal double X => x;

    internal double Y => y;

    internal double Confidence { get; } = confidence;

    /// <summary>How much it counts in the fit: its confidence, less where it contradicts the others.</summary>
    internal double Weight { get; set; } = confidence;

    internal double Residual { get; set; }

    internal bool Used { get; set; }
}
