namespace LtoAutoscope.Fem.Microstructures;

/// <summary>
/// A prolate ellipsoid: one long semi-axis along <see cref="Axis"/>, two short ones across it. Lengths in one unit
/// (nanometres in this project's populations).
/// </summary>
/// <param name="LongSemiAxis">Half the length, at least <paramref name="ShortSemiAxis"/>.</param>
/// <param name="ShortSemiAxis">Half the width, &gt; 0.</param>
/// <param name="FractalDimension">Fractal dimension of the outline, NaN where unknown.</param>
public sealed record Ellipsoid(double LongSemiAxis, double ShortSemiAxis, double FractalDimension = double.NaN)
{
    /// <summary>Centre.</summary>
    public Vector3 Centre { get; init; }

    /// <summary>Unit vector of the long axis.</summary>
    public Vector3 Axis { get; init; } = new(0, 0, 1);

    /// <summary>4/3·π·a·b².</summary>
    public double Volume => 4.0 / 3 * Math.PI * LongSemiAxis * ShortSemiAxis * ShortSemiAxis;

    /// <summary>Length over width.</summary>
    public double AspectRatio => LongSemiAxis / ShortSemiAxis;

    /// <summary>Diameter of the sphere of equal volume.</summary>
    public double VolumeDiameter => 2 * Math.Cbrt(LongSemiAxis * ShortSemiAxis * ShortSemiAxis);

    /// <summary>Diameter of the circle whose area is that of the silhouette lying flat, 2√(ab).</summary>
    public double ProjectedDiameter => 2 * Math.Sqrt(LongSemiAxis * ShortSemiAxis);

    /// <summary>Surface area of the prolate spheroid, 2πb²(1 + (a/(b·e))·arcsin e) with e² = 1 − b²/a².</summary>
    public double SurfaceArea
    {
        get
        {
            double ratio = ShortSemiAxis / LongSemiAxis;
            double e = Math.Sqrt(Math.Max(0, 1 - (ratio * ratio)));
            double asinOverE = e < 1e-6 ? 1 : Math.Asin(e) / e;
            return 2 * Math.PI * ShortSemiAxis * ShortSemiAxis * (1 + (asinOverE / ratio));
        }
    }

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

    /// <summary>(r/semi-axis)² of a point relative to the centre: below 1 inside, 1 on the surface.</summary>
    public double Level(Vector3 relative)
    {
        double along = relative.Dot(Axis);
        double across = Math.Max(0, relative.Dot(relative) - (along * along));
        return (along * along / (LongSemiAxis * LongSemiAxis)) + (across / (ShortSemiAxis * ShortSemiAxis));
    }

    /// <summary>Outward unit normal of the level surface through a point relative to the centre.</summary>
    public Vector3 Normal(Vector3 relative)
    {
        double along = relative.Dot(Axis);
        var across = relative - (along * Axis);
        var gradient = ((along / (LongSemiAxis * LongSemiAxis)) * Axis) + ((1 / (ShortSemiAxis * ShortSemiAxis)) * across);
        double length = Math.Sqrt(gradient.Dot(gradient));
        return length > 0 ? (1 / length) * gradient : Axis;
    }

    /// <summary>Half the extent of the axis-aligned bounding box.</summary>
    public Vector3 HalfExtent => new(Half(Axis.X), Half(Axis.Y), Half(Axis.Z));

    private double Half(double cosine)
        => Math.Sqrt((LongSemiAxis * LongSemiAxis * cosine * cosine) + (ShortSemiAxis * ShortSemiAxis * Math.Max(0, 1 - (cosine * cosine))));
}
