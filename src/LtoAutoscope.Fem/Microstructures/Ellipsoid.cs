namespace LtoAutoscope.Fem.Microstructures;

/// <summary>
/// An ellipsoid. Prolate unless <see cref="MiddleSemiAxis"/> is given: one long semi-axis along <see cref="Axis"/>, two short ones across it.
/// Oblate where the middle equals the long one. Lengths in one unit (nanometres in this project's populations).
/// </summary>
/// <param name="LongSemiAxis">Half the length, at least <paramref name="ShortSemiAxis"/>.</param>
/// <param name="ShortSemiAxis">Half the smallest extent, &gt; 0.</param>
/// <param name="FractalDimension">Fractal dimension of the outline, NaN where unknown.</param>
public sealed record Ellipsoid(double LongSemiAxis, double ShortSemiAxis, double FractalDimension = double.NaN) : IParticleShape
{
    private readonly double? _middle;
    private readonly double? _projected;

    /// <summary>The semi-axis between; equal to the short one (prolate) unless given.</summary>
    public double MiddleSemiAxis
    {
        get => _middle ?? ShortSemiAxis;
        init => _middle = value;
    }

    /// <inheritdoc/>
    public Vector3 Centre { get; init; }

    /// <inheritdoc/>
    public Orientation Orientation { get; init; } = new(new(0, 0, 1), new(1, 0, 0), new(0, 1, 0));

    /// <summary>Unit vector of the long axis; setting it leaves the turn about that axis to a fixed rule.</summary>
    public Vector3 Axis
    {
        get => Orientation.X;
        init => Orientation = Orientation.FromAxis(value);
    }

    /// <summary>4/3·π·a·b·c.</summary>
    public double Volume => 4.0 / 3 * Math.PI * LongSemiAxis * MiddleSemiAxis * ShortSemiAxis;

    /// <summary>Length over width lying flat.</summary>
    public double AspectRatio => LongSemiAxis / MiddleSemiAxis;

    /// <summary>Diameter of the sphere of equal volume.</summary>
    public double VolumeDiameter => 2 * Math.Cbrt(LongSemiAxis * MiddleSemiAxis * ShortSemiAxis);

    /// <summary>Diameter of the circle whose area is that of the silhouette lying flat, 2√(ab), unless the particle was seen otherwise.</summary>
    public double ProjectedDiameter
    {
        get => _projected ?? (2 * Math.Sqrt(LongSemiAxis * MiddleSemiAxis));
        init => _projected = value;
    }

    /// <summary>Surface area: 2πb²(1 + (a/(b·e))·arcsin e) with e² = 1 − b²/a² for a prolate, Carlson's R_G (DLMF 19.33.1) else.</summary>
    public double SurfaceArea
    {
        get
        {
            double a = LongSemiAxis, b = MiddleSemiAxis, c = ShortSemiAxis;
            if (b != c) return 4 * Math.PI * CarlsonIntegrals.RG(a * a * b * b, a * a * c * c, b * b * c * c);
            double ratio = c / a;
            double e = Math.Sqrt(Math.Max(0, 1 - (ratio * ratio)));
            double asinOverE = e < 1e-6 ? 1 : Math.Asin(e) / e;
            return 2 * Math.PI * c * c * (1 + (asinOverE / ratio));
        }
    }

    /// <inheritdoc/>
    public double OuterRadius => Math.Max(LongSemiAxis, Math.Max(MiddleSemiAxis, ShortSemiAxis));

    /// <inheritdoc/>
    public double InnerRadius => Math.Min(LongSemiAxis, Math.Min(MiddleSemiAxis, ShortSemiAxis));

    /// <summary>Exact: 1/(5(1/a² + 1/b² + 1/c²)).</summary>
    public double DiffusionLag
        => 1 / (5 * ((1 / (LongSemiAxis * LongSemiAxis)) + (1 / (MiddleSemiAxis * MiddleSemiAxis)) + (1 / (ShortSemiAxis * ShortSemiAxis))));

    /// <inheritdoc/>
    public Vector3 HalfExtent => new(Half(new(1, 0, 0)), Half(new(0, 1, 0)), Half(new(0, 0, 1)));

    /// <summary>
    /// The particle behind a projection, by the stated model: prolate and lying flat, so that the silhouette's length and width
    /// are the ellipsoid's. Length = d√AR, width = d/√AR; the volume is π/6·L·W², smaller than that of the sphere of diameter d by √AR.
    /// </summary>
    /// <param name="diameter">Area-equivalent circle diameter of the silhouette.</param>
    /// <param name="aspectRatio">Length over width; below 1 counts as 1.</param>
    /// <param name="fractalDimension">Of the outline, NaN where unknown.</param>
    public static Ellipsoid FromProjection(double diameter, double aspectRatio, double fractalDimension = double.NaN)
    {
        double root = Math.Sqrt(Math.Max(1, aspectRatio));
        return new Ellipsoid(diameter * root / 2, diameter / root / 2, fractalDimension);
    }

    /// <summary>Equal ellipsoids of a projected diameter and an aspect ratio.</summary>
    public static IReadOnlyList<Ellipsoid> Monodisperse(int count, double diameter, double aspectRatio)
        => [.. Enumerable.Repeat(FromProjection(diameter, aspectRatio), count)];

    /// <inheritdoc/>
    public double Level(Vector3 relative)
    {
        var local = Orientation.ToLocal(relative);
        double x = local.X / LongSemiAxis, y = local.Y / MiddleSemiAxis, z = local.Z / ShortSemiAxis;
        return (x * x) + (y * y) + (z * z);
    }

    /// <inheritdoc/>
    public Vector3 Normal(Vector3 relative)
    {
        var local = Orientation.ToLocal(relative);
        return Orientation.ToBox(new Vector3(
            local.X / (LongSemiAxis * LongSemiAxis), local.Y / (MiddleSemiAxis * MiddleSemiAxis), local.Z / (ShortSemiAxis * ShortSemiAxis)).Normalised());
    }

    /// <inheritdoc/>
    public Vector3 Support(Vector3 direction)
    {
        var local = Orientation.ToLocal(direction);
        double x = LongSemiAxis * local.X, y = MiddleSemiAxis * local.Y, z = ShortSemiAxis * local.Z;
        double length = Math.Sqrt((x * x) + (y * y) + (z * z));
        return length > 0 ? (1 / length) * Orientation.ToBox(new Vector3(LongSemiAxis * x, MiddleSemiAxis * y, ShortSemiAxis * z)) : default;
    }

    /// <inheritdoc/>
    public IParticleShape Placed(Vector3 centre, Orientation orientation) => this with { Centre = centre, Orientation = orientation };

    private double Half(Vector3 axis)
    {
        var local = Orientation.ToLocal(axis);
        double x = LongSemiAxis * local.X, y = MiddleSemiAxis * local.Y, z = ShortSemiAxis * local.Z;
        return Math.Sqrt((x * x) + (y * y) + (z * z));
    }
}
