using System.Globalization;
using System.Net;
using System.Text;

namespace LtoAutoscope.Fem.Output.Figures;

/// <summary>One panel of a figure: what is added first lies lowest.</summary>
/// <param name="title">Above it.</param>
/// <param name="x">Horizontal axis.</param>
/// <param name="y">Vertical axis.</param>
public sealed class FigurePanel(string title, FigureAxis x, FigureAxis y)
{
    private const int Left = 58;
    private const int Right = 12;
    private const int Top = 40;
    private const int Bottom = 42;
    private const string Quiet = "#555";

    /// <summary>Okabe and Ito's colours, readable with colour vision deficiency.</summary>
    private static readonly string[] Inks = ["#0072b2", "#d55e00", "#009e73", "#cc79a7", "#56b4e9", "#7a5c00", "#222222"];

    private readonly List<Item> _items = [];
    private (double[] X, double[] Y, double[,] Values, double Low, double High, string Title, bool Diverging)? _map;

    private enum Kind
    {
        Line,
        Dashed,
        Points,
        Vertical,
        Horizontal,
        Note,
    }

    private sealed record Item(Kind Kind, string Name, (double X, double Y, double Error)[] Points, int Ink);

    /// <summary>A curve; points that are no number break it.</summary>
    /// <param name="name">In the legend; none if empty.</param>
    /// <param name="points">Its points.</param>
    /// <param name="dashed">Whether it is dashed.</param>
    /// <param name="ink">Index of its colour; the next free one if negative.</param>
    public FigurePanel Line(string name, IEnumerable<(double X, double Y)> points, bool dashed = false, int ink = -1)
        => Add(dashed ? Kind.Dashed : Kind.Line, name, points.Select(p => (p.X, p.Y, 0.0)), ink);

    /// <summary>Marks, with error bars of ± <c>Error</c> where it is above 0.</summary>
    public FigurePanel Points(string name, IEnumerable<(double X, double Y, double Error)> points, int ink = -1) => Add(Kind.Points, name, points, ink);

    /// <summary>A thin line across the panel at a value of x.</summary>
    public FigurePanel Vertical(double at, string name = "") => Add(Kind.Vertical, name, [(at, double.NaN, 0)], 6);

    /// <summary>A thin line across the panel at a value of y.</summary>
    public FigurePanel Horizontal(double at, string name = "") => Add(Kind.Horizontal, name, [(double.NaN, at, 0)], 6);

    /// <summary>Words at a place.</summary>
    public FigurePanel Note(double atX, double atY, string text) => Add(Kind.Note, text, [(atX, atY, 0)], 6);

    /// <summary>A map of coloured cells under everything else.</summary>
    /// <param name="xs">Centres along x, evenly spaced on the axis' scale.</param>
    /// <param name="ys">Centres along y.</param>
    /// <param name="values">[x, y]; NaN cells stay white.</param>
    /// <param name="low">Value of the first colour.</param>
    /// <param name="high">Value of the last colour.</param>
    /// <param name="what">Title of the colours.</param>
    /// <param name="diverging">Blue through white to red about the middle, instead of cividis.</param>
    public FigurePanel Map(double[] xs, double[] ys, double[,] values, double low, double high, string what, bool diverging = false)
    {
        _map = (xs, ys, values, low, high, what, diverging);
        return this;
    }

    private FigurePanel Add(Kind kind, string name, IEnumerable<(double X, double Y, double Error)> points, int ink)
    {
        int next = _items.Count(i => i.Kind is Kind.Line or Kind.Dashed or Kind.Points);
        _items.Add(new Item(kind, name, [.. points], ink >= 0 ? ink : next % Inks.Length));
        return this;
    }

