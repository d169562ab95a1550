using LtoAutoscope.Domain;
using MathNet.Numerics;
using MathNet.Numerics.Integration;

namespace LtoAutoscope.Fem.Microstructures;

/// <summary>
/// A convex superellipsoid (Barr, IEEE Comput. Graph. Appl. 1 (1981) 11), in its own axes
/// (|x/a|^n₂ + |y/b|^n₂)^(n₁/n₂) + |z/c|^n₁ ≤ 1. Both exponents 2: an ellipsoid; larger: blockier (Podlozhnyuk et al.,
/// Comput. Part. Mech. 4 (2017) 101, call n₁ and n₂ blockiness).
/// </summary>
public sealed class Superellipsoid : IParticleShape
{
    /// <summary>Largest exponent.</summary>
    public const double MaximumExponent = 8;

    private readonly double _a;
    private readonly double _b;
    private readonly double _c;
    private readonly Lazy<double> _area;
    private readonly Lazy<double> _lag;

    /// <param name="semiAxes">Semi-axes a ≥ b ≥ c &gt; 0.</param>
    /// <param name="n1">Exponent along the short axis, 2…8.</param>
    /// <param name="n2">Exponent across it, 2…8.</param>
    /// <param name="projectedDiameter">Diameter of the circle of the silhouette's area; that lying flat if NaN.</param>
    /// <param name="fractalDimension">Of the outline, NaN where unknown.</param>
    /// <exception cref="InputException">An exponent is out of range.</exception>
    public Superellipsoid(Vector3 semiAxes, double n1, double n2, double projectedDiameter = double.NaN, double fractalDimension = double.NaN)
        : this(semiAxes, n1, n2, projectedDiameter, fractalDimension, null, null)
    {
        if (!(n1 is >= 2 and <= MaximumExponent && n2 is >= 2 and <= MaximumExponent))
            throw new InputException($"superellipsoid exponents of {n1} and {n2} are out of range", "exponents", $"Give 2 (an ellipsoid) to {MaximumExponent} (a rounded block)");
    }

    private Superellipsoid(Vector3 semiAxes, double n1, double n2, double projected, double fractalDimension, Lazy<double>? area, Lazy<double>? lag)
    {
        (_a, _b, _c) = (semiAxes.X, semiAxes.Y, semiAxes.Z);
        N1 = n1;
        N2 = n2;
        FractalDimension = fractalDimension;
        ProjectedDiameter = double.IsNaN(projected) ? 2 * Math.Sqrt(FlatArea(_a, _b, n2) / Math.PI) : projected;
        _area = area ?? new Lazy<double>(MeasureArea);
        _lag = lag ?? new Lazy<double>(() => SuperellipsoidLag.Measure(semiAxes, N1, N2));
    }

    /// <summary>Exponent along the short axis.</summary>
    public double N1 { get; }

    /// <summary>Exponent across it.</summary>
    public double N2 { get; }

    /// <summary>Semi-axes: long, middle, short.</summary>
    public Vector3 SemiAxes => new(_a, _b, _c);

    /// <inheritdoc/>
    public Vector3 Centre { get; private init; }

    /// <inheritdoc/>
    public Orientation Orientation { get; private init; } = Orientation.Identity;

    /// <summary>8abc·(ε₁ε₂/4)·B(ε₁/2+1, ε₁)·B(ε₂/2, ε₂/2), ε = 2/n (Jaklič, Leonardis, Solina 2000).</summary>
    public double Volume
    {
        get
        {
            double e1 = 2 / N1, e2 = 2 / N2;
            return 2 * _a * _b * _c * e1 * e2 * SpecialFunctions.Beta((e1 / 2) + 1, e1) * SpecialFunctions.Beta(e2 / 2, e2 / 2);
        }
    }

    /// <inheritdoc/>
    public double VolumeDiameter => Math.Cbrt(6 * Volume / Math.PI);

    /// <summary>By quadrature over the directions, relative error below 1e-4 up to exponents of 8.</summary>
    public double SurfaceArea => _area.Value;

    /// <inheritdoc/>
    public double AspectRatio => _a / _b;

    /// <inheritdoc/>
    public double ProjectedDiameter { get; }

    /// <inheritdoc/>
    public double FractalDimension { get; }

    /// <inheritdoc/>
    public double OuterRadius => Hoelder(Hoelder(_a, _b, N2), _c, N1);

    /// <summary>The shortest semi-axis: exponents from 2 on hold the ellipsoid of the same semi-axes.</summary>
    public double InnerRadius => Math.Min(_a, Math.Min(_b, _c));

    /// <summary>By Ritz's method, see <see cref="SuperellipsoidLag"/>.</summary>
    public double DiffusionLag => _lag.Value;

