using LtoAutoscope.Domain.Particles;
using LtoAutoscope.Reports.Text;
using static LtoAutoscope.Reports.Runs.HtmlText;

namespace LtoAutoscope.Reports.Runs.Sections;

/// <summary>How sure the figures are: budgets after the GUM, with coverage factor and effective degrees of freedom.</summary>
internal static class UncertaintySection
{
    private static readonly (string Measure, string Statistic, string Title)[] Shown =
    [
        ("diameter_nm", "median", "Median diameter D50"), ("aspect_ratio", "mean", "Mean aspect ratio"), ("fractal_dimension", "mean", "Mean fractal dimension"),
    ];

    internal static string Render(RunReportModel model)
    {
        Morphology? morphology = model.Morphology is { Uncertainty.Count: > 0 } measured ? measured : null;
        string missing = Missing(model.Morphology is null ? "not measured: no frame was evaluated" : "this run was measured before budgets were");
        return Card("Uncertainty budget", "JCGM 100:2008; by number; all six budgets are in report.json", morphology is null ? missing : string.Concat(Shown.Select(shown => Budget(morphology, shown))), "w12 flow");
    }

    private static string Budget(Morphology morphology, (string Measure, string Statistic, string Title) shown)
    {
        if (morphology.Uncertainty.FirstOrDefault(b => b.Measure == shown.Measure && b.Statistic == shown.Statistic) is not { } budget) return "";
        string result = $"{NumberText.Significant(budget.Value, 4)} ± {NumberText.Join(NumberText.Significant(budget.ExpandedUncertainty, 2), budget.Unit)}";
        string freedom = budget.EffectiveDegreesOfFreedom is { } degrees && degrees < 1000 ? NumberText.Fixed(degrees, 0) : "∞";
        return $"<div class=\"budget\"><h3>{E(shown.Title)}: {E(result)} (95 %, k = {E(NumberText.Fixed(budget.CoverageFactor, 2))}, {E(freedom)} degrees of freedom)</h3>" + HtmlText.Table(
            ["Source", "Type", "Value", "Distribution", "Standard uncertainty", "Sensitivity", "Contribution", "Basis"],
            [
                .. budget.Sources.Select(source => (IReadOnlyList<string>)
                [
                    source.Source, source.Type, NumberText.Join(NumberText.Significant(source.Value, 3), source.InputUnit), source.Distribution, NumberText.Significant(source.StandardUncertainty, 2),
                    NumberText.Significant(source.Sensitivity, 2), NumberText.Join(NumberText.Significant(source.Contribution, 2), budget.Unit), source.Basis,
                ]),
                ["Combined", "", "", "", "", "", NumberText.Join(NumberText.Significant(budget.CombinedUncertainty, 2), budget.Unit), "root of the sum of squares"],
            ], "words") + "</div>";
    }
}
