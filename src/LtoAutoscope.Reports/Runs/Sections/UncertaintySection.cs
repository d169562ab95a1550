using LtoAutoscope.Domain.Particles;
using LtoAutoscope.Reports.Text;
using static LtoAutoscope.Reports.Runs.HtmlText;

namespace LtoAutoscope.Reports.Runs.Sections;

/// <summary>How sure the figures are, and what it takes to be surer: budgets after the GUM, the asked precision, what was counted.</summary>
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
        return string.Concat(
            Card("Uncertainty budget", "JCGM 100:2008; by number; all six budgets are in morphology.json", morphology is null ? missing : string.Concat(Shown.Select(shown => Budget(morphology, shown))), "w12 flow"),
            Card("What was counted", "classes and agglomerates from the geometry of the masks", morphology is null ? missing : Counted(morphology), "w6"),
            Card("How sure, and what it takes", null, morphology is null ? missing : Precision(morphology), "w6"));
    }

    private static string Budget(Morphology morphology, (string Measure, string Statistic, string Title) shown)
    {
        if (morphology.Uncertainty.FirstOrDefault(b => b.Measure == shown.Measure && b.Statistic == shown.Statistic) is not { } budget) return "";
        string result = $"{NumberText.Significant(budget.Value, 4)} ± {NumberText.Join(NumberText.Significant(budget.ExpandedUncertainty, 2), budget.Unit)}";
        string freedom = budget.EffectiveDegreesOfFreedom is { } degrees && degrees < 1000 ? NumberText.Fixed(degrees, 0) : "∞";
        return $"<h3>{E(shown.Title)}: {E(result)} (95 %, k = {E(NumberText.Fixed(budget.CoverageFactor, 2))}, {E(freedom)} degrees of freedom)</h3>" + HtmlText.Table(
            ["Source", "Type", "Value", "Distribution", "Standard uncertainty", "Sensitivity", "Contribution", "Basis"],
            [
                .. budget.Sources.Select(source => (IReadOnlyList<string>)
                [
                    source.Source, source.Type, NumberText.Join(NumberText.Significant(source.Value, 3), source.InputUnit), source.Distribution, NumberText.Significant(source.StandardUncertainty, 2),
                    NumberText.Significant(source.Sensitivity, 2), NumberText.Join(NumberText.Significant(source.Contribution, 2), budget.Unit), source.Basis,
                ]),
                ["Combined", "", "", "", "", "", NumberText.Join(NumberText.Significant(budget.CombinedUncertainty, 2), budget.Unit), "root of the sum of squares"],
            ], "words");
    }

    private static string Counted(Morphology morphology)
    {
        List<(string, string)> pairs = [];
        if (morphology.Classes is { } classes)
            pairs.Add(("Outlines: whole, overlapped, cut", $"{NumberText.Count(classes.Whole)}, {NumberText.Count(classes.Overlapped)}, {NumberText.Count(classes.Cut)}"));
        if (morphology.SelectionEffects?.DiameterNm is { } effect)
        {
            pairs.Add(("Mean diameter, weighted for the border", NumberText.WithUnit(effect.Weighted, 1, "nm")));
            pairs.Add(("without the weights", NumberText.WithUnit(effect.Unweighted, 1, "nm")));
            pairs.Add(("without overlapped particles", NumberText.WithUnit(effect.WholeOnly, 1, "nm")));
        }

        if (morphology.Agglomerates is { } groups)
        {
            pairs.Add(("Free particles, agglomerates", $"{NumberText.Count(groups.FreeParticles)}, {NumberText.Count(groups.Count)} (and {NumberText.Count(groups.CutCount)} cut)"));
            pairs.Add(("Particles in agglomerates", NumberText.Percent(groups.AgglomeratedShare, 0)));
            pairs.Add(("Particles an agglomerate, mean and most", $"{NumberText.Fixed(groups.MeanParticles, 1)}, {NumberText.Count(groups.LargestParticles)}"));
            pairs.Add(("Agglomerate diameter, median", NumberText.WithUnit(groups.MedianDiameterNm, 1, "nm")));
        }

        if (morphology.LogNormal is { } fit)
        {
            pairs.Add(("Log-normal fit: median, geometric standard deviation", $"{NumberText.WithUnit(fit.Median, 1, "nm")}, {NumberText.Fixed(fit.GeometricStd, 3)}"));
            pairs.Add(("Anderson–Darling A², p", $"{NumberText.Fixed(fit.AndersonDarling, 2)}, {NumberText.Fixed(fit.PValue, 3)}{(fit.PValue < 0.05 ? ": not log-normal" : "")}"));
        }

        return Pairs(pairs);
    }

    private static string Precision(Morphology morphology) => "<ul>" + string.Concat(Shown
        .Select(shown => (shown.Title, Need: morphology.Precision.FirstOrDefault(need => need.Measure == shown.Measure && need.Statistic == shown.Statistic)))
        .Where(item => item.Need is not null).Select(item => $"<li>{E(item.Title)}: {E(PrecisionText.Of(item.Need!))}.</li>")) + "</ul>";
}
