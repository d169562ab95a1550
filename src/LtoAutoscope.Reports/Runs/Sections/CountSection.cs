using LtoAutoscope.Domain.Particles;
using LtoAutoscope.Reports.Plots;
using LtoAutoscope.Reports.Text;
using static LtoAutoscope.Reports.Runs.HtmlText;

namespace LtoAutoscope.Reports.Runs.Sections;

/// <summary>How many particles, on how many frames; what was left out, and why; how sure that makes the figures.</summary>
internal static class CountSection
{
    private const int MostExcluded = 40;

    private static readonly (string Measure, string Statistic, string Title)[] Shown =
    [
        ("diameter_nm", "median", "Median diameter D50"), ("aspect_ratio", "mean", "Mean aspect ratio"), ("fractal_dimension", "mean", "Mean fractal dimension"),
    ];

    internal static string Render(RunReportModel model)
    {
        Morphology? morphology = model.Morphology;
        string missing = Missing("not measured: no frame was evaluated");
        return string.Concat(
            Card("What was counted", null, morphology is null ? missing : Counted(model, morphology), "w6"),
            Card("How the median settled", "by number", ConvergencePlot.Render(Settled(model), model.Origin == ReportOrigin.Run ? model.Run.Recipe.ParticleGoal : null, size: new PlotSize(440, 250)) + Precision(morphology), "w6"),
            Card("What was left out, and why", null, Excluded(model), "w12 flow"));
    }

    private static string Counted(RunReportModel model, Morphology morphology)
    {
        List<(string, string)> pairs =
        [
            ("Whole particles counted", NumberText.Count(morphology.ParticleCount)), ("Left out at a border", NumberText.Count(morphology.BorderCount)),
            ("Frames that count", NumberText.Count(morphology.FrameCount)), ("Frames left out", NumberText.Count(model.Frames.Count(frame => !frame.Accepted))),
        ];
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

        return Pairs(pairs) + $"<p class=\"note\">{E(ReportMethod.Counting)}</p>";
    }

    private static string Precision(Morphology? morphology)
    {
        (string Title, PrecisionNeed? Need)[] needs = [.. Shown.Select(shown => (shown.Title, morphology?.Precision.FirstOrDefault(need => need.Measure == shown.Measure && need.Statistic == shown.Statistic)))];
        return needs.All(item => item.Need is null) ? "" : "<ul>" + string.Concat(needs.Where(item => item.Need is not null).Select(item => $"<li>{E(item.Title)}: {E(PrecisionText.Of(item.Need!))}.</li>")) + "</ul>";
    }

    private static string Excluded(RunReportModel model)
    {
        ReportFrame[] frames = [.. model.Frames.Where(frame => !frame.Accepted)];
        string border = model.Morphology is { BorderCount: > 0 } morphology ? $"{NumberText.Count(morphology.BorderCount)} particles that a border cuts: their size is unknown." : "No particle at a border was left out.";
        if (frames.Length == 0) return $"<ul><li>{E(border)}</li><li>No frame was left out.</li></ul>";
        string more = frames.Length > MostExcluded ? $"<p class=\"note\">{E(NumberText.Count(frames.Length - MostExcluded))} more stand in report.json.</p>" : "";
        return $"<ul><li>{E(border)}</li></ul>" + HtmlText.Table(["Frame", "Why it does not count"], frames.Take(MostExcluded).Select(frame => new[] { frame.FrameId, frame.Reason ?? "no reason was recorded" }), "words") + more;
    }

    /// <summary>The last point is the report's own D50 and interval, so that the page has one value for it.</summary>
    private static IReadOnlyList<ConvergencePoint> Settled(RunReportModel model)
    {
        List<ConvergencePoint> points = [.. model.Convergence];
        if (points.Count > 0 && model.Morphology is { } morphology && points[^1].Particles == morphology.ParticleCount)
            points[^1] = Last(morphology.ParticleCount, morphology.DiameterNm);
        return points;
    }

    private static ConvergencePoint Last(int particles, MeasureSummary diameter)
    {
        double[] sampling = diameter.MedianCi95Sampling ?? diameter.MedianCi95;
        return new ConvergencePoint(particles, diameter.D50, sampling[0], sampling[1]);
    }
}
