namespace LtoAutoscope.Fem.Microstructures;

/// <summary>
/// The contact function of two ellipsoids (Perram and Wertheim, J. Comput. Phys. 58 (1985) 409):
/// F = max over λ in (0,1) of λ(1−λ)·rᵀ[(1−λ)A + λB]⁻¹r, with A = Σ aₖ²eₖeₖᵀ. They overlap exactly where F &lt; 1, and both
/// scaled by √F would touch.
/// </summary>
public static class EllipsoidContact
{
    /// <summary>The contact function.</summary>
    /// <param name="a">First ellipsoid; its centre is not used.</param>
    /// <param name="b">Second ellipsoid; its centre is not used.</param>
    /// <param name="r">From the first centre to the second.</param>
    /// <param name="enough">Returns early, with a lower bound, as soon as F is known to exceed this.</param>
    public static double Function(Ellipsoid a, Ellipsoid b, Vector3 r, double enough = double.PositiveInfinity)
    {
        // Concave in λ: golden section from the point that is exact for spheres.
        double ra = a.LongSemiAxis, rb = b.LongSemiAxis;
        double best = At(a, b, r, ra / (ra + rb));
        if (best > enough) return best;
        const double Golden = 0.61803398874989485;
        double low = 0, high = 1, l1 = 1 - Golden, l2 = Golden;
        double f1 = At(a, b, r, l1), f2 = At(a, b, r, l2);
        for (int i = 0; i < 40 && high - low > 1e-7; i++)
        {
            best = Math.Max(best, Math.Max(f1, f2));
            if (best > enough) return best;
            if (f1 > f2)
            {
                high = l2;
                l2 = l1;
                f2 = f1;
                l1 = high - (Golden * (high - low));
                f1 = At(a, b, r, l1);
            }
            else
            {
                low = l1;
                l1 = l2;
                f1 = f2;
                l2 = low + (Golden * (high - low));
                f2 = At(a, b, r, l2);
            }
        }

        return Math.Max(best, Math.Max(f1, f2));
    }

    private static double At(Ellipsoid a, Ellipsoid b, Vector3 r, double lambda)
    {
        // C = s·I + p·uuᵀ + q·vvᵀ, symmetric 3×3.
        double sa = a.ShortSemiAxis * a.ShortSemiAxis, sb = b.ShortSemiAxis * b.ShortSemiAxis;
        double s = ((1 - lambda) * sa) + (lambda * sb);
        double p = (1 - lambda) * ((a.LongSemiAxis * a.LongSemiAxis) - sa);
        double q = lambda * ((b.LongSemiAxis * b.LongSemiAxis) - sb);
        Vector3 u = a.Axis, v = b.Axis;
        // Solve C y = r in the span of r, u, v: y = (r − αu − βv)/s with a 2×2 system for α = p·(u·y), β = q·(v·y).
        double uv = u.Dot(v), ur = u.Dot(r), vr = v.Dot(r);
        double m11 = s + p, m12 = p * uv, m21 = q * uv, m22 = s + q;
        double determinant = (m11 * m22) - (m12 * m21);
        double alpha = ((p * ur * m22) - (m12 * q * vr)) / determinant;
        double beta = ((m11 * q * vr) - (m21 * p * ur)) / determinant;
        return lambda * (1 - lambda) * (r.Dot(r) - (alpha * ur) - (beta * vr)) / s;
    }
}
