using LtoAutoscope.Domain.Particles;
using LtoAutoscope.Domain.Runs;
using LtoAutoscope.Reports.Text;
using static LtoAutoscope.Reports.Runs.HtmlText;

namespace LtoAutoscope.Reports.Runs.Sections;

/// <summary>Measured beside true, where a microscope in software knows the truth; nothing for a real powder, whose truth nobody knows.</summary>
internal static class TruthSection
{
    internal static string Render(RunReportModel model)
    {
        const string title = "Measured beside true";
        if (model.Run.Truth is not { } truth) return "";
        Morphology? morphology = model.Morphology;
        return Card(title, "synthetic powder, means by number", HtmlText.Table(
            ["", "Measured", "95 % interval", "True", "Difference", "True value inside the interval"],
            [
                Row("Mean diameter", morphology?.DiameterNm, truth.MeanDiameterNm, 1, "nm"),
                Row("Mean aspect ratio", morphology?.AspectRatio, truth.MeanAspectRatio, 2, ""),
            ]), "w12");
    }

    private static string[] Row(string name, MeasureSummary? summary, double truth, int decimals, string unit)
    {
        if (summary is null) return [name, NumberText.Unknown, NumberText.Unknown, NumberText.WithUnit(truth, decimals, unit), NumberText.Unknown, "not measured"];
        double percent = 100 * (summary.Mean - truth) / truth;
        return
        [
            name, NumberText.WithUnit(summary.Mean, decimals, unit), NumberText.Range(summary.MeanCi95[0], summary.MeanCi95[1], decimals, unit), NumberText.WithUnit(truth, decimals, unit),
            (percent > 0 ? "+" : "") + NumberText.WithUnit(percent, 1, "%"), truth >= summary.MeanCi95[0] && truth <= summary.MeanCi95[1] ? "yes" : "no",
        ];
    }
}
