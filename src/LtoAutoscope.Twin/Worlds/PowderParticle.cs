namespace LtoAutoscope.Twin.Worlds;

/// <summary>
/// One particle of a powder: a star-shaped outline about its centroid, tabulated over the diamond angle, and the shape of its upper side.
/// Lengths in nm in the stage's axes.
/// </summary>
internal sealed class PowderParticle
{
    /// <summary>Entries of the outline's table.</summary>
    internal const int Directions = 256;

    /// <summary>A number that no other particle of the world has.</summary>
    internal required ulong Id { get; init; }

    /// <summary>Centroid, stage x, nm.</summary>
    internal required double X { get; init; }

    /// <summary>Centroid, stage y, nm.</summary>
    internal required double Y { get; init; }

    /// <summary>Rank in height, 0…1: the higher one hides the lower one.</summary>
    internal required double Rank { get; init; }

    /// <summary>Distance from the centroid to the outline.</summary>
    internal required float[] Radius { get; init; }

    /// <summary>Gradient of ρ = r / R, x, per nm; constant along a ray.</summary>
    internal float[] GradientX { get; private set; } = [];

    /// <summary>Gradient of ρ, y, per nm.</summary>
    internal float[] GradientY { get; private set; } = [];

    /// <summary>Bevel planes z = c − a·x − b·y of a faceted particle as triples (a, b, c); the lowest counts. Empty for a rounded one.</summary>
    internal float[] Facets { get; init; } = [];

    /// <summary>Height of the rounded cap's middle over its rim, nm.</summary>
    internal required float CapHeight { get; init; }

    /// <summary>Exponent p of the rounded cap's profile (1 − ρ^p)^(1/p).</summary>
    internal required float CapExponent { get; init; }

    /// <summary>Brightness relative to the mean of its kind, a standard normal figure.</summary>
    internal required float Tone { get; init; }

    /// <summary>The largest radius, nm.</summary>
    internal float Reach { get; set; }

    /// <summary>Area-equivalent diameter of the whole outline, nm.</summary>
    internal double DiameterNm { get; private set; }

    /// <summary>Length over width of the ellipse with the outline's second moments.</summary>
    internal double AspectRatio { get; private set; }

    /// <summary>The diamond angle of a direction, 0…4: monotone in the angle and free of trigonometry.</summary>
    internal static double DiamondAngle(double x, double y)
    {
        double ax = Math.Abs(x), ay = Math.Abs(y), sum = ax + ay;
        if (sum == 0) return 0;
        return y >= 0 ? (x >= 0 ? ay / sum : 1 + ax / sum) : (x < 0 ? 2 + ay / sum : 3 + ax / sum);
    }

    /// <summary>The direction (not of unit length) of a diamond angle.</summary>
    internal static (double X, double Y) Direction(double diamond)
    {
        double t = diamond - 4 * Math.Floor(diamond / 4);
        return t < 1 ? (1 - t, t) : t < 2 ? (1 - t, 2 - t) : t < 3 ? (t - 3, 2 - t) : (t - 3, t - 4);
    }

    /// <summary>The outline's distance in a direction.</summary>
    internal double RadiusTowards(double x, double y)
    {
        double t = DiamondAngle(x, y) * (Directions / 4.0);
        int i = (int)t;
        double f = t - i;
        return Radius[i & (Directions - 1)] * (1 - f) + Radius[(i + 1) & (Directions - 1)] * f;
    }

    /// <summary>The outline's points relative to the centroid, nm.</summary>
    internal (double X, double Y)[] Outline()
    {
        var points = new (double X, double Y)[Directions];
        for (int i = 0; i < Directions; i++)
        {
            (double dx, double dy) = Direction(i * 4.0 / Directions);
            double scale = Radius[i] / Math.Sqrt(dx * dx + dy * dy);
            points[i] = (dx * scale, dy * scale);
        }

        return points;
    }

    /// <summary>The same shape at another place.</summary>
    internal PowderParticle At(double x, double y, double rank) => new()
    {
        Id = Id, X = x, Y = y, Rank = rank, Radius = Radius, Reach = Reach, Facets = Facets, CapHeight = CapHeight, CapExponent = CapExponent, Tone = Tone,
    };

    /// <summary>Works out what follows from the outline; call once when it is final.</summary>
    internal PowderParticle Finish()
    {
        GradientX = new float[Directions];
        GradientY = new float[Directions];
        (double X, double Y)[] points = Outline();
        for (int i = 0; i < Directions; i++)
        {
            (double x, double y) = points[i];
            (double px, double py) = points[(i + Directions - 1) % Directions];
            (double nx, double ny) = points[(i + 1) % Directions];
            // The gradient is normal to the outline, and ρ grows from 0 to 1 along the ray: g · (x, y) = 1.
            double tx = nx - px, ty = ny - py;
            double across = x * ty - y * tx;
            if (Math.Abs(across) < 1e-9) across = 1e-9;
            GradientX[i] = (float)(ty / across);
            GradientY[i] = (float)(-tx / across);
            Reach = Math.Max(Reach, Radius[i]);
        }

        OutlineMoments moments = OutlineMoments.Of(points);
        DiameterNm = moments.EquivalentDiameter;
        AspectRatio = moments.AspectRatio;
        return this;
    }
}
