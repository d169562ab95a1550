using System.Globalization;

namespace LtoAutoscope.Fem.Output.Figures;

/// <summary>An axis of a panel.</summary>
/// <param name="Title">Quantity and unit.</param>
/// <param name="IsLogarithmic">Whether its scale is logarithmic.</param>
/// <param name="Low">Lower end; from the data if null.</param>
/// <param name="High">Upper end; from the data if null.</param>
public sealed record FigureAxis(string Title, bool IsLogarithmic = false, double? Low = null, double? High = null)
{
    internal double Scale(double value) => IsLogarithmic ? Math.Log10(value) : value;

    internal (double Low, double High) Range(IEnumerable<double> values)
    {
        double low = double.PositiveInfinity, high = double.NegativeInfinity;
        foreach (double value in values.Select(Scale).Where(double.IsFinite)) (low, high) = (Math.Min(low, value), Math.Max(high, value));
        if (!double.IsFinite(low)) (low, high) = (0, 1);
        double margin = high - low > 1e-12 ? 0.04 * (high - low) : Math.Max(1e-6, 0.02 * Math.Abs(high));
        return (Low is { } l ? Scale(l) : low - margin, High is { } h ? Scale(h) : high + margin);
    }

    /// <summary>Places for labels: 1, 2, 5 of a decade, or whole decades where many are spanned, or even steps.</summary>
    internal IReadOnlyList<(double Value, string Label)> Ticks(double low, double high, int wanted)
    {
        if (IsLogarithmic && high - low > 0.9)
        {
            var ticks = new List<(double, string)>();
            int every = Math.Max(1, (int)Math.Ceiling((high - low) / wanted));
            double[] steps = high - low < 2.2 ? [1, 2, 5] : [1];
            for (int decade = (int)Math.Floor(low); decade <= high; decade++)
            {
                if (steps.Length == 1 && decade % every != 0) continue;
                foreach (double step in steps)
                {
                    double at = decade + Math.Log10(step);
                    if (at >= low - 1e-9 && at <= high + 1e-9) ticks.Add((at, Label(step * Math.Pow(10, decade))));
                }
            }

            return ticks;
        }

        double a = IsLogarithmic ? Math.Pow(10, low) : low, b = IsLogarithmic ? Math.Pow(10, high) : high, raw = (b - a) / wanted;
        double power = Math.Pow(10, Math.Floor(Math.Log10(raw))), size = power * ((double[])[1, 2, 5, 10]).First(s => s * power >= raw * 0.999);
        var even = new List<(double, string)>();
        for (long i = (long)Math.Ceiling((a / size) - 1e-9); i * size <= b + (1e-9 * size); i++) even.Add((Scale(i * size), Label(i * size)));
        return even;
    }

    private static string Label(double value)
    {
        double size = Math.Abs(value);
        if (size != 0 && (size >= 1e5 || size < 1e-4)) return value.ToString("0.##e+0", CultureInfo.InvariantCulture).Replace("e+", "e", StringComparison.Ordinal);
        return Math.Round(value, 8).ToString("0.########", CultureInfo.InvariantCulture);
    }
}
