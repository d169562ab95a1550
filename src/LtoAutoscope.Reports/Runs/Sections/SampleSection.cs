using LtoAutoscope.Domain.Samples;
using LtoAutoscope.Reports.Text;
using static LtoAutoscope.Reports.Runs.HtmlText;

namespace LtoAutoscope.Reports.Runs.Sections;

/// <summary>What the powder is, how it was made, and what else is known of it.</summary>
internal static class SampleSection
{
    internal static string Render(RunReportModel model) => string.Concat(
        Card("Identity", null, Pairs(Identity(model)), "w12"),
        Card("Synthesis", null, Synthesis(model.Sample.Synthesis), "w6"),
        Card("Other characterisation", null, Other(model), "w6"));

    private static IEnumerable<(string, string)> Identity(RunReportModel model)
    {
        Sample sample = model.Sample;
        yield return ("Sample", sample.Name);
        yield return ("Description", sample.Description);
        if (model.Origin == ReportOrigin.Run) yield return ("Material", sample.Material);
        if (sample.Batch.Length > 0) yield return ("Batch", sample.Batch);
        if (model.Origin == ReportOrigin.Run)
            yield return ("Stub of the holder", FormattableString.Invariant($"{model.Run.Stub.Name}, centre x {NumberText.Fixed(model.Run.Stub.XMm, 3)}, y {NumberText.Fixed(model.Run.Stub.YMm, 3)} mm, radius {NumberText.Fixed(model.Run.Stub.RadiusMm, 2)} mm"));
        if (sample.ExpectedDiameterNm is { } expected) yield return ("Expected diameter (guides magnification only)", NumberText.WithUnit(expected, 0, "nm"));
        if (model.Origin == ReportOrigin.Run) yield return ("Synthetic", model.Run.IsSimulated ? "yes: a powder in software" : "no");
    }

    private static string Synthesis(Synthesis? synthesis)
    {
        if (synthesis is null) return Missing("no synthesis is registered with the sample");
        List<(string, string)> pairs =
        [
            ("Temperature", NumberText.Join(NumberText.Significant(synthesis.TemperatureC, 4), "°C")), ("pH", NumberText.Fixed(synthesis.Ph, 2)),
            ("Precursor", NumberText.Join(NumberText.Significant(synthesis.PrecursorMolPerL, 3), "mol/L")), ("Held for", NumberText.Join(NumberText.Significant(synthesis.DurationH, 3), "h")),
        ];
        pairs.AddRange(synthesis.Fields.Select(field => (field.Name, field.Unit.Length > 0 ? $"{field.Value} {field.Unit}" : field.Value)));
        return Pairs(pairs);
    }

    private static string Diffraction(Sample sample)
    {
        List<string> words = [];
        if (sample.Xrd is { } xrd)
        {
            if (xrd.Phases.Count > 0) words.Add($"{string.Join(", ", xrd.Phases.Select(phase => $"{phase.Name} {NumberText.Percent(phase.Fraction, 1)}"))} by mass");
            if (xrd.CrystalliteNm is { } size) words.Add($"crystallites of {NumberText.Join(NumberText.Significant(size, 3), "nm")}");
            if (xrd.Method.Length > 0) words.Add(xrd.Method);
        }

        if (sample.XrdNotes.Length > 0) words.Add(sample.XrdNotes);
        return words.Count > 0 ? string.Join("; ", words) : "not registered";
    }

    private static string Other(RunReportModel model)
    {
        Sample sample = model.Sample;
        List<(string, string)> pairs = [("Specific surface, nitrogen adsorption (BET)", sample.BetAreaM2PerG is { } area ? NumberText.Join(NumberText.Significant(area, 3), "m²/g") : "not measured")];
        double? smooth = CellSection.Number(model, "surface_smooth_m2_g"), rough = CellSection.Number(model, "surface_real_m2_g");
        if (smooth is not null) pairs.Add(("Specific surface that this morphology implies: smooth, with roughness", $"{NumberText.Significant(smooth, 3)}, {NumberText.Join(NumberText.Significant(rough, 3), "m²/g")}"));
        pairs.Add(("X-ray diffraction", Diffraction(sample)));
        string why = sample.BetAreaM2PerG is null || smooth is null ? "" : "<p class=\"note\">Nitrogen also sees pores, necks and steps below the pixel size, which raise BET, and does not see faces that particles share, which lowers it: the two need not agree.</p>";
        return Pairs(pairs) + why;
    }
}
