using LtoAutoscope.Learning.Regression;

namespace LtoAutoscope.Learning.Tests.Evaluation;

/// <summary>Rows whose law is known.</summary>
internal static class Rows
{
    /// <summary>y = sin(2a) + ½b² + noise; c means nothing.</summary>
    internal static TrainingSet Of(int count, int seed, double noise, int groupSize = 1, Func<double[], double>? prior = null)
    {
        var random = new Random(seed);
        double[][] rows = [.. Enumerable.Range(0, count).Select(_ => new[] { 2 * random.NextDouble() - 1, 2 * random.NextDouble() - 1, 2 * random.NextDouble() - 1 })];
        return new TrainingSet
        {
            Features = ["a", "b", "c"], Target = "y", Source = "rows", Rows = rows, Targets = [.. rows.Select(row => Law(row) + noise * Normal(random))],
            Groups = groupSize == 1 ? null : [.. Enumerable.Range(0, count).Select(i => i / groupSize)], Prior = prior is null ? null : [.. rows.Select(prior)], PriorName = prior is null ? "" : "model",
        };
    }

    internal static double Law(double[] row) => Math.Sin(2 * row[0]) + 0.5 * row[1] * row[1];

    internal static double Normal(Random random) => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
