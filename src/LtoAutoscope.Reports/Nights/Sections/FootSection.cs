using static LtoAutoscope.Reports.Runs.HtmlText;

namespace LtoAutoscope.Reports.Nights.Sections;

/// <summary>What the figures were made with, and what could not be read.</summary>
internal static class FootSection
{
    internal static string Render(NightSummary night)
    {
        NightProvenance made = night.Provenance;
        string problems = made.Problems.Count == 0 ? "" : $"<p class=\"bad\"><b>Not read, and so not in the figures:</b> {E(string.Join("; ", made.Problems))}</p>";
        string[] parts =
        [
            made.SegmentationModels.Count > 0 ? $"Segmentation model {string.Join(", ", made.SegmentationModels)}." : "",
            made.Recipes.Count > 0 ? $"Recipes: {string.Join("; ", made.Recipes)}." : "",
            made.Software.Count > 0 ? $"LtoAutoscope {string.Join(", ", made.Software)}." : "",
            "Edge rule: particles at a frame's border are left out, the rest weighted by their chance of being seen whole.",
            FormattableString.Invariant($"Read from {made.Journals.Count} journals with {made.Journals.Sum(journal => journal.Lines)} lines; their hashes, and every figure, stand in morning.json beside this page."),
        ];
        return $"<div class=\"foot\">{problems}<p>{E(string.Join(" ", parts.Where(part => part.Length > 0)))}</p><p>Made {E(FormattableString.Invariant($"{night.GeneratedAt.UtcDateTime:yyyy-MM-dd HH:mm} UTC"))}; times on this page are UTC{E(FormattableString.Invariant($"{(night.UtcOffsetMinutes < 0 ? "−" : "+")}{Math.Abs(night.UtcOffsetMinutes) / 60:0.##}"))} h.</p></div>";
    }
}
