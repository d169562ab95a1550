using LtoAutoscope.Reports.Nights.Sections;
using static LtoAutoscope.Reports.Runs.HtmlText;

namespace LtoAutoscope.Reports.Nights;

/// <summary>
/// The morning page: a single HTML file with everything in it (style, drawings, pictures), which opens anywhere, prints to A4, and runs no script. Dark on a screen, light on paper.
/// </summary>
public static class NightPage
{
    /// <summary>Renders it. The same summary gives the same bytes.</summary>
    /// <returns>A whole HTML document.</returns>
    public static string Render(NightSummary night)
    {
        ArgumentNullException.ThrowIfNull(night);
        return $"""
            <!doctype html>
            <html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
            <meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; style-src 'unsafe-inline'">
            <title>{E(FormattableString.Invariant($"Night of {night.Date:yyyy-MM-dd}"))} · {E(night.Instrument)}</title><style>{NightStyle.Css}</style></head><body>
            {NightSymbols.Svg}
            <main class="paper">
            {HeadSection.Render(night)}
            {TaskSection.Render(night)}
            {ResultSection.Render(night)}
            <div class="grid">
            {TimeSection.Render(night)}
            {ComparisonSection.Render(night)}
            {TileSection.Render(night)}
            {IncidentSection.Render(night)}
            {ConvergenceSection.Render(night)}
            {CalibrationSection.Render(night)}
            </div>
            {FootSection.Render(night)}
            </main></body></html>
            """;
    }
}
