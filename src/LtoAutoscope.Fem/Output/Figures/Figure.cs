using System.Globalization;
using System.Net;
using System.Text;

namespace LtoAutoscope.Fem.Output.Figures;

/// <summary>Panels side by side as one SVG, for reports and documentation.</summary>
public static class Figure
{
    /// <summary>Draws.</summary>
    /// <param name="caption">What the figure shows, for readers who cannot see it.</param>
    /// <param name="panels">The panels, row by row.</param>
    /// <param name="columns">Panels in a row.</param>
    /// <param name="width">Width of a panel.</param>
    /// <param name="height">Height of a panel.</param>
    public static string Draw(string caption, IReadOnlyList<FigurePanel> panels, int columns = 2, int width = 400, int height = 300)
    {
        ArgumentNullException.ThrowIfNull(panels);
        columns = Math.Max(1, Math.Min(columns, panels.Count));
        int rows = (panels.Count + columns - 1) / columns;
        var svg = new StringBuilder();
        svg.Append(CultureInfo.InvariantCulture, $"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {columns * width} {rows * height}\" role=\"img\" font-family=\"sans-serif\" font-size=\"11\"><title>{WebUtility.HtmlEncode(caption)}</title>");
        svg.Append(CultureInfo.InvariantCulture, $"<rect width=\"{columns * width}\" height=\"{rows * height}\" fill=\"#fff\"/>");
        for (int i = 0; i < panels.Count; i++) svg.Append(panels[i].Render(i % columns * width, i / columns * height, width, height)).Append('\n');
        return svg.Append("</svg>\n").ToString();
    }
}
