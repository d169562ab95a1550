using System.Globalization;
using System.Net;
using System.Text;

namespace LtoAutoscope.Imaging.Metrology.KnownAnswers;

/// <summary>A figure for the documentation: curves over a logarithmic axis, as SVG.</summary>
/// <param name="title">Above the plot.</param>
/// <param name="xTitle">Under it.</param>
/// <param name="yTitle">Left of the title.</param>
/// <param name="logarithmicY">Whether y is logarithmic as well.</param>
public sealed class LogPlot(string title, string xTitle, string yTitle, bool logarithmicY)
{
    private const double Width = 640, Height = 400, Left = 62, Right = 176, Top = 50, Bottom = 48;
    private static readonly string[] Inks = ["#0072b2", "#d55e00", "#009e73", "#cc79a7", "#56b4e9", "#7a5c00"];
    private readonly List<(string Name, bool Dashed, (double X, double Y)[] Points)> curves = [];

    /// <summary>Adds a curve; points that are no number are left out.</summary>
    public void Add(string name, IEnumerable<(double X, double Y)> points, bool dashed = false)
        => curves.Add((name, dashed, [.. points.Where(static p => double.IsFinite(p.X) && double.IsFinite(p.Y))]));

    /// <summary>The figure.</summary>
    public string ToSvg()
    {
        (double x0, double x1) = Range(curves.SelectMany(static c => c.Points).Select(static p => Math.Log10(p.X)), 0.02);
        (double y0, double y1) = Range(curves.SelectMany(static c => c.Points).Select(p => Scale(p.Y)), 0.06);
        var svg = new StringBuilder();
        svg.Append(CultureInfo.InvariantCulture, $"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {Width} {Height}\" font-family=\"sans-serif\" font-size=\"12\"><rect width=\"{Width}\" height=\"{Height}\" fill=\"#fff\"/>");
        Text(svg, Left, 20, title, "start", "#111", 14);
        Text(svg, Left, 40, yTitle, "start", "#555", 12);
        Text(svg, Width - Right, Height - 10, xTitle, "end", "#555", 12);
        foreach (double tick in LogTicks(x0, x1))
        {
            Line(svg, X(Math.Log10(tick)), Top, X(Math.Log10(tick)), Height - Bottom);
            Text(svg, X(Math.Log10(tick)), Height - Bottom + 17, Number(tick), "middle", "#333", 12);
        }

        foreach (double tick in logarithmicY ? LogTicks(y0, y1) : Ticks(y0, y1))
        {
            Line(svg, Left, Y(Scale(tick)), Width - Right, Y(Scale(tick)));
            Text(svg, Left - 7, Y(Scale(tick)) + 4, Number(tick), "end", "#333", 12);
        }

        for (int c = 0; c < curves.Count; c++)
        {
            (string name, bool dashed, (double X, double Y)[] points) = curves[c];
            string ink = Inks[c % Inks.Length];
            svg.Append(CultureInfo.InvariantCulture, $"<polyline fill=\"none\" stroke=\"{ink}\" stroke-width=\"2\"{(dashed ? " stroke-dasharray=\"5 4\"" : "")} points=\"");
            foreach ((double x, double y) in points) svg.Append(CultureInfo.InvariantCulture, $"{X(Math.Log10(x)):0.0},{Y(Scale(y)):0.0} ");
            svg.Append("\"/>");
            double row = Top + 12 + 22 * c;
            svg.Append(CultureInfo.InvariantCulture, $"<line x1=\"{Width - Right + 12}\" y1=\"{row - 4}\" x2=\"{Width - Right + 34}\" y2=\"{row - 4}\" stroke=\"{ink}\" stroke-width=\"2\"{(dashed ? " stroke-dasharray=\"5 4\"" : "")}/>");
            Text(svg, Width - Right + 40, row, name, "start", "#111", 12);
        }

        return svg.Append("</svg>\n").ToString();

        double X(double value) => Left + (value - x0) / (x1 - x0) * (Width - Left - Right);
        double Y(double value) => Height - Bottom - (value - y0) / (y1 - y0) * (Height - Top - Bottom);
    }

    private double Scale(double y) => logarithmicY ? Math.Log10(y) : y;

    private static (double Low, double High) Range(IEnumerable<double> values, double margin)
    {
        double low = double.MaxValue, high = double.MinValue;
        foreach (double value in values) (low, high) = (Math.Min(low, value), Math.Max(high, value));
        double more = Math.Max(high - low, 1e-6) * margin;
        return (low - more, high + more);
    }

    /// <summary>1, 2 and 5 of each decade; when those are fewer than three, even steps.</summary>
    private static double[] LogTicks(double low, double high)
    {
        List<double> ticks = [];
        for (int decade = (int)Math.Floor(low); decade <= high; decade++)
            foreach (double step in (double[])[1, 2, 5])
                if (Math.Log10(step) + decade >= low && Math.Log10(step) + decade <= high) ticks.Add(step * Math.Pow(10, decade));
        return ticks.Count >= 3 ? [.. ticks] : Ticks(Math.Pow(10, low), Math.Pow(10, high));
    }

    private static double[] Ticks(double low, double high)
    {
        double raw = (high - low) / 5, power = Math.Pow(10, Math.Floor(Math.Log10(raw)));
        double step = power * ((double[])[1, 2, 5, 10]).First(s => s * power >= raw);
        return [.. Enumerable.Range((int)Math.Ceiling(low / step), (int)Math.Floor(high / step) - (int)Math.Ceiling(low / step) + 1).Select(i => i * step)];
    }

    private static void Line(StringBuilder svg, double x1, double y1, double x2, double y2)
        => svg.Append(CultureInfo.InvariantCulture, $"<line x1=\"{x1:0.0}\" y1=\"{y1:0.0}\" x2=\"{x2:0.0}\" y2=\"{y2:0.0}\" stroke=\"#ddd\"/>");

    private static void Text(StringBuilder svg, double x, double y, string text, string anchor, string ink, int size)
        => svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{x:0.0}\" y=\"{y:0.0}\" fill=\"{ink}\" font-size=\"{size}\" text-anchor=\"{anchor}\">{WebUtility.HtmlEncode(text)}</text>");

    private static string Number(double value) => value.ToString("0.###", CultureInfo.InvariantCulture);
}
