using LtoAutoscope.Reports.Text;

namespace LtoAutoscope.Reports.Plots;

/// <summary>Ticks at round values: steps of 1, 2, 2.5 or 5 times a power of ten.</summary>
public sealed class NiceTicks
{
    private static readonly double[] Steps = [1, 2, 2.5, 5, 10];

    private NiceTicks(double[] values, double step)
    {
        Values = values;
        Step = step;
    }

    /// <summary>The ticks, ascending, all within the range asked for.</summary>
    public IReadOnlyList<double> Values { get; }

    /// <summary>Distance between them.</summary>
    public double Step { get; }

    /// <summary>Ticks within [low, high], as near to <paramref name="wanted"/> in number as round steps allow.</summary>
    public static NiceTicks Within(double low, double high, int wanted = 6)
    {
        if (!(double.IsFinite(low) && double.IsFinite(high) && high > low)) return new NiceTicks([double.IsFinite(low) ? low : 0], 1);
        double best = double.NaN, bestMiss = double.PositiveInfinity;
        double power = Math.Pow(10, Math.Floor(Math.Log10((high - low) / wanted)) - 1);
        for (int decade = 0; decade < 3; decade++, power *= 10)
        {
            foreach (double step in Steps)
            {
                double miss = Math.Abs(Count(low, high, step * power) - wanted);
                if (miss < bestMiss) (best, bestMiss) = (step * power, miss);
            }
        }

        double first = Math.Ceiling(low / best - 1e-9);
        double[] values = [.. Enumerable.Range(0, Count(low, high, best)).Select(i => Math.Round((first + i) * best, 12))];
        return new NiceTicks(values, best);
    }

    /// <summary>A range that begins and ends on a tick and holds [low, high].</summary>
    public static (double Low, double High) Around(double low, double high, int wanted = 6)
    {
        if (!(high > low)) return (low - 1, high + 1);
        double step = Within(low, high, wanted).Step;
        return (Math.Round(Math.Floor(low / step + 1e-9) * step, 12), Math.Round(Math.Ceiling(high / step - 1e-9) * step, 12));
    }

    /// <summary>The label of a tick, with the decimals that the step needs.</summary>
    public string Label(double value)
    {
        int decimals = 0;
        for (double step = Step; decimals < 8 && Math.Abs(step - Math.Round(step)) > 1e-6 * step; step *= 10) decimals++;
        return NumberText.Fixed(value, decimals);
    }

    private static int Count(double low, double high, double step)
        => (int)(Math.Floor(high / step + 1e-9) - Math.Ceiling(low / step - 1e-9)) + 1;
}
