using LtoAutoscope.Reports.Runs.Sections;
using static LtoAutoscope.Reports.Runs.HtmlText;

namespace LtoAutoscope.Reports.Runs;

/// <summary>
/// The report of one sample: a single HTML file with everything in it (style, drawings, pictures), which opens anywhere, prints to A4, and runs no script.
/// Its sections are those that ISO 19749 asks of a report on particle size by scanning electron microscopy, in that order; each figure has its unit, interval and n, and what is not known is an
/// en dash with the reason. <see cref="ReportJson"/> holds the same for programs.
/// </summary>
/// <remarks>Source of the order: ISO 19749:2021, Nanotechnologies – Measurements of particle size and shape distributions by scanning electron microscopy, clause on the test report.</remarks>
public static class RunReport
{
    /// <summary>Renders it. The same model gives the same bytes.</summary>
    /// <returns>A whole HTML document.</returns>
    public static string Render(RunReportModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        (string Title, string Body)[] parts =
        [
            ("Sample", SampleSection.Render(model)),
            ("Instrument", InstrumentSection.Render(model)),
            ("Conditions", ConditionsSection.Render(model)),
            ("Calibration", CalibrationSection.Render(model)),
            ("Number of particles", CountSection.Render(model)),
            ("Size and shape distributions", SizeSection.Render(model) + UncertaintySection.Render(model) + TruthSection.Render(model)),
            ("Images", ImagesSection.Render(model)),
            ("Cell model", CellSection.Render(model)),
            ("Prediction", PredictionSection.Render(model)),
            ("Provenance", ProvenanceSection.Render(model)),
            ("Limits", Card("What these figures do not tell", null, $"<ul>{string.Concat(ReportLimits.Of(model).Select(limit => $"<li>{E(limit)}</li>"))}</ul>", "w12")),
        ];
        string contents = string.Concat(parts.Select((part, i) => FormattableString.Invariant($"<li><a href=\"#s{i + 1}\">{E(part.Title)}</a></li>")));
        return $"""
            <!doctype html>
            <html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
            <meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; style-src 'unsafe-inline'">
            <title>{E(model.Run.Sample.Name)} · {E(model.Run.RunId)}</title><style>{ReportStyle.Css}{Page(model)}</style></head><body><main>
            {HeadlineSection.Render(model)}
            <nav class="contents" aria-label="Sections"><ol>{contents}</ol></nav>
            {string.Concat(parts.Select((part, i) => Part(i + 1, part.Title, part.Body)))}
            <footer>LtoAutoscope {E(model.Run.SoftwareVersion)} · report made {E(FormattableString.Invariant($"{model.GeneratedAt.UtcDateTime:yyyy-MM-dd HH:mm} UTC"))} · the same for programs: report.json; the figures behind it: particles.csv, morphology.json, fem/result.json, prediction.json</footer>
            </main></body></html>
            """;
    }

    /// <summary>What stands at the edges of printed pages.</summary>
    private static string Page(RunReportModel model)
    {
        string name = model.Run.Sample.Name + (model.Run.IsSimulated ? " (simulated)" : "");
        return $"@page{{@top-left{{content:{Css(name)}}}@top-right{{content:{Css(model.Run.RunId)}}}@bottom-left{{content:{Css($"LtoAutoscope {model.Run.SoftwareVersion}, sample report")}}}@bottom-right{{content:\"page \" counter(page) \" of \" counter(pages)}}}}";
    }
}
