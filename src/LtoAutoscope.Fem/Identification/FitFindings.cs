using System.Globalization;
using MathNet.Numerics.LinearAlgebra;

namespace LtoAutoscope.Fem.Identification;

/// <summary>What a fit found, in sentences for a battery scientist.</summary>
internal static class FitFindings
{
    private const double Strong = 0.9;

    internal static IReadOnlyList<string> Write(
        IReadOnlyList<ParameterEstimate> estimates, IReadOnlyList<SensitivityDirection> directions, Matrix<double> covariance, double s2, bool converged, bool voltageComplete)
    {
        var said = new List<string>();
        if (!converged) said.Add("The fit had not settled when its iterations were used up: take no number from it.");
        if (!voltageComplete) said.Add("The voltages were fitted by a model without electrolyte: what electrolyte and separator drop ends up in the kinetics and in the diffusivity. Take these from a fit with p2d.");
        foreach (var e in estimates)
        {
            string value = FitStatistics.Text(e.Value), low = FitStatistics.Text(e.Interval[0]), high = FitStatistics.Text(e.Interval[1]);
            string sentence = e.Determination switch
            {
                Determination.Determined => $"The data determine {e.Key}: {value}, 95 % from {low} to {high}.",
                Determination.OnlyFromBelow => $"The data give only a lower limit of {e.Key}: at least {low}; everything above, up to the bound {FitStatistics.Text(e.Bounds[1])}, fits as well.",
                Determination.OnlyFromAbove => $"The data give only an upper limit of {e.Key}: at most {high}; everything below, down to the bound {FitStatistics.Text(e.Bounds[0])}, fits as well.",
                _ => $"The data do not determine {e.Key}: every value from {FitStatistics.Text(e.Bounds[0])} to {FitStatistics.Text(e.Bounds[1])} fits as well as the best one.",
            };
            if (e.AtBound) sentence += " The best value lies on a bound: widen it if the bound is no physical limit.";
            said.Add(sentence);
        }

        foreach (var d in directions.Where(d => !d.IsSeen))
        {
            string[] parts = [.. d.Components.Where(c => Math.Abs(c.Value) > 0.3).OrderByDescending(c => Math.Abs(c.Value)).Select(c => c.Key)];
            if (parts.Length > 1) said.Add($"Near the best fit only a combination of {string.Join(", ", parts)} is seen: they can be moved together without the data noticing. Fix one of them from another experiment.");
        }

        for (int i = 0; i < estimates.Count; i++)
        {
            for (int j = i + 1; j < estimates.Count; j++)
            {
                double r = covariance[i, j] / Math.Sqrt(covariance[i, i] * covariance[j, j]);
                if (Math.Abs(r) > Strong)
                    said.Add(string.Create(CultureInfo.InvariantCulture, $"{estimates[i].Key} and {estimates[j].Key} are correlated ({r:0.00}): their intervals belong together, neither is known as well as its own row says if the other is fixed."));
            }
        }

        if (s2 > 1.5)
            said.Add(string.Create(CultureInfo.InvariantCulture, $"The residuals are {Math.Sqrt(s2):0.0} times the stated uncertainties: the model or the uncertainties miss something, and all intervals were widened by that factor."));
        return said;
    }
}
