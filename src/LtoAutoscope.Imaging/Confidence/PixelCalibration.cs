namespace LtoAutoscope.Imaging.Confidence;

/// <summary>
/// Brings the network's foreground probability p to the share of pixels that are truly foreground: σ(slope · logit p + offset). It is monotone, so an outline at a threshold stays
/// an outline; where the offset is not 0, the outline at 0.5 moves to where a pixel is as likely inside as outside.
/// </summary>
/// <param name="Slope">Inverse temperature, &gt; 0; below 1 where the network is too sure.</param>
/// <param name="Offset">Shift of the log-odds.</param>
/// <remarks>J. Platt, Advances in Large Margin Classifiers, 61 (1999); C. Guo et al., Proc. ICML 2017.</remarks>
public sealed record PixelCalibration(double Slope, double Offset)
{
    private const int Steps = 4096;
    private const double Smallest = 1e-6;

    /// <summary>The calibrated probability.</summary>
    public double Of(double probability) => Sigmoid(Slope * Logit(probability) + Offset);

    /// <summary>Calibrates a map in place, from a table of 4,096 steps with straight lines between.</summary>
    public void Apply(Span<float> map)
    {
        float[] steps = Tabulate(Slope, Offset);
        for (int i = 0; i < map.Length; i++)
        {
            float position = Math.Clamp(map[i], 0, 1) * Steps;
            int below = Math.Min((int)position, Steps - 1);
            map[i] = steps[below] + (position - below) * (steps[below + 1] - steps[below]);
        }
    }

    internal static double Logit(double probability)
    {
        double p = Math.Clamp(probability, Smallest, 1 - Smallest);
        return Math.Log(p / (1 - p));
    }

    internal static double Sigmoid(double x) => 1 / (1 + Math.Exp(-x));

    private static float[] Tabulate(double slope, double offset)
    {
        float[] steps = [.. Enumerable.Range(0, Steps + 1).Select(i => (float)Sigmoid(slope * Logit((double)i / Steps) + offset))];

        // What the network is wholly sure of stays so: a map's 0 and 1 are the ends of the scale.
        steps[0] = 0;
        steps[^1] = 1;
        return steps;
    }
}
