using LtoAutoscope.Reports.Runs.Sections;
using static LtoAutoscope.Reports.Runs.HtmlText;

namespace LtoAutoscope.Reports.Runs;

/// <summary>
/// The report of one run: a single HTML file with everything in it (style, drawings, pictures), which opens anywhere, prints to A4, and runs no script.
/// Each figure has its unit, interval and n; what is not known is an en dash with the reason.
/// </summary>
public static class RunReport
{
    /// <summary>Renders it. The same model gives the same bytes.</summary>
    /// <returns>A whole HTML document.</returns>
    public static string Render(RunReportModel model) => $"""
        <!doctype html>
        <html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
        <meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; style-src 'unsafe-inline'">
        <title>{E(model.Run.Sample.Name)} · {E(model.Run.RunId)}</title><style>{ReportStyle.Css}</style></head><body><main>
        {HeadlineSection.Render(model)}
        {TruthSection.Render(model)}
        {SizeSection.Render(model)}
        {UncertaintySection.Render(model)}
        {CellSection.Render(model)}
        {FramesSection.Render(model)}
        {MaterialSection.Render(model)}
        {ProvenanceSection.Render(model)}
        <footer>LtoAutoscope {E(model.Run.SoftwareVersion)} · report made {E(FormattableString.Invariant($"{model.GeneratedAt.UtcDateTime:yyyy-MM-dd HH:mm} UTC"))} · the same figures: particles.csv, morphology.json, fem/result.json, prediction.json in the run folder</footer>
        </main></body></html>
        """;
}
