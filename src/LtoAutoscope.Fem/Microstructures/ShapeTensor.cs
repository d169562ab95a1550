namespace LtoAutoscope.Fem.Microstructures;

/// <summary>The symmetric matrix A = Σ aₖ²eₖeₖᵀ of an ellipsoid.</summary>
internal readonly struct ShapeTensor
{
    private readonly double _xx;
    private readonly double _xy;
    private readonly double _xz;
    private readonly double _yy;
    private readonly double _yz;
    private readonly double _zz;

    private ShapeTensor(double xx, double xy, double xz, double yy, double yz, double zz, double size)
    {
        (_xx, _xy, _xz, _yy, _yz, _zz) = (xx, xy, xz, yy, yz, zz);
        Size = size;
    }

    /// <summary>A length of the ellipsoid, for the first guess.</summary>
    internal double Size { get; }

    internal static ShapeTensor Of(Ellipsoid shape) => Of(new Vector3(shape.LongSemiAxis, shape.MiddleSemiAxis, shape.ShortSemiAxis), shape.Orientation);

    internal static ShapeTensor Of(Vector3 semiAxes, Orientation o)
    {
        double a = semiAxes.X * semiAxes.X, b = semiAxes.Y * semiAxes.Y, c = semiAxes.Z * semiAxes.Z;
        return new ShapeTensor(
            (a * o.X.X * o.X.X) + (b * o.Y.X * o.Y.X) + (c * o.Z.X * o.Z.X),
            (a * o.X.X * o.X.Y) + (b * o.Y.X * o.Y.Y) + (c * o.Z.X * o.Z.Y),
            (a * o.X.X * o.X.Z) + (b * o.Y.X * o.Y.Z) + (c * o.Z.X * o.Z.Z),
            (a * o.X.Y * o.X.Y) + (b * o.Y.Y * o.Y.Y) + (c * o.Z.Y * o.Z.Y),
            (a * o.X.Y * o.X.Z) + (b * o.Y.Y * o.Y.Z) + (c * o.Z.Y * o.Z.Z),
            (a * o.X.Z * o.X.Z) + (b * o.Y.Z * o.Y.Z) + (c * o.Z.Z * o.Z.Z),
            semiAxes.X);
    }

    internal static ShapeTensor Blend(in ShapeTensor a, in ShapeTensor b, double lambda)
    {
        double m = 1 - lambda;
        return new ShapeTensor(
            (m * a._xx) + (lambda * b._xx), (m * a._xy) + (lambda * b._xy), (m * a._xz) + (lambda * b._xz),
            (m * a._yy) + (lambda * b._yy), (m * a._yz) + (lambda * b._yz), (m * a._zz) + (lambda * b._zz), 0);
    }

    /// <summary>A·y.</summary>
    internal Vector3 Times(Vector3 y) => new(
        (_xx * y.X) + (_xy * y.Y) + (_xz * y.Z), (_xy * y.X) + (_yy * y.Y) + (_yz * y.Z), (_xz * y.X) + (_yz * y.Y) + (_zz * y.Z));

    /// <summary>yᵀAy.</summary>
    internal double Form(Vector3 y) => y.Dot(Times(y));

    /// <summary>A⁻¹r, by cofactors.</summary>
    internal Vector3 Solve(Vector3 r)
    {
        double cxx = (_yy * _zz) - (_yz * _yz), cxy = (_xz * _yz) - (_xy * _zz), cxz = (_xy * _yz) - (_xz * _yy);
        double cyy = (_xx * _zz) - (_xz * _xz), cyz = (_xy * _xz) - (_xx * _yz), czz = (_xx * _yy) - (_xy * _xy);
        double inverse = 1 / ((_xx * cxx) + (_xy * cxy) + (_xz * cxz));
        return new Vector3(
            inverse * ((cxx * r.X) + (cxy * r.Y) + (cxz * r.Z)), inverse * ((cxy * r.X) + (cyy * r.Y) + (cyz * r.Z)), inverse * ((cxz * r.X) + (cyz * r.Y) + (czz * r.Z)));
    }
}
