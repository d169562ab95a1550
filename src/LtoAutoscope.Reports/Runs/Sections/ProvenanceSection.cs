using LtoAutoscope.Domain.Runs;
using LtoAutoscope.Reports.Text;
using static LtoAutoscope.Reports.Runs.HtmlText;

namespace LtoAutoscope.Reports.Runs.Sections;

/// <summary>What was decided and what went wrong, with what the run was made, and how far to trust it.</summary>
internal static class ProvenanceSection
{
    internal static string Render(RunReportModel model) => string.Concat(
        Card("Decisions", null, Notes(model.Decisions, "no decision was recorded"), "w6 flow"),
        Card("Incidents", null, Notes(model.Incidents, "none: no fault, no retake, no stop"), "w6 flow"),
        Card("Conditions", null, Conditions(model), "w12"),
        Card("Provenance", "prediction → morphology → particle → frame → place on the sample", Hashes(model), "w12 flow"),
        Card("Limits", null, Limits(model), "w12"));

    private static string Notes(IReadOnlyList<ReportNote> notes, string none) => notes.Count == 0 ? Missing(none)
        : HtmlText.Table(["UTC", "What", "Why"], notes.Select(note => new[]
        {
            FormattableString.Invariant($"{note.Time.UtcDateTime:HH:mm:ss}"), note.Level is "info" or "" ? note.Title : $"{note.Title} ({note.Level})", note.Reason,
        }), "words");

    private static string Conditions(RunReportModel model)
    {
        RunRecord run = model.Run;
        var recipe = run.Recipe;
        double? pixel = model.Morphology?.PixelSizeNm ?? recipe.Exposure.FieldWidthUm * 1000 / recipe.Exposure.WidthPx;
        return Pairs(
        [
            ("Sample", run.Sample.Name), ("Material", model.Material is { } material ? MaterialSection.Title(material) : run.Sample.Material), ("Stub", run.Sample.Stub), ("Recipe", recipe.Name), ("Instrument", run.Instrument),
            ("Beam energy", NumberText.WithUnit(recipe.Exposure.BeamEnergyKv, 1, "kV")), ("Dwell time a pixel", NumberText.WithUnit(recipe.Exposure.DwellUs, 2, "µs")),
            ("Field width", NumberText.WithUnit(recipe.Exposure.FieldWidthUm, 2, "µm")),
            ("Frame", $"{NumberText.Count(recipe.Exposure.WidthPx)} × {NumberText.Count(recipe.Exposure.HeightPx)} pixels, {recipe.Exposure.BitsPerPixel} bit"),
            ("Pixel size", NumberText.WithUnit(pixel, 3, "nm")),
            ("Areas planned", NumberText.Count(recipe.Areas)), ("Particle goal", NumberText.Count(recipe.ParticleGoal)), ("Seed", recipe.Seed.ToString(System.Globalization.CultureInfo.InvariantCulture)),
            ("Cell model", $"{NumberText.Count(recipe.CellModel.Grid)}³ voxels, {NumberText.Count(recipe.CellModel.Particles)} particles, {NumberText.Count(recipe.CellModel.Realisations)} packings, {NumberText.Significant(recipe.CellModel.RatePerHour, 2)} per hour"),
            ("Run ended", model.CompletedAt is { } ended ? FormattableString.Invariant($"{ended.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC") : NumberText.Unknown),
        ]);
    }

    private static string Hashes(RunReportModel model)
    {
        var rows = new List<string[]>
        {
            new[] { "Run", model.Run.RunId }, new[] { "Software", model.Run.SoftwareVersion }, new[] { "Segmentation model", model.Run.SegmentationModel },
            new[] { "Regression model", model.RegressionModel ?? NumberText.Unknown },
        };
        rows.AddRange(model.Software.Select(item => new[] { item.Name, item.Version }));
        if (model.Prediction is { } prediction)
            rows.AddRange(prediction.RunWith.Where(pair => pair.Key != "material" || model.MaterialRows.Count == 0).Select(pair => new[] { $"Cell model: {pair.Key.Replace('_', ' ')}", Value(pair.Value) }));
        rows.AddRange(model.Hashes.Select(item => new[] { item.File, item.Sha256 }));
        return HtmlText.Table(["What", "Identity or SHA-256"], rows, "words mono");
    }

    private static string Value(object? value) => value switch
    {
        null => NumberText.Unknown,
        IFormattable number => number.ToString(null, System.Globalization.CultureInfo.InvariantCulture),
        _ => value.ToString() ?? NumberText.Unknown,
    };

    private static string Limits(RunReportModel model)
    {
        List<string> limits =
        [
            "Sizes are those of projections. A particle behind another, or lying flat, shows less or more than its volume tells.",
            "Intervals cover the scatter between frames of this sample on this stub and the sources in the uncertainty budget. They do not cover another aliquot or the preparation.",
            "The fractal dimension is corrected by a calibration against self-similar outlines at the same number of pixels; another family of shapes shows another figure: use it to compare samples taken alike.",
            "The cell model resolves a small box of the measured distribution; separator, lithium and the thickness of the electrode are lumped. Its side reaction is phenomenological; its parameters are assumed and carry most of the uncertainty of the efficiency.",
        ];
        if (model.Regression is { } regression)
            limits.Add($"The regression knows what it was trained on: {regression.TrainedOn}.{(regression.InsideTrainingData ? "" : " This sample lies outside that range: its value is an extrapolation.")}");
        if (HeadlineSection.ScaleNote(model) is { } note) limits.Add($"Scale: {note} All lengths, and the efficiency computed from them, hold only as far as this scale does.");
        if (model.Run.IsSimulated) limits.Add("The instrument was a microscope in software.");
        return $"<ul>{string.Concat(limits.Select(limit => $"<li>{E(limit)}</li>"))}</ul>";
    }
}
