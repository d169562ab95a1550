using LtoAutoscope.Domain.Particles;
using LtoAutoscope.Reports.Text;
using static LtoAutoscope.Reports.Runs.HtmlText;

namespace LtoAutoscope.Reports.Runs.Sections;

/// <summary>What the pixel size rests on.</summary>
internal static class CalibrationSection
{
    internal static string Render(RunReportModel model) => Card(
        "Pixel size", "the source of every length", Checks(model) + $"<p class=\"note\">{E(Rule(model))}</p>", "w12");

    /// <summary>What the scale rests on, in a sentence.</summary>
    internal static string Rule(RunReportModel model)
    {
        UncertaintySource? scale = model.Morphology?.Uncertainty.SelectMany(budget => budget.Sources).FirstOrDefault(source => source.Source.Contains("pixel size", StringComparison.OrdinalIgnoreCase));
        string basis = scale is null ? "" : $" In the budget: {scale.Basis}.";
        int good = model.Calibrations.Count(check => double.IsFinite(check.Scale));
        return good > 0
            ? $"Sizes were multiplied by the scale found on the certified grating: between two checks it is interpolated in time, outside of them the nearest one holds; its drift enters the uncertainty.{basis}"
            : model.Origin == ReportOrigin.Images ? $"The pixel size is that which the files, or the person who gave them, state; it was not checked here.{basis}"
            : $"No grating was measured in this run: the instrument's own pixel size is used with the stated default uncertainty.{basis}";
    }

    private static string Checks(RunReportModel model) => model.Calibrations.Count == 0 ? Missing("no check on a certified grating was made")
        : HtmlText.Table(
            ["UTC", "Measured pitch", "Certified pitch", "Scale factor", "U (95 %)", "Certificate", "Why"],
            model.Calibrations.Select(check => new[]
            {
                FormattableString.Invariant($"{check.Time.UtcDateTime:yyyy-MM-dd HH:mm}"), NumberText.WithUnit(check.MeasuredPitchNm, 2, "nm"), NumberText.WithUnit(check.CertifiedPitchNm, 2, "nm"),
                NumberText.Fixed(check.Scale, 5), NumberText.WithUnit(check.UncertaintyPercent, 2, "%"), check.Certificate.Length > 0 ? check.Certificate : "none", check.Reason,
            }), "words");
}
