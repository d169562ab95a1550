using LtoAutoscope.Domain.Particles;
using LtoAutoscope.Reports.Text;

namespace LtoAutoscope.Reports.Plots;

/// <summary>Distributions of one or more samples: bars (of one sample), densities with bands, cumulative shares with bands, percentiles. It draws the figures that it is given and computes none.</summary>
public static class DistributionPlot
{
    private const int NoteHeight = 16;
    private static readonly string[] Inks = [PlotInk.First, PlotInk.Second, PlotInk.Third, PlotInk.Fourth];
    private static readonly string[] Dashes = ["", "7 3", "2 3", "8 3 2 3"];

    /// <summary>Draws it.</summary>
    /// <param name="data">What it shows.</param>
    /// <param name="size">Of the plot; the notes come below it.</param>
    /// <returns>An <c>svg</c> element with <c>desc</c> and <c>metadata</c>.</returns>
    public static string Render(DistributionPlotData data, PlotSize size)
    {
        ArgumentNullException.ThrowIfNull(data);
        if (data.Layout is not { } layout || data.Series.Count == 0) return EmptyPlot.Render(size, "distribution", data.Title, "fewer than two different values");
        int height = size.Height + NoteHeight * data.Notes.Count + 10;
        var canvas = new SvgCanvas(size.Width, height, "distribution", Summary(data));
        canvas.Raw($"<desc>{SvgCanvas.Encode(Summary(data))}</desc><metadata>{SvgCanvas.Encode(string.Join('\n', data.Facts.Select(fact => $"{fact.Key}: {fact.Value}")))}</metadata>");
        canvas.Rectangle(0, 0, size.Width, height, PlotInk.Ground);
        double Scale(double value) => layout.IsLogarithmic ? Math.Log10(value) : value;
        bool single = data.Series.Count == 1;
        double top = 100 * data.Series.Max(series => Math.Max(single ? series.Distribution.Bins.Max(bin => bin.Share.Value) : 0, series.Distribution.Density.Max(point => Finite(point.Share.High, point.Share.Value))));
        var frame = new PlotFrame(size, (layout.Low, layout.Low + layout.Bins * layout.Width), (0, NiceTicks.Around(0, top * 1.06).High), left: 52, right: 58, top: 62);
        Axes(canvas, frame, data, layout);
        for (int i = 0; i < data.Series.Count; i++) Draw(canvas, frame, data.Series[i].Name, data.Series[i].Distribution, i, single, Scale);
        if (single) Percentiles(canvas, frame, data, data.Series[0].Distribution, Scale);
        for (int i = 0; i < data.Notes.Count; i++) canvas.Text(8, size.Height + 12 + i * NoteHeight, data.Notes[i]);
        return canvas.Render();
    }

    /// <summary>The picture in words.</summary>
    public static string Summary(DistributionPlotData data)
    {
        ArgumentNullException.ThrowIfNull(data);
        IEnumerable<string> samples = data.Series.Select(series => $"{series.Name}: D10 {With(series.Distribution.D10)}, D50 {With(series.Distribution.D50)}, D90 {With(series.Distribution.D90)}, n = {NumberText.Count(series.Distribution.Count)}");
        return $"Distribution of {data.Axis}, {data.Weighting}. {string.Join("; ", samples)}. Intervals 95 %, frames as clusters.";

        string With(Estimate estimate) => double.IsFinite(estimate.Low)
            ? $"{NumberText.WithUnit(estimate.Value, data.Decimals, data.Unit)} ({NumberText.Range(estimate.Low, estimate.High, data.Decimals, data.Unit)})"
            : NumberText.WithUnit(estimate.Value, data.Decimals, data.Unit);
    }

    private static void Axes(SvgCanvas canvas, PlotFrame frame, DistributionPlotData data, DistributionLayout layout)
    {
        NiceTicks vertical = NiceTicks.Within(frame.YLow, frame.YHigh);
        foreach (double tick in vertical.Values)
        {
            canvas.Line(frame.Left, frame.Y(tick), frame.Right, frame.Y(tick), PlotInk.Grid);
            canvas.Text(frame.Left - 7, frame.Y(tick) + 4, vertical.Label(tick), PlotInk.Quiet, "end");
        }

        canvas.Line(frame.Left, frame.Bottom, frame.Right, frame.Bottom, PlotInk.Axis);
        foreach ((double at, string label) in layout.IsLogarithmic ? LogTicks(frame) : [.. NiceTicks.Within(frame.XLow, frame.XHigh).Values.Select(tick => (tick, NiceTicks.Within(frame.XLow, frame.XHigh).Label(tick)))])
        {
            canvas.Line(frame.X(at), frame.Bottom, frame.X(at), frame.Bottom + 4, PlotInk.Axis);
            canvas.Text(frame.X(at), frame.Bottom + 16, label, PlotInk.Quiet, "middle");
        }

        foreach (int percent in (int[])[0, 25, 50, 75, 100]) canvas.Text(frame.Right + 8, frame.Bottom - percent / 100.0 * (frame.Bottom - frame.Top) + 4, $"{percent} %");
        string per = layout.IsLogarithmic ? $"per {Width(layout.Width)} decades" : $"per {Width(layout.Width)} {data.Unit}".TrimEnd();
        canvas.Text(2, 30, $"% of {data.Share} {per}");
        canvas.Text(frame.Right + 54, 30, "cumulative share (dotted)", PlotInk.Quiet, "end");
        canvas.Text(frame.Right, frame.Bottom + 32, data.Axis + (layout.IsLogarithmic ? ", logarithmic" : ""), PlotInk.Quiet, "end");
        canvas.Text(2, 14, $"{data.Title}, {data.Weighting}", PlotInk.Strong, size: 13, weight: 640);
    }

