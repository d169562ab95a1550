using LtoAutoscope.Domain.Geometry;

namespace LtoAutoscope.Imaging.Metrology.KnownAnswers;

/// <summary>Shapes whose measures are known.</summary>
public static class IdealShapes
{
    /// <summary>Dimension of the Koch curve, ln 4 / ln 3.</summary>
    public static double KochDimension { get; } = Math.Log(4) / Math.Log(3);

    private const int FewestCorners = 4, MostCorners = 8;
    private const double FinestPart = 0.2;

    /// <summary>A circle of a diameter, pixels; the polygon has its area.</summary>
    public static IdealShape Circle(double diameter) => Ellipse(diameter, 1) with { Name = "circle" };

    /// <summary>An ellipse of an equivalent circle diameter, pixels, and an aspect ratio; smooth, so its dimension is 1.</summary>
    public static IdealShape Ellipse(double diameter, double aspectRatio)
    {
        int corners = Math.Max(360, (int)(12 * diameter));
        double stretch = Math.Sqrt(aspectRatio);
        return Polar(corners, _ => 1, stretch).OfDiameter(diameter) with { Name = FormattableString.Invariant($"ellipse {aspectRatio:0.##}"), Dimension = 1 };
    }

    /// <summary>A square of an equivalent circle diameter, pixels.</summary>
    public static IdealShape Square(double diameter)
        => new IdealShape("square", [new(-1, -1), new(1, -1), new(1, 1), new(-1, 1)], double.NaN).OfDiameter(diameter);

    /// <summary>A star of five points whose inner corners lie at half the radius.</summary>
    public static IdealShape Star(double diameter)
        => (Polar(10, static k => k % 2 == 0 ? 1 : 0.5, 1) with { Name = "star", Dimension = double.NaN }).OfDiameter(diameter);

    /// <summary>Koch's snowflake (H. von Koch, 1904), refined below the pixel.</summary>
    public static IdealShape Koch(double diameter)
        => new IdealShape("Koch snowflake", Refine(Regular(3), diameter, KochDimension, null), KochDimension).OfDiameter(diameter);

    /// <summary>
    /// An island whose coast is exactly self-similar: each side of a regular polygon of 4 to 8 corners (drawn by chance) is replaced by four of the length 4^(−1/D), with a bump that turns outwards or
    /// inwards by chance, again and again down below the pixel; then stretched. The sides are a third to a half of the diameter or more, so the coast is rough at every shorter length. Up to D = 1.262 it does not meet itself.
    /// </summary>
    /// <param name="diameter">Equivalent circle diameter, pixels.</param>
    /// <param name="dimension">1 (an ellipse) to 1.5.</param>
    /// <param name="aspectRatio">How far the island is stretched.</param>
    /// <param name="random">The chance.</param>
    public static IdealShape Island(double diameter, double dimension, double aspectRatio, Random random)
    {
        ArgumentNullException.ThrowIfNull(random);
        if (dimension <= 1) return Ellipse(diameter, aspectRatio);
        ImagePoint[] coast = Refine(Regular(random.Next(FewestCorners, MostCorners + 1)), diameter, dimension, random);
        double stretch = Math.Sqrt(aspectRatio);
        return new IdealShape("Koch island", [.. coast.Select(c => new ImagePoint(c.XPx * stretch, c.YPx / stretch))], dimension).OfDiameter(diameter);
    }

    /// <summary>
    /// A fractional Brownian outline: the radius is 1 + a sum of waves k = 3, 4 … whose amplitudes fall as k^−(2.5 − D). Such an outline is self-affine: it has the dimension D only at lengths
    /// below the height of its own waves, and looks smoother above (B. B. Mandelbrot, Phys. Scr. 32, 257, 1985), so no one dimension at a pixel's scale is known.
    /// </summary>
    /// <param name="diameter">Equivalent circle diameter, pixels.</param>
    /// <param name="dimension">D of the spectrum, 1…2.</param>
    /// <param name="roughness">Root mean square of the waves over the radius.</param>
    /// <param name="random">The chance.</param>
    public static IdealShape Brownian(double diameter, double dimension, double roughness, Random random)
    {
        ArgumentNullException.ThrowIfNull(random);
        int highest = Math.Max(48, (int)(3 * diameter)), corners = 4 * highest;
        var radius = new double[corners];
        double power = 0;
        for (int k = 3; k <= highest; k++)
        {
            double amplitude = Math.Pow(k, dimension - 2.5), size = amplitude * Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())), phase = 2 * Math.PI * random.NextDouble();
            power += amplitude * amplitude;
            for (int i = 0; i < corners; i++) radius[i] += size * Math.Cos(2 * Math.PI * ((long)k * i % corners) / corners + phase);
        }

        double scale = roughness / Math.Sqrt(power);
        return (Polar(corners, i => Math.Max(1 + scale * radius[i], 0.3), 1) with { Name = FormattableString.Invariant($"Brownian {dimension:0.0#}"), Dimension = double.NaN }).OfDiameter(diameter);
    }

    private static IdealShape Polar(int corners, Func<int, double> radius, double stretch)
    {
        var points = new ImagePoint[corners];
        for (int k = 0; k < corners; k++)
        {
            (double sin, double cos) = Math.SinCos(2 * Math.PI * k / corners);
            points[k] = new ImagePoint(radius(k) * cos * stretch, radius(k) * sin / stretch);
        }

        return new IdealShape("", points, double.NaN);
    }

    private static ImagePoint[] Regular(int corners) => Polar(corners, static _ => 1, 1).Corners;

    /// <summary>Replaces sides until they are shorter than a part of a pixel of a shape of about this diameter (radius 1 here).</summary>
    private static ImagePoint[] Refine(ImagePoint[] corners, double diameter, double dimension, Random? random)
    {
        double part = Math.Pow(4, -1 / dimension), cos = 1 / (2 * part) - 1, sin = Math.Sqrt(1 - cos * cos);
        double side = Polygon.Distance(corners[0], corners[1]) * diameter / 2;
        for (; side > FinestPart; side *= part)
        {
            var finer = new ImagePoint[4 * corners.Length];
            for (int i = 0; i < corners.Length; i++)
            {
                ImagePoint a = corners[i], b = corners[(i + 1) % corners.Length];
                double dx = part * (b.XPx - a.XPx), dy = part * (b.YPx - a.YPx);
                int turn = random is null || random.Next(2) == 0 ? -1 : 1;
                double tx = dx * cos - turn * dy * sin, ty = dy * cos + turn * dx * sin;
                finer[4 * i] = a;
                finer[4 * i + 1] = new ImagePoint(a.XPx + dx, a.YPx + dy);
                finer[4 * i + 2] = new ImagePoint(a.XPx + dx + tx, a.YPx + dy + ty);
                finer[4 * i + 3] = new ImagePoint(b.XPx - dx, b.YPx - dy);
            }

            corners = finer;
        }

        return corners;
    }
}
