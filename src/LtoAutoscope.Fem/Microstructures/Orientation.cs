namespace LtoAutoscope.Fem.Microstructures;

/// <summary>A right-handed orthonormal frame: where a particle's own axes point.</summary>
/// <param name="X">Direction of the first (longest) axis.</param>
/// <param name="Y">Direction of the second axis.</param>
/// <param name="Z">Direction of the third (shortest) axis.</param>
public readonly record struct Orientation(Vector3 X, Vector3 Y, Vector3 Z)
{
    /// <summary>Axes along x, y and z.</summary>
    public static Orientation Identity { get; } = new(new(1, 0, 0), new(0, 1, 0), new(0, 0, 1));

    /// <summary>A frame whose first axis has a direction; the other two lie across it in a fixed way.</summary>
    public static Orientation FromAxis(Vector3 axis)
    {
        var other = Math.Abs(axis.X) < 0.6 ? new Vector3(1, 0, 0) : new Vector3(0, 1, 0);
        return FromAxes(axis, other - (axis.Dot(other) / axis.Dot(axis) * axis));
    }

    /// <summary>A frame from two directions that are about perpendicular: the first is kept.</summary>
    public static Orientation FromAxes(Vector3 first, Vector3 second)
    {
        var x = first.Normalised();
        var y = (second - (x.Dot(second) * x)).Normalised();
        return new Orientation(x, y, x.Cross(y));
    }

    /// <summary>A frame drawn uniformly from all rotations.</summary>
    public static Orientation Random(SeededRandom random)
    {
        ArgumentNullException.ThrowIfNull(random);
        var frame = FromAxis(random.NextDirection());
        double angle = 2 * Math.PI * random.Next();
        return FromAxes(frame.X, (Math.Cos(angle) * frame.Y) + (Math.Sin(angle) * frame.Z));
    }

    /// <summary>A vector of the box's frame in the particle's own axes.</summary>
    public Vector3 ToLocal(Vector3 v) => new(X.Dot(v), Y.Dot(v), Z.Dot(v));

    /// <summary>A vector of the particle's own axes in the box's frame.</summary>
    public Vector3 ToBox(Vector3 v) => (v.X * X) + (v.Y * Y) + (v.Z * Z);

    /// <summary>The frame turned by a small rotation vector (angle in radians times its axis).</summary>
    public Orientation Turned(Vector3 rotation) => FromAxes(X + rotation.Cross(X), Y + rotation.Cross(Y));
}
