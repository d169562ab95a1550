using LtoAutoscope.Fem.Microstructures;

namespace LtoAutoscope.Fem.Identification.Findings;

/// <summary>The closed form behind the sign of aspect ratio, for small losses: CE1 ≈ 1 − trapped − side.</summary>
internal static class FindingsTheory
{
    /// <summary>A loss that counts in the claims about size, percentage points.</summary>
    internal const double ClaimPoints = 1;

    /// <summary>Lag of a prolate ellipsoid over that of the sphere of equal volume: 3/(AR^(−4/3) + 2·AR^(2/3)).</summary>
    internal static double Lag(double ratio) => 3 / (Math.Pow(ratio, -4.0 / 3) + (2 * Math.Pow(ratio, 2.0 / 3)));

    /// <summary>Area of a prolate ellipsoid over that of the sphere of equal volume.</summary>
    internal static double Area(double ratio)
    {
        var shape = new Ellipsoid(Math.Pow(ratio, 2.0 / 3), Math.Pow(ratio, -1.0 / 3));
        return shape.SurfaceArea / (4 * Math.PI);
    }

    /// <summary>
    /// Trapped over side loss of the sphere above which elongation raises CE1: (g − 1)/(1 − f), with f and g the factors of the two losses. At equal
    /// projected diameter the volume shrinks by √AR as well, so f falls by AR^(−1/3) and g rises by AR^(1/6).
    /// </summary>
    internal static double Turning(double ratio, bool projected)
    {
        double f = Lag(ratio) * (projected ? Math.Pow(ratio, -1.0 / 3) : 1), g = Area(ratio) * (projected ? Math.Pow(ratio, 1.0 / 6) : 1);
        return (g - 1) / (1 - f);
    }
}
