namespace LtoAutoscope.Learning.Optimisation;

/// <summary>The Gaussian process over a space, in the objective's own sign.</summary>
/// <remarks>Thread safety: immutable.</remarks>
public sealed class Surrogate
{
    private readonly double _sign;

    internal Surrogate(SearchSpace space, GaussianProcess process, bool minimise) => (Space, Process, _sign) = (space, process, minimise ? -1 : 1);

    /// <summary>The space.</summary>
    public SearchSpace Space { get; }

    /// <summary>Scatter from batch to batch that the repeats do not tell, as a standard deviation.</summary>
    public double NuggetDeviation => Math.Sqrt(Process.Parameters.Nugget);

    /// <summary>Lengthscale of each parameter, in its range: the shorter, the more it matters.</summary>
    public IReadOnlyList<double> Lengthscales => Process.Parameters.Lengthscales;

    internal GaussianProcess Process { get; }

    /// <summary>What it expects at a point.</summary>
    public GaussianPrediction Predict(IReadOnlyList<double> point)
    {
        GaussianPrediction found = Process.Predict(Space.Encode(point));
        return found with { Mean = _sign * found.Mean };
    }

    /// <summary>A slice along each parameter through a point.</summary>
    /// <param name="point">The point.</param>
    /// <param name="steps">Values along each, ≥ 2; a categorical parameter has one a word.</param>
    public IReadOnlyList<ResponseSlice> Slices(IReadOnlyList<double> point, int steps)
    {
        ArgumentNullException.ThrowIfNull(point);
        ArgumentOutOfRangeException.ThrowIfLessThan(steps, 2);
        return [.. Space.Parameters.Select((parameter, i) =>
        {
            double[] places = parameter.Kind == ParameterKind.Categorical ? [.. Enumerable.Range(0, parameter.Levels.Count).Select(level => (double)level)] : [.. Enumerable.Range(0, steps).Select(step => step / (steps - 1.0))];
            double[] encoded = Space.Encode(point);
            List<double> values = [], means = [], deviations = [];
            List<bool> allowed = [];
            foreach (double place in places)
            {
                encoded[i] = place;
                GaussianPrediction found = Process.Predict(encoded);
                double value = parameter.Kind == ParameterKind.Categorical ? place : parameter.IsLog ? parameter.Low * Math.Pow(parameter.High / parameter.Low, place) : parameter.Low + place * (parameter.High - parameter.Low);
                values.Add(value);
                means.Add(_sign * found.Mean);
                deviations.Add(found.Deviation);
                double[] at = [.. point];
                at[i] = value;
                allowed.Add(Space.IsFeasible(at));
            }

            return new ResponseSlice(parameter, point[i], values, means, deviations, allowed);
        })];
    }
}
