using System.Globalization;
using MathNet.Numerics.LinearAlgebra;

namespace LtoAutoscope.Fem.Identification;

/// <summary>Errors, correlations and words from a minimum.</summary>
internal static class FitStatistics
{
    private const double Quantile = 1.959963984540054;

    /// <summary>χ² over degrees of freedom, at least 1: residuals larger than the stated uncertainties widen all intervals, smaller ones do not narrow them.</summary>
    internal static double VarianceFactor(LeastSquaresOutcome best, int parameters)
        => Math.Max(1, best.Cost / Math.Max(1, best.Residuals.Length - parameters));

    internal static double[] StandardErrors(LeastSquaresOutcome best, double s2)
    {
        var covariance = Covariance(best, s2);
        return [.. Enumerable.Range(0, covariance.RowCount).Select(i => Math.Sqrt(covariance[i, i]))];
    }

    /// <summary>s²(JᵀJ)⁻¹ by singular values; infinite along directions that the data do not see at all.</summary>
    private static Matrix<double> Covariance(LeastSquaresOutcome best, double s2)
    {
        int n = best.Point.Length;
        var svd = Matrix<double>.Build.DenseOfArray(best.Jacobian).Svd();
        var covariance = Matrix<double>.Build.Dense(n, n);
        for (int k = 0; k < n; k++)
        {
            double value = k < svd.S.Count ? svd.S[k] : 0;
            for (int i = 0; i < n; i++)
            {
                for (int j = 0; j < n; j++)
                {
                    double product = svd.VT[k, i] * svd.VT[k, j];
                    if (value > 1e-10 * Math.Max(1e-300, svd.S[0])) covariance[i, j] += s2 * product / (value * value);
                    else if (Math.Abs(product) > 1e-6) covariance[i, j] = i == j ? double.PositiveInfinity : double.NaN;
                }
            }
        }

        return covariance;
    }

    internal static FitResult Summarise(
        FitProblem problem, LeastSquaresOutcome best, ProfilePoint[][] profiles, ICellPredictor model, double wallS, CancellationToken cancellationToken)
    {
        int n = problem.Parameters.Count;
        double s2 = VarianceFactor(best, n);
        var covariance = Covariance(best, s2);
        var estimates = new ParameterEstimate[n];
        for (int i = 0; i < n; i++) estimates[i] = Estimate(problem, best, i, Math.Sqrt(covariance[i, i]), profiles[i] ?? []);
        var material = problem.MaterialAt(best.Point);
        CellResponse[] responses = [.. problem.Cells.Select(c => problem.Respond(c, material, cancellationToken))];
        double[][] residuals = [.. problem.Cells.Select((c, i) => c.Residuals(responses[i]))];
        var directions = Directions(problem, best, s2);
        return new FitResult
        {
            Model = model.Description,
            Parameters = estimates,
            Correlation = [.. Enumerable.Range(0, n).Select(i => Enumerable.Range(0, n).Select(j => i == j ? 1 : covariance[i, j] / Math.Sqrt(covariance[i, i] * covariance[j, j])).ToArray())],
            Directions = directions,
            ChiSquare = best.Cost,
            DegreesOfFreedom = best.Residuals.Length - n,
            VarianceFactor = s2,
            Converged = best.Converged,
            Evaluations = problem.Evaluations,
            WallS = wallS,
            Cells = [.. problem.Cells.Select((c, i) => Agreement(c, responses[i], residuals[i]))],
            Findings = FitFindings.Write(estimates, directions, covariance, s2, best.Converged, model.HasElectrolyte || problem.Cells.All(c => c.Voltages.Count == 0)),
            Material = material,
            Responses = responses,
            Residuals = residuals,
        };
    }

    private static ParameterEstimate Estimate(FitProblem problem, LeastSquaresOutcome best, int i, double error, ProfilePoint[] profile)
    {
        var p = problem.Parameters[i];
        double at = best.Point[i], value = p.FromCoordinate(at), reach = double.IsFinite(error) ? Quantile * error : double.PositiveInfinity;
        double[] linear = [p.FromCoordinate(Math.Max(problem.Low[i], at - reach)), p.FromCoordinate(Math.Min(problem.High[i], at + reach))];
        double? low = null, high = null;
        if (profile.Length > 0)
        {
            low = ProfileLikelihood.Crossing(profile, value, -1, p.IsLogarithmic);
            high = ProfileLikelihood.Crossing(profile, value, 1, p.IsLogarithmic);
        }
        else
        {
            if (at - reach > problem.Low[i]) low = linear[0];
            if (at + reach < problem.High[i]) high = linear[1];
        }

        double margin = 1e-6 * (problem.High[i] - problem.Low[i]);
        return new ParameterEstimate
        {
            Key = p.Key,
            Value = value,
            Bounds = [p.Low, p.High],
            IsLogarithmic = p.IsLogarithmic,
            StandardError = p.IsLogarithmic ? error : error * (p.High - p.Low),
            LinearInterval = linear,
            ProfileInterval = profile.Length > 0 ? [low ?? p.Low, high ?? p.High] : null,
            Profile = profile,
            AtBound = at - problem.Low[i] < margin || problem.High[i] - at < margin,
            Determination = (low, high) switch
            {
                (not null, not null) => Determination.Determined,
                (not null, null) => Determination.OnlyFromBelow,
                (null, not null) => Determination.OnlyFromAbove,
                _ => Determination.NotDetermined,
            },
        };
    }

    private static SensitivityDirection[] Directions(FitProblem problem, LeastSquaresOutcome best, double s2)
    {
        int n = problem.Parameters.Count;
        var svd = Matrix<double>.Build.DenseOfArray(best.Jacobian).Svd();
        var directions = new SensitivityDirection[n];
        for (int k = 0; k < n; k++)
        {
            double value = k < svd.S.Count ? svd.S[k] : 0, reach = double.PositiveInfinity;
            var components = new Dictionary<string, double>(StringComparer.Ordinal);
            for (int i = 0; i < n; i++)
            {
                double c = svd.VT[k, i];
                components[problem.Parameters[i].Key] = c;
                // How far the box lets one go along the direction, on the longer side.
                if (Math.Abs(c) < 1e-6) continue;
                double up = (c > 0 ? problem.High[i] - best.Point[i] : best.Point[i] - problem.Low[i]) / Math.Abs(c);
                double down = (c > 0 ? best.Point[i] - problem.Low[i] : problem.High[i] - best.Point[i]) / Math.Abs(c);
                reach = Math.Min(reach, Math.Max(up, down));
            }

            directions[k] = new SensitivityDirection(value, components, value * reach > Math.Sqrt(ProfileLikelihood.Limit * s2));
        }

        return directions;
    }

    private static CellAgreement Agreement(FitCell cell, CellResponse response, double[] residuals)
    {
        double flat = cell.Voltages.Count > 0 ? cell.Voltages.Min(v => v.UncertaintyV) : double.NaN;
        double rms = cell.Voltages.Count > 0 ? Math.Sqrt(residuals.Take(cell.Voltages.Count).Average(r => r * r)) * flat * 1000 : double.NaN;
        return new CellAgreement(cell.Name, cell.Ce1, response.Ce1, rms, response.BalanceError);
    }

    /// <summary>A value as people write it.</summary>
    internal static string Text(double value) => value == 0 ? "0" : Math.Abs(value) is >= 0.01 and < 1e5 ? value.ToString("g4", CultureInfo.InvariantCulture) : value.ToString("0.###e+0", CultureInfo.InvariantCulture).Replace("e+", "e", StringComparison.Ordinal);
}
