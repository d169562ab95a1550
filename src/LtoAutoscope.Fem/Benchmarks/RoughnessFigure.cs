using System.Globalization;
using System.Text;
using LtoAutoscope.Fem.Microstructures;

namespace LtoAutoscope.Fem.Benchmarks;

/// <summary>The study of rough particles as SVG: dimensions of cut and surface, and the area, against the silhouette's dimension.</summary>
public static class RoughnessFigure
{
    private static readonly string[] Colours = ["#d1495b", "#edae49", "#2e8b57", "#30638e"];

    /// <summary>Draws.</summary>
    public static string Draw(IReadOnlyList<RoughnessStudyRow> rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        var svg = new StringBuilder("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 860 400\" font-family=\"Inter, system-ui, sans-serif\" font-size=\"13\"><rect width=\"860\" height=\"400\" fill=\"#fff\"/>");
        Panel(svg, 60, "D of a planar cut − 1 (rings), D of the surface − 2 (dots)", 0.45, (row, colour, at) =>
        {
            var (x, cut) = at(row.SilhouetteDimension - 1, row.CutDimension - 1);
            var (_, surface) = at(0, row.SurfaceDimension - 2);
            return Text($"<circle cx=\"{x:0.#}\" cy=\"{cut:0.#}\" r=\"4\" fill=\"none\" stroke=\"{colour}\"/><circle cx=\"{x:0.#}\" cy=\"{surface:0.#}\" r=\"3\" fill=\"{colour}\"/>");
        }, x => x);
        Panel(svg, 490, "ln(area / smooth area) at 0.02 of the diameter", 1.0, (row, colour, at) =>
        {
            int i = Nearest(row, 0.02);
            double length = Length(row, i);
            var (x, y) = at(row.SilhouetteDimension - 1, -row.AreaExponents[i] * Math.Log(length));
            return Text($"<circle cx=\"{x:0.#}\" cy=\"{y:0.#}\" r=\"3\" fill=\"{colour}\"/>");
        }, x => Math.Log(Roughness.AreaFactor(1 + x, 1, Length(rows[0], Nearest(rows[0], 0.02)))));
        for (int i = 0; i < Colours.Length; i++)
        {
            double hurst = rows.Select(r => r.Hurst).Distinct().Order().ElementAtOrDefault(i);
            svg.Append(Text($"<circle cx=\"{80 + (70 * i)}\" cy=\"58\" r=\"4\" fill=\"{Colours[i]}\"/><text x=\"{90 + (70 * i)}\" y=\"62\">H {hurst:0.0}</text>"));
        }

        return svg.Append("</svg>\n").ToString();

        void Panel(StringBuilder target, double left, string title, double top, Func<RoughnessStudyRow, string, Func<double, double, (double X, double Y)>, string> mark, Func<double, double> line)
        {
            const double Width = 340, Height = 290, Right = 0.16, Bottom = 350;
            (double X, double Y) At(double x, double y) => (left + (x / Right * Width), Bottom - (Math.Clamp(y / top, -0.05, 1.05) * Height));
            target.Append(Text($"<text x=\"{left}\" y=\"36\">{title}</text><path d=\"M{left} {Bottom - Height}V{Bottom}H{left + Width}\" fill=\"none\" stroke=\"#444\"/>"));
            for (int i = 0; i <= 4; i++)
            {
                var (x, y) = At(Right * i / 4, top * i / 4);
                target.Append(Text($"<text x=\"{x:0.#}\" y=\"368\" text-anchor=\"middle\">{Right * i / 4:0.00}</text><text x=\"{left - 8}\" y=\"{y + 4:0.#}\" text-anchor=\"end\">{top * i / 4:0.00}</text>"));
            }

            target.Append(Text($"<text x=\"{left + (Width / 2)}\" y=\"388\" text-anchor=\"middle\">D of the silhouette − 1</text>"));
            var path = string.Join('L', Enumerable.Range(0, 33).Select(i => At(Right * i / 32, line(Right * i / 32))).Select(p => Text($"{p.X:0.#} {p.Y:0.#}")));
            target.Append(Text($"<path d=\"M{path}\" fill=\"none\" stroke=\"#888\" stroke-dasharray=\"5 4\"/>"));
            double[] hursts = [.. rows.Select(r => r.Hurst).Distinct().Order()];
            foreach (var row in rows) target.Append(mark(row, Colours[Array.IndexOf(hursts, row.Hurst) % Colours.Length], At));
        }
    }

    private static int Nearest(RoughnessStudyRow row, double length)
        => Enumerable.Range(0, row.AreaExponents.Length).MinBy(i => Math.Abs(Math.Log(Length(row, i) / length)));

    private static double Length(RoughnessStudyRow row, int i) => row.FinestLength * Math.Pow(2, row.AreaExponents.Length - 1 - i);

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