    /// <summary>The panel as a group of SVG elements.</summary>
    internal string Render(double atX, double atY, double width, double height)
    {
        double barSpace = _map is null ? 0 : 62, w = width - Left - Right - barSpace, h = height - Top - Bottom;
        var (x0, x1) = _map is { } mx ? Ends(mx.X, x) : x.Range(_items.Where(i => i.Kind != Kind.Note).SelectMany(i => i.Points).Select(p => p.X));
        var (y0, y1) = _map is { } my ? Ends(my.Y, y) : y.Range(_items.Where(i => i.Kind != Kind.Note).SelectMany(i => i.Points).SelectMany(p => new[] { p.Y - p.Error, p.Y + p.Error }));
        var svg = new StringBuilder();
        svg.Append(CultureInfo.InvariantCulture, $"<g transform=\"translate({atX:0.#} {atY:0.#})\">");
        Text(svg, Left, 16, title, "start", "#111", 13);
        Text(svg, Left, 33, y.Title, "start", Quiet, 11);
        Text(svg, Left + w, height - 8, x.Title, "end", Quiet, 11);
        if (_map is { } map) DrawMap(svg, map, X, Y, w, h);
        foreach (var (value, label) in x.Ticks(x0, x1, 6))
        {
            double px = Left + ((value - x0) / (x1 - x0) * w);
            if (_map is null) Rule(svg, px, Top, px, Top + h, "#e2e2e2");
            else Rule(svg, px, Top + h, px, Top + h + 4, Quiet);
            Text(svg, px, Top + h + 16, label, "middle", "#333", 11);
        }

        foreach (var (value, label) in y.Ticks(y0, y1, 5))
        {
            double py = Top + h - ((value - y0) / (y1 - y0) * h);
            if (_map is null) Rule(svg, Left, py, Left + w, py, "#e2e2e2");
            else Rule(svg, Left - 4, py, Left, py, Quiet);
            Text(svg, Left - 6, py + 4, label, "end", "#333", 11);
        }

        string clip = string.Create(CultureInfo.InvariantCulture, $"c{atX:0}-{atY:0}");
        svg.Append(CultureInfo.InvariantCulture, $"<clipPath id=\"{clip}\"><rect x=\"{Left}\" y=\"{Top}\" width=\"{w:0.#}\" height=\"{h:0.#}\"/></clipPath><g clip-path=\"url(#{clip})\">");
        foreach (var item in _items) Draw(svg, item, X, Y, w, h);
        svg.Append("</g>");
        Legend(svg, w, h, X, Y);
        return svg.Append("</g>").ToString();

        double X(double value) => Left + ((x.Scale(value) - x0) / (x1 - x0) * w);
        double Y(double value) => Top + h - ((y.Scale(value) - y0) / (y1 - y0) * h);
    }

    private static (double Low, double High) Ends(double[] centres, FigureAxis axis)
    {
        double first = axis.Scale(centres[0]), last = axis.Scale(centres[^1]), half = (last - first) / (centres.Length - 1) / 2;
        return (first - half, last + half);
    }

    private void DrawMap(StringBuilder svg, (double[] X, double[] Y, double[,] Values, double Low, double High, string Title, bool Diverging) map, Func<double, double> px, Func<double, double> py, double w, double h)
    {
        double cw = w / map.X.Length, ch = h / map.Y.Length;
        for (int j = 0; j < map.Y.Length; j++)
        {
            for (int i = 0; i < map.X.Length;)
            {
                // Neighbours of one colour share a rectangle.
                string? colour = Colour(map.Values[i, j]);
                int end = i + 1;
                while (end < map.X.Length && Colour(map.Values[end, j]) == colour) end++;
                if (colour is not null)
                    svg.Append(CultureInfo.InvariantCulture, $"<rect x=\"{px(map.X[i]) - (cw / 2):0.##}\" y=\"{py(map.Y[j]) - (ch / 2):0.##}\" width=\"{(cw * (end - i)) + 0.3:0.##}\" height=\"{ch + 0.3:0.##}\" fill=\"{colour}\"/>");
                i = end;
            }
        }

        const int Steps = 24;
        double left = Left + w + 12, bh = h / Steps;
        for (int k = 0; k < Steps; k++)
            svg.Append(CultureInfo.InvariantCulture, $"<rect x=\"{left:0.#}\" y=\"{Top + h - ((k + 1) * bh):0.##}\" width=\"10\" height=\"{bh + 0.3:0.##}\" fill=\"{Colour(map.Low + ((k + 0.5) / Steps * (map.High - map.Low)))}\"/>");
        foreach (double at in (double[])[map.Low, (map.Low + map.High) / 2, map.High])
            Text(svg, left + 14, Top + h - ((at - map.Low) / (map.High - map.Low) * h) + 4, at.ToString("0.###", CultureInfo.InvariantCulture), "start", "#333", 10);
        Text(svg, Left + w + 62, 33, map.Title, "end", Quiet, 11);

        string? Colour(double value)
        {
            if (double.IsNaN(value)) return null;
            double t = Math.Clamp((value - map.Low) / (map.High - map.Low), 0, 1);
            t = Math.Round(t * 60) / 60;
            if (!map.Diverging) return Cividis.Hex(t);
            double d = (2 * t) - 1, fade = 1 - Math.Abs(d);
            var (r, g, b) = d < 0 ? (0, 114, 178) : (213, 94, 0);
            return $"#{(int)(r + ((255 - r) * fade)):x2}{(int)(g + ((255 - g) * fade)):x2}{(int)(b + ((255 - b) * fade)):x2}";
        }
    }

