using LtoAutoscope.Domain.Particles;
using LtoAutoscope.Reports.Plots;
using LtoAutoscope.Reports.Text;
using static LtoAutoscope.Reports.Runs.HtmlText;

namespace LtoAutoscope.Reports.Runs.Sections;

/// <summary>Size and shape: distributions, their percentiles, and how the median settled.</summary>
internal static class SizeSection
{
    /// <summary>For half a page: on paper it is 8.5 cm wide, and its text is still read.</summary>
    private static readonly PlotSize Half = new(440, 260);

    internal static string Render(RunReportModel model)
    {
        Morphology? morphology = model.Morphology;
        ReportParticles particles = model.Particles;
        string byNumber = HistogramPlot.Render(new HistogramData
        {
            Values = particles.DiametersNm, Weights = particles.Weights, Quantity = "equivalent circle diameter", Unit = "nm", Marks = Marks(morphology?.DiameterNm), Truth = model.Run.Truth?.MeanDiameterNm,
        }, Half);
        string byVolume = HistogramPlot.Render(new HistogramData
        {
            Values = particles.DiametersNm, Weights = [.. particles.DiametersNm.Zip(particles.Weights, static (diameter, weight) => weight * diameter * diameter * diameter)],
            Quantity = "equivalent circle diameter", Unit = "nm", Share = "volume", Marks = Marks(morphology?.VolumeWeighted.DiameterNm),
        }, Half);
        return string.Concat(
            Card("Size distribution", "by number", byNumber + Rule(model), "w6"),
            Card("Size distribution", "by volume", byVolume + "<p class=\"note\">Each particle weighs as the sphere of its diameter; a few large ones decide this picture.</p>", "w6"),
            Card("Percentiles and shape", "95 %: expanded uncertainty; frames are clusters", Table(morphology), "w12"),
            Card("Aspect ratio", "length over width, by number", Shape(model, "aspect ratio", particles.AspectRatios, morphology?.AspectRatio, model.Run.Truth?.MeanAspectRatio), "w6"),
            Card("Roughness", "fractal dimension of the outline, divider method, by number", Shape(model, "fractal dimension", particles.FractalDimensions, morphology?.FractalDimension, null), "w6"),
            Card("Log-normal distribution", "fitted to the diameters by number", LogNormal(morphology), "w12"));
    }

    private static string LogNormal(Morphology? morphology) => morphology?.LogNormal is not { } fit ? Missing("not fitted: too few particles") : Pairs(
    [
        ("Median", NumberText.WithUnit(fit.Median, 1, "nm")), ("Geometric standard deviation", NumberText.Fixed(fit.GeometricStd, 3)),
        ("Anderson–Darling A², p", $"{NumberText.Fixed(fit.AndersonDarling, 2)}, {NumberText.Fixed(fit.PValue, 3)}{(fit.PValue < 0.05 ? ": not log-normal" : "")}"),
    ]);

    private static string Table(Morphology? morphology)
    {
        if (morphology is null) return Missing("not measured: no frame was evaluated");
        MorphologySummaries volume = morphology.VolumeWeighted;
        return HtmlText.Table(
            ["", "By number", "95 % interval", "By volume"],
            [
                ["Diameter D10", Nm(morphology.DiameterNm.D10), Sampling(morphology.DiameterNm.D10Ci95Sampling), Nm(volume.DiameterNm.D10)],
                ["Diameter D50", Nm(morphology.DiameterNm.D50), Interval(morphology.DiameterNm.MedianCi95, 1, "nm"), Nm(volume.DiameterNm.D50)],
                ["Diameter D90", Nm(morphology.DiameterNm.D90), Sampling(morphology.DiameterNm.D90Ci95Sampling), Nm(volume.DiameterNm.D90)],
                ["Diameter, mean", Nm(morphology.DiameterNm.Mean), Interval(morphology.DiameterNm.MeanCi95, 1, "nm"), Nm(volume.DiameterNm.Mean)],
                ["Diameter, standard deviation", Nm(morphology.DiameterNm.Std), NumberText.Unknown, Nm(volume.DiameterNm.Std)],
                ["Diameter, geometric mean", Nm(morphology.DiameterNm.GeometricMean), NumberText.Unknown, Nm(volume.DiameterNm.GeometricMean)],
                ["Diameter, geometric standard deviation", NumberText.Fixed(morphology.DiameterNm.GeometricStd, 3), NumberText.Unknown, NumberText.Fixed(volume.DiameterNm.GeometricStd, 3)],
                ["Aspect ratio, mean", NumberText.Fixed(morphology.AspectRatio.Mean, 2), Interval(morphology.AspectRatio.MeanCi95, 2, ""), NumberText.Fixed(volume.AspectRatio.Mean, 2)],
                ["Aspect ratio, median", NumberText.Fixed(morphology.AspectRatio.Median, 2), Interval(morphology.AspectRatio.MedianCi95, 2, ""), NumberText.Fixed(volume.AspectRatio.Median, 2)],
                ["Fractal dimension, mean", NumberText.Fixed(morphology.FractalDimension.Mean, 2), Interval(morphology.FractalDimension.MeanCi95, 2, ""), NumberText.Fixed(volume.FractalDimension.Mean, 2)],
            ]) + $"<p class=\"note\">{E(ReportMethod.Diameter)} {E(ReportMethod.Intervals)} n = {E(NumberText.Count(morphology.ParticleCount))} whole particles. D10 and D90: scatter between frames alone (*). An en dash: no interval is computed. The fractal dimension is corrected for the pixels, but one number only for self-similar outlines: compare, do not quote.</p>";
    }

    private static string Shape(RunReportModel model, string quantity, IReadOnlyList<double> values, MeasureSummary? summary, double? truth)
    {
        int known = values.Count(double.IsFinite);
        return HistogramPlot.Render(
            new HistogramData
            {
                Values = values, Weights = model.Particles.Weights,
                Quantity = quantity, Cumulative = false, Decimals = 2, Truth = truth, Marks = summary is null ? [] : [("median", summary.Median)],
            },
            new PlotSize(440, 220)) + $"<p class=\"note\">n = {E(NumberText.Count(known))}{(known < model.Particles.Count ? E($"; unknown for {NumberText.Count(model.Particles.Count - known)}, whose outline is too short to tell") : "")}.</p>";
    }

    private static string Rule(RunReportModel model)
    {
        if (model.Morphology is not { } morphology) return "";
        return $"<p class=\"note\">n = {E(NumberText.Count(morphology.ParticleCount))} whole particles; {E(NumberText.Count(morphology.BorderCount))} touch a border and are left out, the rest is weighted for it (Miles–Lantuéjoul). Pixel size {E(NumberText.WithUnit(morphology.PixelSizeNm, 4, "nm"))}{(HeadlineSection.ScaleNote(model) is { } note ? $": {E(note)}" : "")}.</p>";
    }

    private static (string, double)[] Marks(MeasureSummary? summary) => summary is null ? [] : [("D10", summary.D10), ("D50", summary.D50), ("D90", summary.D90)];

    private static string Nm(double value) => NumberText.WithUnit(value, 1, "nm");

    private static string Sampling(double[]? ends) => ends is null ? NumberText.Unknown : Interval(ends, 1, "nm") + " *";

    private static string Interval(double[] ends, int decimals, string unit) => NumberText.Range(ends[0], ends[1], decimals, unit);
}
