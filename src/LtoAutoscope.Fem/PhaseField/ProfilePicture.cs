using System.Globalization;
using System.Text;
using LtoAutoscope.Fem.Output;

namespace LtoAutoscope.Fem.PhaseField;

/// <summary>The fillings over the radius as SVG, one line a moment, the darker the emptier the particle; lithiation left, delithiation right.</summary>
public static class ProfilePicture
{
    private const int PanelWidth = 300, PanelHeight = 220, Left = 44, Top = 34, Gap = 40;

    /// <summary>Draws.</summary>
    public static string Draw(PhaseFieldOutcome outcome)
    {
        ArgumentNullException.ThrowIfNull(outcome);
        int turn = 0;
        while (turn < outcome.Profiles.Count - 1 && outcome.Profiles[turn].At.Filling < outcome.Lithiated - 1e-9) turn++;
        int width = Left + (2 * PanelWidth) + Gap + 16, height = Top + PanelHeight + 46;
        var svg = new StringBuilder();
        svg.Append(CultureInfo.InvariantCulture, $"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" role=\"img\" font-family=\"Inter, system-ui, sans-serif\" font-size=\"12\" fill=\"currentColor\">");
        svg.Append("<title>Filling over the radius at moments of lithiation and delithiation</title>");
        Panel(svg, outcome, 0, turn, Left, "lithiation");
        Panel(svg, outcome, turn + 1, outcome.Profiles.Count - 1, Left + PanelWidth + Gap, "delithiation");
        return svg.Append("</svg>").ToString();
    }

    private static void Panel(StringBuilder svg, PhaseFieldOutcome outcome, int from, int to, int left, string title)
    {
        double radius = outcome.RadiiM[^1] + (0.5 * (outcome.RadiiM[1] - outcome.RadiiM[0]));
        svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{left}\" y=\"{Top - 12}\" font-weight=\"600\">{title}</text>");
        svg.Append(CultureInfo.InvariantCulture, $"<path d=\"M{left} {Top}V{Top + PanelHeight}H{left + PanelWidth}\" fill=\"none\" stroke=\"currentColor\" stroke-opacity=\".5\"/>");
        foreach (double tick in (double[])[0, 0.5, 1])
            svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{left - 6}\" y=\"{Top + PanelHeight - (tick * PanelHeight) + 4:0.#}\" text-anchor=\"end\">{tick:0.#}</text>");
        svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{left}\" y=\"{Top + PanelHeight + 16}\">0</text><text x=\"{left + PanelWidth}\" y=\"{Top + PanelHeight + 16}\" text-anchor=\"end\">{radius * 1e9:0.#} nm</text>");
        svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{left + (PanelWidth / 2)}\" y=\"{Top + PanelHeight + 34}\" text-anchor=\"middle\">distance from the centre</text>");
        for (int p = from; p <= to; p++)
        {
            var (at, filling) = outcome.Profiles[p];
            svg.Append(CultureInfo.InvariantCulture, $"<polyline fill=\"none\" stroke=\"{Cividis.Hex(at.Filling)}\" stroke-width=\"1.6\" points=\"");
            for (int i = 0; i < filling.Length; i++)
                svg.Append(CultureInfo.InvariantCulture, $"{left + (PanelWidth * outcome.RadiiM[i] / radius):0.#},{Top + (PanelHeight * (1 - filling[i])):0.#} ");
            svg.Append(CultureInfo.InvariantCulture, $"\"><title>{at.TimeS / 3600:0.00} h, {at.VoltageV:0.000} V, mean filling {at.Filling:0.000}</title></polyline>");
        }
    }
}
