namespace LtoAutoscope.Acquisition.Calibration;

/// <summary>A spatial frequency, cycles a pixel.</summary>
/// <param name="X">Along x.</param>
/// <param name="Y">Along y, downwards.</param>
/// <param name="Error">Standard error of its length, cycles a pixel.</param>
/// <param name="Freedom">Degrees of freedom of that error.</param>
internal readonly record struct Frequency(double X, double Y, double Error, double Freedom)
{
    internal double Length => Math.Sqrt(X * X + Y * Y);
}
