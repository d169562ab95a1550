using MathNet.Numerics.LinearAlgebra;

namespace LtoAutoscope.Acquisition.Focusing;

/// <summary>The top of a parabola through points with errors, by weighted least squares.</summary>
/// <param name="Position">Where it is highest.</param>
/// <param name="PositionError">Standard error of the position, widened where the points scatter more than their errors say.</param>
/// <param name="Curvature">How fast it falls: the value is the top minus this times the square of the way; positive.</param>
/// <param name="CurvatureError">Standard error of the curvature.</param>
internal readonly record struct Parabola(double Position, double PositionError, double Curvature, double CurvatureError)
{
    /// <summary>Fits; null for fewer than 3 points and for a parabola that is open to the top.</summary>
    /// <param name="points">Position, value and standard error of each.</param>
    /// <param name="near">A position near the top, about which is computed.</param>
    internal static Parabola? Fit(IReadOnlyList<(double X, double Y, double Error)> points, double near)
    {
        if (points.Count < 3) return null;
        double reach = points.Max(point => Math.Abs(point.X - near));
        if (!(reach > 0)) return null;
        Matrix<double> design = Matrix<double>.Build.Dense(points.Count, 3, (i, k) => Math.Pow((points[i].X - near) / reach, k) / points[i].Error);
        Vector<double> observed = Vector<double>.Build.Dense(points.Count, i => points[i].Y / points[i].Error);
        Matrix<double> normal = design.TransposeThisAndMultiply(design);
        if (!(Math.Abs(normal.Determinant()) > 0)) return null;
        Matrix<double> covariance = normal.Inverse();
        Vector<double> found = covariance * design.TransposeThisAndMultiply(observed);
        if (!(found[2] < 0)) return null;
        double scatter = (observed - design * found).L2Norm();
        double inflation = points.Count > 3 ? Math.Max(1, scatter * scatter / (points.Count - 3)) : 1;
        double bySlope = -1 / (2 * found[2]), byCurvature = found[1] / (2 * found[2] * found[2]);
        double variance = bySlope * bySlope * covariance[1, 1] + 2 * bySlope * byCurvature * covariance[1, 2] + byCurvature * byCurvature * covariance[2, 2];
        return new Parabola(
            near - reach * found[1] / (2 * found[2]), reach * Math.Sqrt(inflation * variance), -found[2] / (reach * reach), Math.Sqrt(inflation * covariance[2, 2]) / (reach * reach));
    }
}
