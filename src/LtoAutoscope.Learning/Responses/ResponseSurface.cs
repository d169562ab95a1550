using LtoAutoscope.Learning.Regression;

namespace LtoAutoscope.Learning.Responses;

/// <summary>What a regression answers over two of its features, the others held.</summary>
/// <param name="FeatureX">The feature along x.</param>
/// <param name="FeatureY">The feature along y.</param>
/// <param name="X">Values along x, rising.</param>
/// <param name="Y">Values along y, rising.</param>
/// <param name="Values">The prediction: one row a y, one value an x.</param>
/// <param name="Supported">Whether the training rows support it there (<see cref="DataSupport"/>).</param>
/// <param name="Held">The values of the other features.</param>
public sealed record ResponseSurface(
    string FeatureX, string FeatureY, IReadOnlyList<double> X, IReadOnlyList<double> Y, IReadOnlyList<IReadOnlyList<double>> Values, IReadOnlyList<IReadOnlyList<bool>> Supported,
    IReadOnlyDictionary<string, double> Held)
{
    /// <summary>Fewest and most values along an edge.</summary>
    public const int FewestSteps = 8, MostSteps = 80;

    /// <summary>Computes it over the range of the training rows and a tenth more on each side, so that the edge of the data is seen.</summary>
    /// <param name="model">The regression.</param>
    /// <param name="support">Where its data support it.</param>
    /// <param name="x">Number of the feature along x.</param>
    /// <param name="y">Number of the feature along y, another one.</param>
    /// <param name="held">A value for each feature; those along the axes are not looked at.</param>
    /// <param name="steps">Values along an edge, 8…80.</param>
    public static ResponseSurface Of(SvrModel model, DataSupport support, int x, int y, IReadOnlyList<double> held, int steps = 44)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(support);
        ArgumentNullException.ThrowIfNull(held);
        ArgumentOutOfRangeException.ThrowIfEqual(x, y);
        steps = Math.Clamp(steps, FewestSteps, MostSteps);
        double[] xs = Along(support.Ranges[x], steps), ys = Along(support.Ranges[y], steps);
        var values = new double[steps][];
        var holds = new bool[steps][];
        for (int row = 0; row < steps; row++)
        {
            values[row] = new double[steps];
            holds[row] = new bool[steps];
            for (int column = 0; column < steps; column++)
            {
                double[] features = [.. held];
                (features[x], features[y]) = (xs[column], ys[row]);
                values[row][column] = model.Predict(features);
                holds[row][column] = support.Holds(features);
            }
        }

        var others = Enumerable.Range(0, model.Features.Count).Where(f => f != x && f != y).ToDictionary(f => model.Features[f], f => held[f], StringComparer.Ordinal);
        return new ResponseSurface(model.Features[x], model.Features[y], xs, ys, values, holds, others);
    }

    private static double[] Along(FeatureRange range, int steps)
    {
        double more = 0.1 * (range.High - range.Low), low = range.Low - more, width = range.High - range.Low + 2 * more;
        return [.. Enumerable.Range(0, steps).Select(i => low + (width > 0 ? width : 1) * i / (steps - 1))];
    }
}
