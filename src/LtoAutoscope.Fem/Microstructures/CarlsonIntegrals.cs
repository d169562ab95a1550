namespace LtoAutoscope.Fem.Microstructures;

/// <summary>Symmetric elliptic integrals by duplication (B. C. Carlson, Numer. Algorithms 10 (1995) 13), arguments &gt; 0, relative error below 1e-12.</summary>
internal static class CarlsonIntegrals
{
    /// <summary>R_F(x, y, z) = ½∫₀^∞ [(t+x)(t+y)(t+z)]^(−½) dt.</summary>
    internal static double RF(double x, double y, double z)
    {
        while (true)
        {
            double mean = (x + y + z) / 3, dx = 1 - (x / mean), dy = 1 - (y / mean), dz = -dx - dy;
            if (Math.Max(Math.Abs(dx), Math.Max(Math.Abs(dy), Math.Abs(dz))) < 2e-3)
            {
                double e2 = (dx * dy) - (dz * dz), e3 = dx * dy * dz;
                return (1 - (e2 / 10) + (e3 / 14) + (e2 * e2 / 24) - (3 * e2 * e3 / 44)) / Math.Sqrt(mean);
            }

            double root = Root(x, y, z);
            (x, y, z) = ((x + root) / 4, (y + root) / 4, (z + root) / 4);
        }
    }

    /// <summary>R_D(x, y, z) = 3/2·∫₀^∞ [(t+x)(t+y)]^(−½)(t+z)^(−3/2) dt.</summary>
    internal static double RD(double x, double y, double z)
    {
        double sum = 0, power = 1;
        while (true)
        {
            double mean = (x + y + (3 * z)) / 5, dx = 1 - (x / mean), dy = 1 - (y / mean), dz = -(dx + dy) / 3;
            if (Math.Max(Math.Abs(dx), Math.Max(Math.Abs(dy), Math.Abs(dz))) < 2e-3)
            {
                double xy = dx * dy, zz = dz * dz;
                double e2 = xy - (6 * zz), e3 = ((3 * xy) - (8 * zz)) * dz, e4 = 3 * (xy - zz) * zz, e5 = xy * zz * dz;
                double series = 1 - (3 * e2 / 14) + (e3 / 6) + (9 * e2 * e2 / 88) - (3 * e4 / 22) - (9 * e2 * e3 / 52) + (3 * e5 / 26);
                return (3 * sum) + (power * series / (mean * Math.Sqrt(mean)));
            }

            double root = Root(x, y, z);
            sum += power / (Math.Sqrt(z) * (z + root));
            power /= 4;
            (x, y, z) = ((x + root) / 4, (y + root) / 4, (z + root) / 4);
        }
    }

    /// <summary>The completely symmetric integral of the second kind; an ellipsoid's area is 4π·R_G(a²b², a²c², b²c²) (DLMF 19.33.1).</summary>
    internal static double RG(double x, double y, double z)
    {
        // The middle argument last, so that the terms do not cancel (DLMF 19.21.10).
        double low = Math.Min(x, Math.Min(y, z)), high = Math.Max(x, Math.Max(y, z)), middle = x + y + z - low - high;
        return ((middle * RF(low, high, middle)) - ((low - middle) * (high - middle) * RD(low, high, middle) / 3) + Math.Sqrt(low * high / middle)) / 2;
    }

    private static double Root(double x, double y, double z)
    {
        double a = Math.Sqrt(x), b = Math.Sqrt(y), c = Math.Sqrt(z);
        return (a * b) + (a * c) + (b * c);
    }
}
