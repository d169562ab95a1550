using LtoAutoscope.Reports.Text;

namespace LtoAutoscope.Reports.Plots;

/// <summary>
/// A histogram with its density (Gaussian kernel, Silverman's width) and the cumulative share. Bins follow Freedman and Diaconis (2·IQR/∛n), rounded to
/// a round width. A tail beyond 1.15 times the 99.5th percentile is not drawn but counted at the right edge.
/// </summary>
public static class HistogramPlot
{
    private const int MinimumBins = 8, MaximumBins = 44, CurvePoints = 120;

    /// <summary>Draws it.</summary>
    /// <returns>An <c>svg</c> element; with a reason in it where there are fewer than three values.</returns>
    public static string Render(HistogramData data, PlotSize? size = null)
    {
        PlotSize box = size ?? PlotSize.Wide;
        (double Value, double Weight)[] points = [.. data.Values
            .Select((value, i) => (value, data.Weights is null ? 1.0 : data.Weights[i]))
            .Where(point => double.IsFinite(point.value) && point.Item2 > 0)
            .OrderBy(point => point.value)];
        if (points.Length < 3 || points[0].Value == points[^1].Value)
            return EmptyPlot.Render(box, "histogram", data.Quantity, points.Length < 3 ? "fewer than three values" : "all values are equal");

        double total = points.Sum(point => point.Weight);
        double Percentile(double share)
        {
            double sum = 0;
            foreach ((double value, double weight) in points)
                if ((sum += weight) >= share * total) return value;
            return points[^1].Value;
        }

        double last = Math.Min(points[^1].Value, 1.15 * Percentile(0.995));
        double width = BinWidth(points.Length, Percentile(0.75) - Percentile(0.25), last - points[0].Value);
        double low = Math.Floor(points[0].Value / width + 1e-9) * width;
        int bins = Math.Max(1, (int)Math.Ceiling((last - low) / width + 1e-9));
        double high = low + bins * width;
        var shares = new double[bins];
        int beyond = 0;
        foreach ((double value, double weight) in points)
        {
            int bin = (int)((value - low) / width + 1e-9);
            if (value == high) bin = bins - 1;
            if (bin < bins) shares[Math.Max(0, bin)] += 100 * weight / total;
            else beyond++;
        }

        (double X, double Y)[] density = Density(points, total, low, high, width);
        double top = Math.Max(shares.Max(), density.Max(point => point.Y));
        var frame = new PlotFrame(box, (low, high), (0, NiceTicks.Around(0, top * 1.08).High), right: data.Cumulative ? 48 : 14, top: 44);

        string marks = string.Join(", ", data.Marks.Select(mark => $"{mark.Name} {NumberText.WithUnit(mark.Value, data.Decimals, data.Unit)}"));
        string unit = data.Unit.Length > 0 ? $"{data.Quantity}, {data.Unit}" : data.Quantity;
        var canvas = new SvgCanvas(box.Width, box.Height, "histogram",
            $"Histogram of {unit}, share of {data.Share}, n = {NumberText.Count(points.Length)}{(marks.Length > 0 ? ": " + marks : "")}; largest share {NumberText.Fixed(shares.Max(), 1)} % per {Width(width)} {data.Unit}".TrimEnd());
        frame.Axes(canvas, unit, $"% of {data.Share} per {Width(width)} {data.Unit}".TrimEnd());
        for (int bin = 0; bin < bins; bin++)
        {
            double x = frame.X(low + bin * width), y = frame.Y(shares[bin]);
            canvas.Rectangle(x + 0.5, y, frame.X(low + (bin + 1) * width) - x - 1, frame.Bottom - y, PlotInk.Fill);
        }

        canvas.Path(density.Select(point => (frame.X(point.X), frame.Y(point.Y))), PlotInk.First);
        double crest = density.Max(point => point.Y);
        (double X, double Y) flank = density.Last(point => point.Y >= 0.55 * crest);
        if (frame.X(flank.X) < frame.Right - 60) canvas.Text(frame.X(flank.X) + 8, frame.Y(flank.Y) + 2, "density", PlotInk.First, halo: true);
        if (data.Cumulative) DrawCumulative(canvas, frame, points, total);
        DrawMarks(canvas, frame, data);
        if (beyond > 0) canvas.Text(frame.Right - 4, frame.Bottom - 6, $"{NumberText.Count(beyond)} beyond →", PlotInk.Quiet, "end", halo: true);
        return canvas.Render();
    }

