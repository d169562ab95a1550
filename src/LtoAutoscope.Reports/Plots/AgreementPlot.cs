using LtoAutoscope.Reports.Text;

namespace LtoAutoscope.Reports.Plots;

/// <summary>Panels of measured against true values, side by side, with the line of equality and the band of the error asked for.</summary>
public static class AgreementPlot
{
    private const int Panel = 300, Height = 320, LineSteps = 40;

    /// <summary>Draws them.</summary>
    public static string Render(IReadOnlyList<AgreementData> panels)
    {
        ArgumentNullException.ThrowIfNull(panels);
        var canvas = new SvgCanvas(Panel * Math.Max(1, panels.Count), Height, "agreement", string.Join("; ", panels.Select(Summary)));
        for (int i = 0; i < panels.Count; i++) Draw(canvas, panels[i], i * Panel);
        return canvas.Render();
    }

    private static string Summary(AgreementData data) => $"{data.Quantity}: measured against true for {NumberText.Count(Known(data).Length)} samples";

    private static (double True, double Measured)[] Known(AgreementData data)
        => [.. data.Points.Where(point => double.IsFinite(point.True) && double.IsFinite(point.Measured) && (!data.IsLogarithmic || (point.True > 0 && point.Measured > 0)))];

    private static void Draw(SvgCanvas canvas, AgreementData data, double left)
    {
        (double True, double Measured)[] points = Known(data);
        canvas.Text(left + 8, 12, data.Quantity, PlotInk.Strong, size: 12, weight: 540);
        if (points.Length == 0)
        {
            canvas.Text(left + Panel / 2.0, Height / 2.0, "– no sample has it", PlotInk.Quiet, "middle");
            return;
        }

        double low = points.Min(p => Math.Min(p.True, p.Measured)), high = points.Max(p => Math.Max(p.True, p.Measured));
        (low, high) = data.IsLogarithmic ? (low / 1.15, high * 1.15) : (low - 0.06 * (high - low) - 1e-6, high + 0.06 * (high - low) + 1e-6);
        double x0 = left + 48, x1 = left + Panel - 14, y0 = Height - 42, y1 = 26;
        foreach (double tick in Ticks(data, low, high))
        {
            canvas.Line(x0, Y(tick), x1, Y(tick), PlotInk.Grid);
            canvas.Text(x0 - 6, Y(tick) + 4, Label(tick), PlotInk.Quiet, "end");
            canvas.Line(X(tick), y0, X(tick), y0 + 4, PlotInk.Axis);
            canvas.Text(X(tick), y0 + 16, Label(tick), PlotInk.Quiet, "middle");
        }

        double[] line = [.. Enumerable.Range(0, LineSteps + 1).Select(i => data.IsLogarithmic ? low * Math.Pow(high / low, (double)i / LineSteps) : low + (high - low) * i / LineSteps)];
        canvas.Path([.. line.Select(v => (X(v), Y(Off(v, 1)))), .. line.Reverse().Select(v => (X(v), Y(Off(v, -1))))], PlotInk.None, PlotInk.Band);
        canvas.Line(X(low), Y(low), X(high), Y(high), PlotInk.Axis);
        foreach ((double truth, double found) in points) canvas.Mark(PlotMark.Circle, X(truth), Y(found), PlotInk.First, 3.2);
        canvas.Line(x0, y0, x1, y0, PlotInk.Axis);
        canvas.Text(x1, y0 + 32, $"true{Unit()}", PlotInk.Quiet, "end");
        canvas.Text(x0 + 6, y1 + 12, $"measured{Unit()}", PlotInk.Quiet, halo: true);
        canvas.Text(x1 - 4, y0 - 8, $"band: ± {(data.IsRelative ? NumberText.Percent(data.Target, 0) : NumberText.Fixed(data.Target, 2))}", PlotInk.Quiet, "end", halo: true);

        double X(double value) => x0 + Share(value) * (x1 - x0);
        double Y(double value) => y0 - Share(value) * (y0 - y1);
        double Share(double value) => Math.Clamp(data.IsLogarithmic ? Math.Log(value / low) / Math.Log(high / low) : (value - low) / (high - low), 0, 1);
        double Off(double value, int sign) => data.IsRelative ? value * (1 + sign * data.Target) : value + sign * data.Target;
        string Unit() => data.Unit.Length > 0 ? $", {data.Unit}" : "";
    }

    private static IEnumerable<double> Ticks(AgreementData data, double low, double high)
    {
        if (!data.IsLogarithmic) return NiceTicks.Within(low, high, 5).Values;
        return Enumerable.Range((int)Math.Floor(Math.Log10(low)), 2 + (int)Math.Ceiling(Math.Log10(high / low)))
            .SelectMany(decade => (double[])[Math.Pow(10, decade), 2 * Math.Pow(10, decade), 5 * Math.Pow(10, decade)]).Where(tick => tick >= low && tick <= high);
    }

    private static string Label(double tick) => tick.ToString("0.###", System.Globalization.CultureInfo.InvariantCulture);
}
