using System.Globalization;
using System.Text;
using LtoAutoscope.Pipeline.Live;

namespace LtoAutoscope.Daemon.Components.Now;

/// <summary>One vital sign, ready to draw in a box of 100 × 36.</summary>
/// <param name="Title">What it is.</param>
/// <param name="Unit">Its unit.</param>
/// <param name="Value">Its newest value.</param>
/// <param name="Path">Its line.</param>
/// <param name="Limit">Its limit, or null.</param>
/// <param name="LimitY">Where the limit is drawn, or null.</param>
/// <param name="LimitWords">Limit or range in words.</param>
internal sealed record VitalSign(string Title, string Unit, string Value, string Path, double? Limit, double? LimitY, string LimitWords)
{
    private const double Top = 4, Bottom = 32;
    private const int Columns = 120;

    public static VitalSign Of(
        string title, string unit, IReadOnlyList<VitalSample> samples, Func<VitalSample, double?> value, Func<double?, string> text,
        double? limit, string limitWords, DateTimeOffset from, DateTimeOffset until)
    {
        var (low, high) = (double.PositiveInfinity, double.NegativeInfinity);
        double span = (until - from).TotalSeconds;
        // The last value of each column: a line of at most 120 points, whatever was recorded.
        var columns = new double?[Columns + 1];
        foreach (var sample in samples)
        {
            if (sample.At < from || sample.At > until || value(sample) is not { } v || !double.IsFinite(v)) continue;
            columns[(int)((sample.At - from).TotalSeconds / span * Columns)] = v;
            (low, high) = (Math.Min(low, v), Math.Max(high, v));
        }

        double? newest = samples.Count > 0 ? value(samples[^1]) : null;
        if (!double.IsFinite(low)) return new(title, unit, text(newest), "", limit, null, limit is null ? "no reading in this span" : limitWords);
        string range = low < high ? $"{text(low)} to {text(high)}" : "steady";
        var (first, last) = limit is { } bound ? (Math.Min(low, bound), Math.Max(high, bound)) : (low, high);
        // A steady value must not look like noise: the axis spans at least 2 % of it.
        double margin = Math.Max((last - first) * 0.08, Math.Max(Math.Abs(last) * 0.01, 1e-12));
        double Y(double v) => Bottom - (v - first + margin) / (last - first + 2 * margin) * (Bottom - Top);
        var path = new StringBuilder();
        for (int i = 0; i <= Columns; i++)
        {
            if (columns[i] is { } v)
                path.Append(CultureInfo.InvariantCulture, $"{(path.Length == 0 ? 'M' : 'L')}{100.0 * i / Columns:0.#} {Y(v):0.#}");
        }

        return new(title, unit, text(newest), path.ToString(), limit, limit is { } l ? Y(l) : null, limit is null ? range : limitWords);
    }
}
