namespace LtoAutoscope.Fem.Microstructures;

/// <summary>A particle while it is packed: where it is, how it is turned, and its support function.</summary>
internal sealed class PackingBody
{
    private readonly IParticleShape _own;
    private readonly bool _isEllipsoid;
    private readonly Vector3 _semiAxes;
    private ShapeTensor _tensor;

    internal PackingBody(IParticleShape shape, Vector3 position, Orientation orientation)
    {
        Shape = shape;
        _own = shape.Placed(default, Orientation.Identity);
        _isEllipsoid = shape is Ellipsoid;
        // Of a shape that is no ellipsoid, the box about it lends the first guess of a normal.
        _semiAxes = shape is Ellipsoid e ? new Vector3(e.LongSemiAxis, e.MiddleSemiAxis, e.ShortSemiAxis) : _own.HalfExtent;
        OuterRadius = shape.OuterRadius;
        IsRound = shape.OuterRadius <= shape.InnerRadius * (1 + 1e-12);
        // Small ones give way to large ones; the moment of inertia is that of an ellipsoid.
        InverseMass = 1 / shape.Volume;
        InverseInertia = IsRound ? 0 : 5 * InverseMass / (_semiAxes.X * _semiAxes.X + (_semiAxes.Z * _semiAxes.Z));
        Position = position;
        Turn(orientation);
    }

    internal IParticleShape Shape { get; }

    internal Vector3 Position { get; set; }

    internal Orientation Orientation { get; private set; }

    internal double OuterRadius { get; }

    internal double InverseMass { get; }

    internal double InverseInertia { get; }

    internal bool IsRound { get; }

    internal void Turn(Orientation orientation)
    {
        Orientation = orientation;
        _tensor = ShapeTensor.Of(_semiAxes, orientation);
    }

    /// <summary>The farthest point along a direction, relative to the centre.</summary>
    internal Vector3 Support(Vector3 y)
    {
        if (!_isEllipsoid) return Orientation.ToBox(_own.Support(Orientation.ToLocal(y)));
        var p = _tensor.Times(y);
        return 1 / Math.Sqrt(y.Dot(p)) * p;
    }

    /// <summary>
    /// How far both must be scaled to touch, with the common normal; a lower bound where neither is known to be an ellipsoid: the best plane found
    /// between the two, r·y/(h_A(y) + h_B(y)) with h the support function, which any y bounds from below.
    /// </summary>
    /// <param name="a">First body.</param>
    /// <param name="b">Second body.</param>
    /// <param name="r">From the first centre to the second.</param>
    /// <param name="enough">Ends as soon as the scale is known to exceed this.</param>
    /// <param name="normal">Common normal, from the first to the second; its value on entry is tried first.</param>
    internal static double Scale(PackingBody a, PackingBody b, Vector3 r, double enough, ref Vector3 normal)
    {
        if (a.IsRound && b.IsRound)
        {
            normal = r;
            return r.Length / (a.OuterRadius + b.OuterRadius);
        }

        bool tried = normal.X != 0 || normal.Y != 0 || normal.Z != 0;
        double known = tried ? a.Bound(b, r, normal) : 0;
        if (known > enough) return known;
        double guess = EllipsoidContact.Scale(a._tensor, b._tensor, r, a._isEllipsoid && b._isEllipsoid ? enough : double.PositiveInfinity, out var found);
        if (a._isEllipsoid && b._isEllipsoid)
        {
            normal = found;
            return guess;
        }

        found = found.Normalised();
        return Climb(a, b, r, enough, tried && known > a.Bound(b, r, found) ? normal.Normalised() : found, out normal);
    }

    private double Bound(PackingBody other, Vector3 r, Vector3 y) => r.Dot(y) / (Support(y).Dot(y) + other.Support(y).Dot(y));

    // r·y/(h_A + h_B) is quasi-concave in y; its slope is along r − s·(p_A + p_B).
    private static double Climb(PackingBody a, PackingBody b, Vector3 r, double enough, Vector3 y, out Vector3 normal)
    {
        var p = a.Support(y) + b.Support(y);
        double best = r.Dot(y) / p.Dot(y), step = 1;
        for (int i = 0; i < 40 && best <= enough; i++)
        {
            var slope = r - (best * p);
            if (slope.Length < 1e-5 * r.Length) break;
            bool better = false;
            for (int halving = 0; halving < 12; halving++, step /= 2)
            {
                var next = (y + (step / Math.Max(r.Dot(y), 0.1 * r.Length) * slope)).Normalised();
                var q = a.Support(next) + b.Support(next);
                double value = r.Dot(next) / q.Dot(next);
                if (value <= best) continue;
                better = value > best * (1 + 1e-7);
                (best, y, p) = (value, next, q);
                step *= 1.6;
                break;
            }

            if (!better) break;
        }

        normal = y;
        return best;
    }
}
