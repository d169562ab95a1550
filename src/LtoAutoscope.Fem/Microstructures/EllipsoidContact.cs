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
        ArgumentNullException.ThrowIfNull(a);
        ArgumentNullException.ThrowIfNull(b);
        double scale = Scale(ShapeTensor.Of(a), ShapeTensor.Of(b), r, Math.Sqrt(enough), out _);
        return scale * scale;
    }

    /// <summary>
    /// √F with the common normal. For y = [(1−λ)A + λB]⁻¹r the plane across y separates the two at the scale r·y/(√(yᵀAy) + √(yᵀBy)), so
    /// this is a lower bound at any λ, and the derivative of the function is (1−λ)²yᵀAy − λ²yᵀBy: the next λ is √(yᵀAy)/(√(yᵀAy) + √(yᵀBy)),
    /// exact for spheres, kept between the ends where the derivative changes sign. A point in both at max((1−λ)√(yᵀAy), λ√(yᵀBy)) bounds it from above.
    /// </summary>
    internal static double Scale(in ShapeTensor a, in ShapeTensor b, Vector3 r, double enough, out Vector3 normal)
    {
        double low = 0, high = 1, lambda = a.Size / (a.Size + b.Size), best = 0;
        normal = default;
        for (int i = 0; i < 60; i++)
        {
            var y = ShapeTensor.Blend(a, b, lambda).Solve(r);
            double ra = Math.Sqrt(a.Form(y)), rb = Math.Sqrt(b.Form(y)), bound = r.Dot(y) / (ra + rb);
            if (bound > best || i == 0)
            {
                best = bound;
                normal = y;
            }

            if (best > enough) break;
            double above = Math.Max((1 - lambda) * ra, lambda * rb);
            if (above - best <= 1e-10 * best) break;
            if ((1 - lambda) * ra > lambda * rb) low = lambda;
            else high = lambda;
            double next = ra / (ra + rb);
            if (!(next > low && next < high)) next = (low + high) / 2;
            if (Math.Abs(next - lambda) < 1e-12) break;
            lambda = next;
        }

        return best;
    }
}
