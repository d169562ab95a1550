namespace LtoAutoscope.Fem.Microstructures;

/// <summary>A point or direction in space, in double precision.</summary>
public readonly record struct Vector3(double X, double Y, double Z)
{
    /// <summary>Scalar product.</summary>
    public double Dot(Vector3 other) => (X * other.X) + (Y * other.Y) + (Z * other.Z);

    /// <summary>Vector product.</summary>
    public Vector3 Cross(Vector3 other) => new((Y * other.Z) - (Z * other.Y), (Z * other.X) - (X * other.Z), (X * other.Y) - (Y * other.X));

    /// <summary>Euclidean length.</summary>
    public double Length => Math.Sqrt(Dot(this));

    /// <summary>The unit vector along it; of a vanishing vector the z direction.</summary>
    public Vector3 Normalised()
    {
        double length = Length;
        return length > 0 ? (1 / length) * this : new Vector3(0, 0, 1);
    }

    public static Vector3 operator +(Vector3 a, Vector3 b) => new(a.X + b.X, a.Y + b.Y, a.Z + b.Z);

    public static Vector3 operator -(Vector3 a, Vector3 b) => new(a.X - b.X, a.Y - b.Y, a.Z - b.Z);

    public static Vector3 operator *(double s, Vector3 a) => new(s * a.X, s * a.Y, s * a.Z);
}
