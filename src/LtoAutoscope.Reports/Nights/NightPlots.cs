using System.Globalization;
using System.Net;
using System.Text;
using LtoAutoscope.Domain.Particles;
using LtoAutoscope.Reports.Plots;
using LtoAutoscope.Reports.Text;

namespace LtoAutoscope.Reports.Nights;

/// <summary>The two drawings of the morning page.</summary>
internal static class NightPlots
{
    private const double Left = 24, Right = 142, Top = 6, Bottom = 78;

    /// <summary>Half the width of a point's interval in percent of its median; null where it is unknown.</summary>
    internal static double? HalfWidthPercent(ConvergencePoint point)
    {
        double half = 50 * (point.High - point.Low) / point.Median;
        return double.IsFinite(half) && half > 0 ? half : null;
    }

    /// <summary>The interval of the median against the particles, both logarithmic, with the goal dashed.</summary>
    internal static string Convergence(NightSample sample)
    {
        (double X, double Y)[] points = [.. sample.Convergence.Where(point => point.Particles > 0 && HalfWidthPercent(point) is not null).Select(point => ((double)point.Particles, HalfWidthPercent(point)!.Value))];
        double goal = sample.PrecisionPercent ?? double.NaN;
        double lowX = Math.Min(points.Min(p => p.X), 20), highX = Math.Max(points.Max(p => p.X) * 1.1, 1.2 * lowX);
        double lowY = Math.Min(points.Min(p => p.Y), double.IsFinite(goal) ? goal : double.MaxValue) / 1.3, highY = Math.Max(points.Max(p => p.Y), double.IsFinite(goal) ? goal : 0) * 1.1;
        double X(double value) => Left + Math.Log(value / lowX) / Math.Log(highX / lowX) * (Right - Left);
        double Y(double value) => Bottom - Math.Log(value / lowY) / Math.Log(highY / lowY) * (Bottom - Top);
        (double lastX, double lastY) = points[^1];
        bool isReached = sample.Goal == GoalState.Reached;
        var svg = new StringBuilder(Open(150, 96, "", $"Interval of the median against particles, {sample.Name}: {NumberText.Fixed(lastY, 2)} % at {NumberText.Count((long)lastX)} particles"));
        foreach (double tick in Decades(lowY, highY, [1, 2, 5]).Where((_, i) => i < 5))
            svg.Append(Line("g", Left, Y(tick), Right, Y(tick))).Append(Text(Left - 5, Y(tick) + 4, tick.ToString("0.##", CultureInfo.InvariantCulture), "end"));
        foreach (double tick in Decades(lowX, highX, [1])) svg.Append(Line("ax", X(tick), Bottom, X(tick), Bottom + 3)).Append(Text(X(tick), 93, NumberText.Count((long)tick), "middle"));
        svg.Append(Line("ax", Left, Bottom, Right, Bottom));
        if (double.IsFinite(goal)) svg.Append(Line("goal", Left, Y(goal), Right, Y(goal)));
        if (points.Length > 1) svg.Append(CultureInfo.InvariantCulture, $"<path class=\"l1\" d=\"M{string.Join('L', points.Select(p => $"{N(X(p.X))} {N(Y(p.Y))}"))}\"/>");
        return svg.Append(CultureInfo.InvariantCulture, $"<circle class=\"dot{(isReached ? "" : " no")}\" cx=\"{N(X(lastX))}\" cy=\"{N(Y(lastY))}\" r=\"3.5\"/></svg>").ToString();
    }

    /// <summary>Then and now on one axis, a row each.</summary>
    internal static string Comparison(NightSummary night, int width, string kind)
    {
        const double label = 84, row = 28;
        double[] values = [.. night.Comparisons.SelectMany(pair => new[] { pair.Then.Value, pair.Now.Value })];
        double low = values.Min(), high = values.Max(), margin = Math.Max((high - low) * 0.12, high * 0.03);
        (low, high) = (low - margin, high + margin);
        double bottom = 10 + row * night.Comparisons.Count, right = width - 40;
        double X(double value) => label + (value - low) / (high - low) * (right - label);
        var svg = new StringBuilder(Open(width, (int)bottom + 40, kind, "Median diameter of this night and before: " + string.Join("; ", night.Comparisons.Select(pair => $"{pair.Sample} {NumberText.Fixed(pair.Then.Value, 1)} then {NumberText.Fixed(pair.Now.Value, 1)} nm"))));
        NiceTicks ticks = NiceTicks.Within(low, high, width < 400 ? 4 : 5);
        foreach (double tick in ticks.Values)
            svg.Append(Line("g", X(tick), 10, X(tick), bottom)).Append(Line("ax", X(tick), bottom, X(tick), bottom + 4)).Append(Text(X(tick), bottom + 17, ticks.Label(tick), "middle"));
        svg.Append(Line("ax", label, bottom, right, bottom)).Append(Text(right, bottom + 34, "median diameter, nm", "end", "m"));
        for (int i = 0; i < night.Comparisons.Count; i++)
        {
            NightComparison pair = night.Comparisons[i];
            double y = 10 + row * (i + 0.5), then = X(pair.Then.Value), now = X(pair.Now.Value);
            string name = pair.Label.Length <= 14 ? pair.Label : pair.Label[..13] + "…";
            svg.Append(Text(0, y + 4, name, "start", "m")).Append(Line("dl", then, y, now, y))
                .Append(CultureInfo.InvariantCulture, $"<circle class=\"was\" cx=\"{N(then)}\" cy=\"{N(y)}\" r=\"4.5\"/><circle class=\"is\" cx=\"{N(now)}\" cy=\"{N(y)}\" r=\"5\"/>")
                .Append(Text(Math.Max(then, now) + 10, y + 4, (pair.ChangeNm > 0 ? "+" : "") + NumberText.Fixed(pair.ChangeNm, 1), "start", pair.IsSignificant == true ? "k" : ""));
        }

        return svg.Append("</svg>").ToString();
    }

    private static IEnumerable<double> Decades(double low, double high, double[] steps)
    {
        for (int decade = (int)Math.Floor(Math.Log10(low)); decade <= Math.Ceiling(Math.Log10(high)); decade++)
            foreach (double step in steps)
                if (step * Math.Pow(10, decade) is var tick && tick >= low && tick <= high) yield return tick;
    }

    private static string Open(int width, int height, string kind, string summary) => FormattableString.Invariant($"<svg class=\"plot {kind}\" viewBox=\"0 0 {width} {height}\" role=\"img\" aria-label=\"{WebUtility.HtmlEncode(summary)}\">");

    private static string Line(string kind, double x1, double y1, double x2, double y2) => $"<path class=\"{kind}\" d=\"M{N(x1)} {N(y1)}L{N(x2)} {N(y2)}\"/>";

    private static string Text(double x, double y, string text, string anchor, string kind = "") => $"<text x=\"{N(x)}\" y=\"{N(y)}\" text-anchor=\"{anchor}\"{(kind.Length > 0 ? $" class=\"{kind}\"" : "")}>{WebUtility.HtmlEncode(text)}</text>";

    private static string N(double value) => Math.Round(value, 1).ToString("0.#", CultureInfo.InvariantCulture);
}
