using System.Globalization;
using System.Net;
using System.Text;

namespace LtoAutoscope.Reports.Plots;

/// <summary>Collects SVG elements. Inks are presentation attributes with CSS variables, so a page's theme colours them and no inline style is needed.</summary>
internal sealed class SvgCanvas
{
    private readonly StringBuilder _body = new();
    private readonly string _open;

    internal SvgCanvas(int width, int height, string kind, string summary)
        => _open = string.Create(CultureInfo.InvariantCulture,
            $"<svg class=\"plot plot-{kind}\" role=\"img\" aria-label=\"{Encode(summary)}\" xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" width=\"{width}\" height=\"{height}\" font-family=\"inherit\" font-size=\"11\">");

    internal static string Encode(string text) => WebUtility.HtmlEncode(text);

    internal static string Number(double value) => Math.Round(value, 2).ToString("0.##", CultureInfo.InvariantCulture);

    internal void Line(double x1, double y1, double x2, double y2, string ink, double width = 1, string? dash = null)
        => _body.Append(CultureInfo.InvariantCulture, $"<line x1=\"{Number(x1)}\" y1=\"{Number(y1)}\" x2=\"{Number(x2)}\" y2=\"{Number(y2)}\" stroke=\"{ink}\" stroke-width=\"{Number(width)}\"{Dash(dash)}/>");

    internal void Rectangle(double x, double y, double width, double height, string fill, string? stroke = null, double radius = 0)
    {
        if (width <= 0 || height <= 0) return;
        _body.Append(CultureInfo.InvariantCulture, $"<rect x=\"{Number(x)}\" y=\"{Number(y)}\" width=\"{Number(width)}\" height=\"{Number(height)}\" fill=\"{fill}\"");
        if (radius > 0) _body.Append(CultureInfo.InvariantCulture, $" rx=\"{Number(radius)}\"");
        if (stroke is not null) _body.Append(CultureInfo.InvariantCulture, $" stroke=\"{stroke}\" stroke-width=\"1\"");
        _body.Append("/>");
    }

    /// <param name="points">In drawing coordinates.</param>
    /// <param name="stroke">Ink of the line, or none.</param>
    /// <param name="fill">Ink of the area, or none.</param>
    /// <param name="width">Of the line.</param>
    /// <param name="dash">Dash pattern, or null.</param>
    internal void Path(IEnumerable<(double X, double Y)> points, string stroke, string fill = PlotInk.None, double width = 1.8, string? dash = null)
    {
        var path = new StringBuilder();
        foreach ((double x, double y) in points) path.Append(path.Length == 0 ? 'M' : 'L').Append(Number(x)).Append(' ').Append(Number(y));
        if (path.Length == 0) return;
        if (fill != PlotInk.None) path.Append('Z');
        _body.Append(CultureInfo.InvariantCulture, $"<path d=\"{path}\" fill=\"{fill}\" stroke=\"{stroke}\" stroke-width=\"{Number(width)}\" stroke-linejoin=\"round\"{Dash(dash)}/>");
    }

    /// <param name="x">Anchor, x.</param>
    /// <param name="y">Baseline.</param>
    /// <param name="text">Plain text; it is encoded here.</param>
    /// <param name="ink">Ink.</param>
    /// <param name="anchor">start, middle or end.</param>
    /// <param name="size">Font size, px.</param>
    /// <param name="weight">Font weight.</param>
    /// <param name="halo">Whether the ground's ink is laid under it, for text over lines.</param>
    internal void Text(double x, double y, string text, string ink = PlotInk.Quiet, string anchor = "start", double size = 11, int weight = 420, bool halo = false)
    {
        _body.Append(CultureInfo.InvariantCulture, $"<text x=\"{Number(x)}\" y=\"{Number(y)}\" fill=\"{ink}\" text-anchor=\"{anchor}\"");
        if (size != 11) _body.Append(CultureInfo.InvariantCulture, $" font-size=\"{Number(size)}\"");
        if (weight != 420) _body.Append(CultureInfo.InvariantCulture, $" font-weight=\"{weight}\"");
        if (halo) _body.Append(CultureInfo.InvariantCulture, $" stroke=\"{PlotInk.Ground}\" stroke-width=\"3\" stroke-linejoin=\"round\" paint-order=\"stroke\"");
        _body.Append('>').Append(Encode(text)).Append("</text>");
    }

    internal void Mark(PlotMark mark, double x, double y, string ink, double radius = 5)
    {
        switch (mark)
        {
            case PlotMark.Circle:
                _body.Append(CultureInfo.InvariantCulture, $"<circle cx=\"{Number(x)}\" cy=\"{Number(y)}\" r=\"{Number(radius)}\" fill=\"{ink}\"/>");
                break;
            case PlotMark.Square:
                Rectangle(x - radius * 0.9, y - radius * 0.9, radius * 1.8, radius * 1.8, ink);
                break;
            case PlotMark.Diamond:
                Path([(x, y - radius * 1.2), (x + radius * 1.2, y), (x, y + radius * 1.2), (x - radius * 1.2, y)], ink, ink, 1);
                break;
            case PlotMark.Triangle:
                Path([(x, y - radius * 1.1), (x + radius * 1.1, y + radius * 0.9), (x - radius * 1.1, y + radius * 0.9)], ink, ink, 1);
                break;
        }
    }

    /// <summary>Elements that are already SVG.</summary>
    internal void Raw(string svg) => _body.Append(svg);

    internal string Render() => $"{_open}{_body}</svg>";

    private static string Dash(string? dash) => dash is null ? "" : $" stroke-dasharray=\"{dash}\"";
}
