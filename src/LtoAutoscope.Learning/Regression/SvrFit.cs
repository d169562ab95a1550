namespace LtoAutoscope.Learning.Regression;

/// <summary>A fit on standardised features, for cross-validation: no names, no card.</summary>
internal sealed class SvrFit
{
    private readonly Standardisation _standardisation;
    private readonly double[][] _vectors;
    private readonly double[] _coefficients;
    private readonly double _gamma;
    private readonly double _rho;

    private SvrFit(Standardisation standardisation, double[][] vectors, double[] coefficients, double gamma, double rho)
        => (_standardisation, _vectors, _coefficients, _gamma, _rho) = (standardisation, vectors, coefficients, gamma, rho);

    /// <param name="standardisation">Null takes means and deviations from these rows.</param>
    internal static SvrFit Of(
        double[][] rows, double[] targets, SvrHyperparameters parameters, double tolerance, Standardisation? standardisation, CancellationToken cancellationToken)
    {
        standardisation ??= Standardisation.Of(rows);
        double[][] points = standardisation.Apply(rows);
        SmoSolution solution = EpsilonSvr.Solve(points, targets, parameters, tolerance, cancellationToken);
        int[] support = [.. Enumerable.Range(0, rows.Length).Where(i => solution.Coefficients[i] != 0)];
        return new SvrFit(
            standardisation, [.. support.Select(i => points[i])], [.. support.Select(i => solution.Coefficients[i])], parameters.Gamma, solution.Rho);
    }

    internal double Predict(double[] row)
    {
        double[] point = _standardisation.Apply((IReadOnlyList<double>)row);
        double sum = -_rho;
        for (int i = 0; i < _vectors.Length; i++) sum += _coefficients[i] * RbfKernel.Value(_vectors[i], point, _gamma);
        return sum;
    }
}