    /// <inheritdoc/>
    public Vector3 HalfExtent => new(Support(new(1, 0, 0)).X, Support(new(0, 1, 0)).Y, Support(new(0, 0, 1)).Z);

    /// <summary>
    /// The superellipsoid with the silhouette of an ellipsoid lying flat: its axes shrunk in proportion so that the silhouette keeps its area.
    /// </summary>
    /// <inheritdoc cref="Superellipsoid(Vector3, double, double, double, double)" path="/exception"/>
    public static Superellipsoid WithSilhouetteOf(Ellipsoid shape, double n1, double n2)
    {
        ArgumentNullException.ThrowIfNull(shape);
        double scale = Math.Sqrt(Math.PI / FlatArea(1, 1, n2));
        return new Superellipsoid(
            scale * new Vector3(shape.LongSemiAxis, shape.MiddleSemiAxis, shape.ShortSemiAxis), n1, n2, shape.ProjectedDiameter, shape.FractalDimension);
    }

    /// <inheritdoc/>
    public double Level(Vector3 relative)
    {
        var v = Orientation.ToLocal(relative);
        double gauge = Gauge(v.X / _a, v.Y / _b, v.Z / _c, N1, N2);
        return gauge * gauge;
    }

    /// <inheritdoc/>
    public Vector3 Normal(Vector3 relative)
    {
        var v = Orientation.ToLocal(relative);
        var g = Gradient(v.X / _a, v.Y / _b, v.Z / _c, N1, N2);
        return Orientation.ToBox(new Vector3(g.X / _a, g.Y / _b, g.Z / _c).Normalised());
    }

    /// <summary>From the polar norm, whose exponents are n/(n − 1).</summary>
    public Vector3 Support(Vector3 direction)
    {
        var v = Orientation.ToLocal(direction);
        var g = Gradient(_a * v.X, _b * v.Y, _c * v.Z, N1 / (N1 - 1), N2 / (N2 - 1));
        return Orientation.ToBox(new Vector3(_a * g.X, _b * g.Y, _c * g.Z));
    }

    /// <inheritdoc/>
    public IParticleShape Placed(Vector3 centre, Orientation orientation)
        => new Superellipsoid(SemiAxes, N1, N2, ProjectedDiameter, FractalDimension, _area, _lag) { Centre = centre, Orientation = orientation };

    /// <summary>The norm ((|x|^n₂ + |y|^n₂)^(n₁/n₂) + |z|^n₁)^(1/n₁).</summary>
    internal static double Gauge(double x, double y, double z, double n1, double n2)
    {
        (x, y, z) = (Math.Abs(x), Math.Abs(y), Math.Abs(z));
        double across = Norm(x, y, n2);
        return Norm(across, z, n1);
    }

    /// <summary>The gradient of <see cref="Gauge"/>; zero at the centre.</summary>
    internal static Vector3 Gradient(double x, double y, double z, double n1, double n2)
    {
        double ax = Math.Abs(x), ay = Math.Abs(y), az = Math.Abs(z), across = Norm(ax, ay, n2), all = Norm(across, az, n1);
        if (all == 0) return default;
        double outer = Math.Pow(across / all, n1 - 1);
        double gx = across > 0 ? outer * Math.Pow(ax / across, n2 - 1) : 0, gy = across > 0 ? outer * Math.Pow(ay / across, n2 - 1) : 0;
        return new Vector3(Math.CopySign(gx, x), Math.CopySign(gy, y), Math.CopySign(Math.Pow(az / all, n1 - 1), z));
    }

    private static double Norm(double x, double y, double n)
    {
        double large = Math.Max(x, y), small = Math.Min(x, y);
        return large == 0 ? 0 : large * Math.Pow(1 + Math.Pow(small / large, n), 1 / n);
    }

    private static double Hoelder(double x, double y, double n) => n <= 2.0001 ? Math.Max(x, y) * (n > 2 ? 1.0001 : 1) : Norm(x, y, 2 * n / (n - 2));

    private static double FlatArea(double a, double b, double n)
        => 4 * a * b * Math.Pow(SpecialFunctions.Gamma(1 + (1 / n)), 2) / SpecialFunctions.Gamma(1 + (2 / n));

    private double MeasureArea()
    {
        var rule = new GaussLegendreRule(0, 1, 48);
        double sum = 0;
        for (int i = 0; i < rule.Order; i++)
        {
            for (int j = 0; j < rule.Order; j++)
            {
                var (u, weight) = SuperellipsoidLag.Direction(rule, i, j);
                double r = 1 / Gauge(u.X, u.Y, u.Z, N1, N2);
                var n = Gradient(u.X, u.Y, u.Z, N1, N2);
                double stretch = new Vector3(n.X / _a, n.Y / _b, n.Z / _c).Length * _a * _b * _c;
                sum += weight * stretch * r * r / n.Dot(u);
            }
        }

        return 8 * sum;
    }
}
