namespace LtoAutoscope.Twin.Worlds;

/// <summary>
/// One particle of a powder: a star-shaped outline about its centroid, tabulated over the diamond angle, and the shape of its upper side.
/// Lengths in nm in the stage's axes.
/// </summary>
internal sealed class PowderParticle
{
    /// <summary>Entries of the outline's table.</summary>
    internal const int Directions = 256;

    private static readonly (double X, double Y, double Length)[] Rays = [.. Enumerable.Range(0, Directions).Select(Ray)];
    private (float[] X, float[] Y)? _gradients;
    private OutlineMoments? _moments;
    private readonly Lock _deriving = new();

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
    internal float[] GradientX => Gradients().X;

    /// <summary>Gradient of ρ, y, per nm.</summary>
    internal float[] GradientY => Gradients().Y;

    /// <summary>Bevel planes z = c − a·x − b·y of a faceted particle as triples (a, b, c); the lowest counts. Empty for a rounded one.</summary>
    internal float[] Facets { get; init; } = [];

    /// <summary>Height of the rounded cap's middle over its rim, nm.</summary>
    internal required float CapHeight { get; init; }

    /// <summary>Exponent p of the rounded cap's profile (1 − ρ^p)^(1/p).</summary>
    internal required float CapExponent { get; init; }

    /// <summary>Brightness relative to the mean of its kind, a standard normal figure.</summary>
    internal required float Tone { get; init; }

    /// <summary>Fractal dimension with which its outline was roughened.</summary>
    internal double FractalDimension { get; init; } = 1;

    /// <summary>The largest radius, nm.</summary>
    internal float Reach { get; set; }

    /// <summary>Area-equivalent diameter of the whole outline, nm.</summary>
    internal double DiameterNm => Moments().EquivalentDiameter;

    /// <summary>Length over width of the ellipse with the outline's second moments.</summary>
    internal double AspectRatio => Moments().AspectRatio;

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
            (double dx, double dy, double length) = Rays[i];
            double scale = Radius[i] / length;
            points[i] = (dx * scale, dy * scale);
        }

        return points;
    }

    /// <summary>The same shape at another place.</summary>
    internal PowderParticle At(double x, double y, double rank) => new()
    {
        Id = Id, X = x, Y = y, Rank = rank, Radius = Radius, Reach = Reach, Facets = Facets, CapHeight = CapHeight, CapExponent = CapExponent, Tone = Tone, FractalDimension = FractalDimension,
    };

    /// <summary>Works out its reach; call once when the outline is final.</summary>
    internal PowderParticle Finish()
    {
        foreach (float radius in Radius) Reach = Math.Max(Reach, radius);
        return this;
    }

    /// <summary>The direction of a table's entry, and that direction's length.</summary>
    internal static (double X, double Y, double Length) RayOf(int entry) => Rays[entry];

    private static (double X, double Y, double Length) Ray(int entry)
    {
        (double x, double y) = Direction(entry * 4.0 / Directions);
        return (x, y, Math.Sqrt(x * x + y * y));
    }

    private OutlineMoments Moments()
    {
        // Most particles of a field are never asked.
        lock (_deriving) return _moments ??= OutlineMoments.Of(Outline());
    }

    private (float[] X, float[] Y) Gradients()
    {
        lock (_deriving) return _gradients ??= Slopes(Outline());
    }

    private static (float[] X, float[] Y) Slopes((double X, double Y)[] points)
    {
        (float[] gradientX, float[] gradientY) = (new float[Directions], new float[Directions]);
        for (int i = 0; i < Directions; i++)
        {
            (double x, double y) = points[i];
            (double px, double py) = points[(i + Directions - 1) & (Directions - 1)];
            (double nx, double ny) = points[(i + 1) & (Directions - 1)];
            // The gradient is normal to the outline, and ρ grows from 0 to 1 along the ray: g · (x, y) = 1.
            double tx = nx - px, ty = ny - py;
            double across = x * ty - y * tx;
            if (Math.Abs(across) < 1e-9) across = 1e-9;
            gradientX[i] = (float)(ty / across);
            gradientY[i] = (float)(-tx / across);
        }

        return (gradientX, gradientY);
    }
}