    private static void Draw(StringBuilder svg, Item item, Func<double, double> px, Func<double, double> py, double w, double h)
    {
        string ink = Inks[item.Ink];
        switch (item.Kind)
        {
            case Kind.Line or Kind.Dashed:
                bool open = false;
                svg.Append(CultureInfo.InvariantCulture, $"<path fill=\"none\" stroke=\"{ink}\" stroke-width=\"1.8\"{(item.Kind == Kind.Dashed ? " stroke-dasharray=\"5 4\"" : "")} d=\"");
                foreach (var (vx, vy, _) in item.Points)
                {
                    double a = px(vx), b = py(vy);
                    if (!double.IsFinite(a) || !double.IsFinite(b))
                    {
                        open = false;
                        continue;
                    }

                    svg.Append(CultureInfo.InvariantCulture, $"{(open ? 'L' : 'M')}{a:0.#} {b:0.#}");
                    open = true;
                }

                svg.Append("\"/>");
                break;
            case Kind.Points:
                foreach (var (vx, vy, error) in item.Points)
                {
                    if (error > 0) Rule(svg, px(vx), py(vy - error), px(vx), py(vy + error), ink);
                    svg.Append(CultureInfo.InvariantCulture, $"<circle cx=\"{px(vx):0.#}\" cy=\"{py(vy):0.#}\" r=\"2.6\" fill=\"{ink}\"/>");
                }

                break;
            case Kind.Vertical:
                Rule(svg, px(item.Points[0].X), Top, px(item.Points[0].X), Top + h, "#222", "3 3");
                break;
            case Kind.Horizontal:
                Rule(svg, Left, py(item.Points[0].Y), Left + w, py(item.Points[0].Y), "#222", "3 3");
                break;
        }
    }

    private void Legend(StringBuilder svg, double w, double h, Func<double, double> px, Func<double, double> py)
    {
        foreach (var item in _items.Where(i => i.Name.Length > 0 && i.Kind is Kind.Vertical or Kind.Horizontal or Kind.Note))
        {
            if (item.Kind == Kind.Vertical) Text(svg, px(item.Points[0].X) + 3, Top + h - 6, item.Name, "start", "#222", 10);
            else if (item.Kind == Kind.Horizontal) Text(svg, Left + w - 3, py(item.Points[0].Y) - 3, item.Name, "end", "#222", 10);
            else if (item.Name.Length > 0) Text(svg, px(item.Points[0].X), py(item.Points[0].Y), item.Name, "middle", "#222", 11);
        }

        Item[] named = [.. _items.Where(i => i.Name.Length > 0 && i.Kind is Kind.Line or Kind.Dashed or Kind.Points)];
        named = [.. named.Where(i => i.Name.Length > 0)];
        if (named.Length == 0) return;
        // The corner with the fewest points of the curves.
        double wide = 30 + (5.9 * named.Max(i => i.Name.Length)), tall = 6 + (15 * named.Length);
        (double X, double Y)[] corners = [(Left + w - wide - 4, Top + 4), (Left + 6, Top + 4), (Left + 6, Top + h - tall - 4), (Left + w - wide - 4, Top + h - tall - 4)];
        var corner = corners.MinBy(c => _items.SelectMany(i => i.Points).Count(p => px(p.X) >= c.X && px(p.X) <= c.X + wide && py(p.Y) >= c.Y && py(p.Y) <= c.Y + tall));
        svg.Append(CultureInfo.InvariantCulture, $"<rect x=\"{corner.X:0.#}\" y=\"{corner.Y:0.#}\" width=\"{wide:0.#}\" height=\"{tall:0.#}\" rx=\"3\" fill=\"#fff\" fill-opacity=\".82\"/>");
        for (int i = 0; i < named.Length; i++)
        {
            double row = corner.Y + 14 + (15 * i);
            string ink = Inks[named[i].Ink];
            if (named[i].Kind == Kind.Points) svg.Append(CultureInfo.InvariantCulture, $"<circle cx=\"{corner.X + 13:0.#}\" cy=\"{row - 4:0.#}\" r=\"2.6\" fill=\"{ink}\"/>");
            else Rule(svg, corner.X + 4, row - 4, corner.X + 22, row - 4, ink, named[i].Kind == Kind.Dashed ? "5 4" : null, 1.8);
            Text(svg, corner.X + 26, row, named[i].Name, "start", "#111", 11);
        }
    }

    private static void Rule(StringBuilder svg, double x1, double y1, double x2, double y2, string ink, string? dash = null, double width = 1)
        => svg.Append(CultureInfo.InvariantCulture, $"<line x1=\"{x1:0.#}\" y1=\"{y1:0.#}\" x2=\"{x2:0.#}\" y2=\"{y2:0.#}\" stroke=\"{ink}\" stroke-width=\"{width:0.#}\"{(dash is null ? "" : $" stroke-dasharray=\"{dash}\"")}/>");

    private static void Text(StringBuilder svg, double x, double y, string text, string anchor, string ink, int size)
        => svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{x:0.#}\" y=\"{y:0.#}\" fill=\"{ink}\" font-size=\"{size}\" text-anchor=\"{anchor}\">{WebUtility.HtmlEncode(text)}</text>");
}
