namespace LtoAutoscope.Imaging.Confidence;

/// <summary>The probability that a particle found is one in truth, matched at IoU &gt; 0.5: a logistic model of <see cref="ParticleFeatures"/>.</summary>
/// <param name="Features">Names of the features, in the order of the weights.</param>
/// <param name="Weights">Weights of the standardised features.</param>
/// <param name="Intercept">Log-odds of an average particle.</param>
/// <param name="Means">Means by which the features are centred.</param>
/// <param name="Deviations">Standard deviations by which they are scaled.</param>
public sealed record ParticleConfidence(
    IReadOnlyList<string> Features, IReadOnlyList<double> Weights, double Intercept, IReadOnlyList<double> Means, IReadOnlyList<double> Deviations)
{
    /// <summary>The probability, 0…1.</summary>
    public double Of(IReadOnlyList<double> features)
    {
        ArgumentNullException.ThrowIfNull(features);
        double sum = Intercept;
        for (int i = 0; i < Weights.Count; i++) sum += Weights[i] * (features[i] - Means[i]) / Deviations[i];
        return PixelCalibration.Sigmoid(sum);
    }

    internal bool IsWhole => Features.SequenceEqual(ParticleFeatures.Names) && Weights.Count == Features.Count && Means.Count == Features.Count && Deviations.Count == Features.Count;

    /// <summary>Fits the model to particles of pictures with true masks.</summary>
    internal static ParticleConfidence Fit(IReadOnlyList<double[]> features, IReadOnlyList<bool> matched, IReadOnlyList<double> weights)
    {
        int size = ParticleFeatures.Names.Length;
        double total = weights.Sum();
        double[] means = new double[size], deviations = new double[size];
        for (int j = 0; j < size; j++)
        {
            for (int i = 0; i < features.Count; i++) means[j] += weights[i] * features[i][j] / total;
            for (int i = 0; i < features.Count; i++) deviations[j] += weights[i] * Math.Pow(features[i][j] - means[j], 2) / total;
            deviations[j] = Math.Max(Math.Sqrt(deviations[j]), 1e-6);
        }

        double[][] standardised = [.. features.Select(row => row.Select((v, j) => (v - means[j]) / deviations[j]).ToArray())];
        double[] beta = LogisticFit.Fit(standardised, matched, weights, ridge: 1);
        return new ParticleConfidence(ParticleFeatures.Names, beta[1..], beta[0], means, deviations);
    }
}