    private static (double, string)[] LogTicks(PlotFrame frame)
    {
        List<(double, string)> ticks = [];
        bool wide = frame.XHigh - frame.XLow > 1.5;
        for (int decade = (int)Math.Floor(frame.XLow); decade <= frame.XHigh; decade++)
        {
            foreach (int digit in wide ? (int[])[1, 2, 5] : [1, 2, 3, 4, 5, 6, 8])
            {
                double at = decade + Math.Log10(digit);
                if (at >= frame.XLow - 1e-9 && at <= frame.XHigh + 1e-9) ticks.Add((at, NumberText.Significant(digit * Math.Pow(10, decade), 1)));
            }
        }

        return [.. ticks];
    }

    private static void Draw(SvgCanvas canvas, PlotFrame frame, string name, Distribution distribution, int index, bool single, Func<double, double> scale)
    {
        string ink = Inks[index % Inks.Length];
        if (single)
        {
            foreach (DistributionBin bin in distribution.Bins.Where(bin => bin.Share.Value > 0))
            {
                double x = frame.X(scale(bin.From)), y = frame.Y(100 * bin.Share.Value);
                canvas.Rectangle(x + 0.5, y, Math.Max(0.5, frame.X(scale(bin.To)) - x - 1), frame.Bottom - y, PlotInk.Fill);
            }
        }

        DistributionPoint[] banded = [.. distribution.Density.Where(point => double.IsFinite(point.Share.Low))];
        if (banded.Length > 1 && single)
            canvas.Path([.. banded.Select(point => (frame.X(scale(point.At)), frame.Y(100 * point.Share.High))), .. banded.Reverse().Select(point => (frame.X(scale(point.At)), frame.Y(100 * point.Share.Low)))], PlotInk.None, PlotInk.Band);
        canvas.Path(distribution.Density.Select(point => (frame.X(scale(point.At)), frame.Y(100 * point.Share.Value))), ink, dash: Dashes[index % Dashes.Length] is { Length: > 0 } dash ? dash : null);
        double Share(double share) => frame.Bottom - share * (frame.Bottom - frame.Top);
        DistributionPoint[] sure = [.. distribution.Cumulative.Where(point => double.IsFinite(point.Share.Low))];
        string second = single ? PlotInk.Second : ink;
        if (sure.Length > 1)
        {
            canvas.Path(sure.Select(point => (frame.X(scale(point.At)), Share(point.Share.Low))), second, width: 0.7);
            canvas.Path(sure.Select(point => (frame.X(scale(point.At)), Share(point.Share.High))), second, width: 0.7);
        }

        canvas.Path(distribution.Cumulative.Select(point => (frame.X(scale(point.At)), Share(point.Share.Value))), second, width: 1.6, dash: "2 3");
        if (single) return;
        DistributionPoint crest = distribution.Density.MaxBy(point => point.Share.Value)!;
        canvas.Text(frame.X(scale(crest.At)) + 6, Math.Max(frame.Top + 4, frame.Y(100 * crest.Share.Value) - 6), name, ink, weight: 540, halo: true);
    }

    private static void Percentiles(SvgCanvas canvas, PlotFrame frame, DistributionPlotData data, Distribution distribution, Func<double, double> scale)
    {
        double end = double.NegativeInfinity;
        foreach ((string name, Estimate estimate) in (ReadOnlySpan<(string, Estimate)>)[("D10", distribution.D10), ("D50", distribution.D50), ("D90", distribution.D90)])
        {
            double at = scale(estimate.Value);
            if (!(at >= frame.XLow && at <= frame.XHigh)) continue;
            string label = $"{name} {NumberText.Fixed(estimate.Value, data.Decimals)}";
            double x = frame.X(at), half = 3.2 * label.Length;
            double lift = x - half < end ? 14 : 0;
            canvas.Line(x, frame.Top - 4, x, frame.Bottom, PlotInk.Strong, 1, "3 3");
            canvas.Text(Math.Clamp(x, frame.Left + half, frame.Right - half), frame.Top - 8 - lift, label, PlotInk.Strong, "middle", weight: 540, halo: true);
            end = x + half;
        }
    }

    /// <summary>A bar's width is 1, 2, 2.5, 4 or 5 times a power of ten: one digit, or two.</summary>
    private static string Width(double width)
    {
        double digits = width / Math.Pow(10, Math.Floor(Math.Log10(width) + 1e-9));
        return NumberText.Significant(width * (1 + 1e-12), Math.Abs(digits - 2.5) < 0.01 ? 2 : 1);
    }

    private static double Finite(double value, double otherwise) => double.IsFinite(value) ? value : otherwise;
}
