using System.Globalization;
using LtoAutoscope.Domain;

namespace LtoAutoscope.Fem.CellTests;

/// <summary>
/// dQ/dV of a half cycle. The charge between two rows is spread evenly over the voltages between them and gathered in equal steps of voltage, which keeps all of it, also where noise makes the voltage go back and
/// forth on a plateau; then the steps are smoothed by a Gaussian, which keeps it too.
/// </summary>
public static class DifferentialCapacity
{
    /// <summary>Step of voltage unless told otherwise, V.</summary>
    public const double DefaultStepV = 0.002;

    /// <summary>Standard deviation of the Gaussian unless told otherwise, V.</summary>
    public const double DefaultSmoothingV = 0.004;

    /// <summary>The widest Gaussian, in steps.</summary>
    public const double WidestSmoothing = 50;

    private const int MostSteps = 20_000;

    /// <summary>Voltages in the middle of the steps, V, and dQ/dV, mAh/(g·V), ≥ 0; empty where the curve has fewer than two points.</summary>
    /// <param name="curve">Charge, mAh/g, rising, and voltage, V.</param>
    /// <param name="stepV">Step, &gt; 0.</param>
    /// <param name="smoothingV">Standard deviation, 0 to 50 steps; 0 leaves it as it is.</param>
    /// <exception cref="InputException">The Gaussian is wider, or the curve spans more than 20,000 steps.</exception>
    public static IReadOnlyList<(double VoltageV, double PerVolt)> Of(IReadOnlyList<(double ChargeMAhG, double VoltageV)> curve, double stepV = DefaultStepV, double smoothingV = DefaultSmoothingV)
    {
        ArgumentNullException.ThrowIfNull(curve);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(stepV);
        ArgumentOutOfRangeException.ThrowIfNegative(smoothingV);
        if (smoothingV > WidestSmoothing * stepV)
            throw new InputException(string.Create(CultureInfo.InvariantCulture, $"a smoothing of {smoothingV} V is {smoothingV / stepV:0} steps of {stepV} V"), "smoothing_V", $"Give at most {WidestSmoothing:0} steps, or take wider steps");
        if (curve.Count < 2) return [];
        // Room at both ends for what the Gaussian spreads.
        int margin = (int)Math.Ceiling(4 * smoothingV / stepV);
        double low = Math.Floor(curve.Min(point => point.VoltageV) / stepV), high = Math.Floor(curve.Max(point => point.VoltageV) / stepV);
        double span = high - low + 1 + (2 * margin);
        if (!(span <= MostSteps)) throw new InputException(string.Create(CultureInfo.InvariantCulture, $"the curve spans {span:0} steps of {stepV} V"), "step_V", string.Create(CultureInfo.InvariantCulture, $"Take wider steps, of which there may be {MostSteps:N0}"));
        int steps = (int)span;
        double[] charge = new double[steps];
        double first = (low - margin) * stepV;
        for (int i = 1; i < curve.Count; i++) Spread(charge, (curve[i - 1].VoltageV - first) / stepV, (curve[i].VoltageV - first) / stepV, curve[i].ChargeMAhG - curve[i - 1].ChargeMAhG);
        double[] smooth = Smooth(charge, smoothingV / stepV);
        return [.. smooth.Select((q, i) => (first + ((i + 0.5) * stepV), q / stepV))];
    }

    private static void Spread(double[] into, double from, double to, double charge)
    {
        if (from > to) (from, to) = (to, from);
        int a = Math.Clamp((int)from, 0, into.Length - 1), b = Math.Clamp((int)to, 0, into.Length - 1);
        if (a == b)
        {
            into[a] += charge;
            return;
        }

        double perStep = charge / (to - from);
        into[a] += perStep * (a + 1 - from);
        for (int i = a + 1; i < b; i++) into[i] += perStep;
        into[b] += perStep * (to - b);
    }

    private static double[] Smooth(double[] values, double sigma)
    {
        if (sigma <= 0) return values;
        int reach = (int)Math.Ceiling(4 * sigma);
        double[] weights = [.. Enumerable.Range(-reach, (2 * reach) + 1).Select(k => Math.Exp(-0.5 * k * k / (sigma * sigma)))];
        double sum = weights.Sum();
        double[] smooth = new double[values.Length];
        for (int i = 0; i < values.Length; i++)
        {
            if (values[i] == 0) continue;
            for (int k = -reach; k <= reach; k++) smooth[Math.Clamp(i + k, 0, values.Length - 1)] += values[i] * weights[k + reach] / sum;
        }

        return smooth;
    }
}