    private static void DrawCumulative(SvgCanvas canvas, PlotFrame frame, (double Value, double Weight)[] points, double total)
    {
        double Y(double share) => frame.Bottom - share * (frame.Bottom - frame.Top);
        var curve = new List<(double, double)> { (frame.X(Math.Max(frame.XLow, points[0].Value)), Y(0)) };
        double sum = 0, lastX = double.NegativeInfinity;
        foreach ((double value, double weight) in points)
        {
            sum += weight / total;
            if (value > frame.XHigh) break;
            double x = frame.X(value);
            if (x - lastX < 1.5 && value != points[^1].Value) continue;
            curve.Add((x, Y(sum)));
            lastX = x;
        }

        canvas.Path(curve, PlotInk.Second, width: 1.6, dash: "6 3");
        foreach (int percent in new[] { 0, 25, 50, 75, 100 })
            canvas.Text(frame.Right + 6, Y(percent / 100.0) + 4, $"{percent} %", PlotInk.Second);
        canvas.Text(frame.Right + 46, 12, "cumulative share", PlotInk.Second, "end");
    }

    private static void DrawMarks(SvgCanvas canvas, PlotFrame frame, HistogramData data)
    {
        double lastEnd = double.NegativeInfinity;
        bool raised = false;
        foreach ((string name, double value) in data.Marks.Where(mark => mark.Value >= frame.XLow && mark.Value <= frame.XHigh).OrderBy(mark => mark.Value))
        {
            double x = frame.X(value);
            string label = $"{name} {NumberText.Fixed(value, data.Decimals)}";
            double half = 3.1 * label.Length;
            raised = x - half < lastEnd + 4 && !raised;
            canvas.Line(x, frame.Top - (raised ? 14 : 2), x, frame.Bottom, PlotInk.Strong, 1, "3 3");
            canvas.Text(Math.Clamp(x, frame.Left + half, frame.Right - half), frame.Top - (raised ? 18 : 6), label, PlotInk.Strong, "middle", weight: 540, halo: true);
            lastEnd = x + half;
        }

        if (data.Truth is { } truth && truth >= frame.XLow && truth <= frame.XHigh)
        {
            canvas.Line(frame.X(truth), frame.Top, frame.X(truth), frame.Bottom, PlotInk.Fourth, 1.4, "1 3");
            canvas.Text(frame.X(truth) + 5, frame.Bottom - 8, $"true mean {NumberText.Fixed(truth, data.Decimals)}", PlotInk.Fourth, halo: true);
        }
    }

    /// <summary>A bin's width is 1, 2, 2.5 or 5 times a power of ten: one digit, or two.</summary>
    private static string Width(double width)
    {
        double digits = width / Math.Pow(10, Math.Floor(Math.Log10(width) + 1e-9));
        return NumberText.Significant(width * (1 + 1e-12), Math.Abs(digits - 2.5) < 0.01 ? 2 : 1);
    }

    private static double BinWidth(int count, double quartiles, double span)
    {
        double wanted = 2 * quartiles / Math.Cbrt(count);
        wanted = Math.Clamp(wanted, span / MaximumBins, span / MinimumBins);
        double power = Math.Pow(10, Math.Floor(Math.Log10(wanted)));
        double[] steps = [1, 2, 2.5, 5, 10];
        return steps.MinBy(step => Math.Abs(Math.Log(step * power / wanted))) * power;
    }

    private static (double X, double Y)[] Density((double Value, double Weight)[] points, double total, double low, double high, double binWidth)
    {
        double mean = points.Sum(point => point.Value * point.Weight) / total;
        double deviation = Math.Sqrt(points.Sum(point => point.Weight * (point.Value - mean) * (point.Value - mean)) / total);
        double effective = total * total / points.Sum(point => point.Weight * point.Weight);
        double bandwidth = Math.Max(0.9 * deviation * Math.Pow(effective, -0.2), 0.3 * binWidth);
        // Points are gathered on a fine grid first, so that a hundred thousand particles cost no more than a hundred.
        const int cells = 512;
        double cell = (high - low) / cells;
        var gathered = new double[cells];
        foreach ((double value, double weight) in points)
        {
            int at = (int)((value - low) / cell);
            if (at < cells) gathered[Math.Max(0, at)] += weight;
        }

        var curve = new (double, double)[CurvePoints + 1];
        for (int i = 0; i <= CurvePoints; i++)
        {
            double x = low + (high - low) * i / CurvePoints, sum = 0;
            for (int c = 0; c < cells; c++)
            {
                if (gathered[c] == 0) continue;
                double z = (x - low - (c + 0.5) * cell) / bandwidth;
                sum += gathered[c] * Math.Exp(-0.5 * z * z);
            }

            curve[i] = (x, 100 * binWidth * sum / (total * bandwidth * Math.Sqrt(2 * Math.PI)));
        }

        return curve;
    }
}
