using LtoAutoscope.Reports.Text;
using static LtoAutoscope.Reports.Runs.HtmlText;

namespace LtoAutoscope.Reports.Runs.Sections;

/// <summary>The way from the prediction back to a place on the sample, everything that took part with its hash, and what was decided on the way.</summary>
internal static class ProvenanceSection
{
    private const int MostNotes = 120, MostFrames = 300;

    internal static string Render(RunReportModel model) => string.Concat(
        Card("From the prediction to the sample", "prediction → morphology → particle → frame → place", Chain(model), "w12"),
        Card("Files and software", "SHA-256", Identities(model), "w12 flow"),
        Card("Frames", "SHA-256 of each file", FrameHashes(model), "w12 flow"),
        Card("Decisions", null, Notes(model.Decisions, "no decision was recorded"), "w12 flow"),
        Card("Incidents", null, Notes(model.Incidents, "none: no fault, no retake, no stop"), "w12 flow"));

    private static string Chain(RunReportModel model)
    {
        if (model.Particles.Example is not { } particle || model.Morphology is not { } morphology) return Missing("no particle was measured");
        ReportFrame? frame = model.Frames.FirstOrDefault(candidate => candidate.FrameId == particle.Frame);
        string HashOf(string file) => model.Hashes.FirstOrDefault(hash => hash.File == file)?.Sha256 ?? NumberText.Unknown;
        List<string[]> rows = [];
        if (model.Regression is { } regression) rows.Add([$"Regression: {NumberText.Percent(regression.Ce1, 2)}", "prediction.json", HashOf("prediction.json")]);
        if (model.Prediction is { } cell) rows.Add([$"Cell model: {NumberText.Percent(cell.Ce1, 2)}", "fem/result.json", HashOf("fem/result.json")]);
        rows.Add([$"Morphology: D50 {NumberText.WithUnit(morphology.DiameterNm.Median, 1, "nm")}", "morphology.json", HashOf("morphology.json")]);
        rows.Add([$"{NumberText.Count(model.Particles.Count)} particles, one row each", "particles.csv", HashOf("particles.csv")]);
        rows.Add([$"One of them: {NumberText.WithUnit(particle.DiameterNm, 1, "nm")}, the nearest to the median", particle.ParticleId.Length > 0 ? particle.ParticleId : particle.Frame, FormattableString.Invariant($"at x {particle.XPx:0.0}, y {particle.YPx:0.0} px of the frame")]);
        rows.Add(["Its frame", particle.Frame, frame?.Sha256 is { Length: > 0 } sha ? sha : NumberText.Unknown]);
        rows.Add(["Where the stage stood", frame?.Position is { } at ? at.ToString() : NumberText.Unknown, model.Origin == ReportOrigin.Run ? $"stub {model.Run.Stub.Name}" : "not known to this program"]);
        return HtmlText.Table(["What", "Where it stands", "SHA-256, or place"], rows, "words mono") + "<p class=\"note\">Every particle leads back in the same way: its row names the frame, the frame's file carries its metadata, and its hash stands below.</p>";
    }

    private static string Identities(RunReportModel model)
    {
        var rows = new List<string[]>
        {
            new[] { model.Origin == ReportOrigin.Run ? "Run" : "Analysis", model.Run.RunId }, new[] { "Software", $"LtoAutoscope {model.Run.SoftwareVersion}" }, new[] { "Segmentation model", model.Run.SegmentationModel },
            new[] { "Regression model", model.RegressionModel ?? NumberText.Unknown },
        };
        rows.AddRange(model.Software.Where(item => item.Name != "LtoAutoscope").Select(item => new[] { item.Name, item.Version }));
        rows.AddRange(model.Hashes.Select(item => new[] { item.File, item.Sha256 }));
        rows.AddRange(model.Cells.Where(cell => cell.SourceSha256.Length > 0).Select(cell => new[] { $"{cell.SourceName} (cell {cell.CellName})", cell.SourceSha256 }));
        if (model.OwnReport is { } own) rows.Add([$"{own.File}, the run's own report, which is kept", own.Sha256]);
        string note = model.OwnReport is null ? "" : "<p class=\"note\">This report was made later from the files of the run and what is registered now; no figure of the run was computed anew.</p>";
        return HtmlText.Table(["What", "Identity or SHA-256"], rows, "words mono") + note;
    }

    private static string FrameHashes(RunReportModel model)
    {
        if (model.Frames.Count == 0) return Missing("no frame was taken");
        string more = model.Frames.Count > MostFrames ? $"<p class=\"note\">{E(NumberText.Count(model.Frames.Count - MostFrames))} more stand in report.json.</p>" : "";
        return HtmlText.Table(["Frame", "Counts", "Stage x, mm", "Stage y, mm", "SHA-256"], model.Frames.Take(MostFrames).Select(frame => new[]
        {
            frame.FrameId, frame.Accepted ? "yes" : "no", NumberText.Fixed(frame.Position?.XMm, 4), NumberText.Fixed(frame.Position?.YMm, 4), frame.Sha256 is { Length: > 0 } sha ? sha : NumberText.Unknown,
        }), "words mono") + more;
    }

    private static string Notes(IReadOnlyList<ReportNote> notes, string none)
    {
        if (notes.Count == 0) return Missing(none);
        string more = notes.Count > MostNotes ? $"<p class=\"note\">{E(NumberText.Count(notes.Count - MostNotes))} earlier ones stand in the journal and in report.json.</p>" : "";
        return HtmlText.Table(["UTC", "What", "Why"], notes.TakeLast(MostNotes).Select(note => new[]
        {
            FormattableString.Invariant($"{note.Time.UtcDateTime:HH:mm:ss}"), note.Level is "info" or "" ? note.Title : $"{note.Title} ({note.Level})", note.Reason,
        }), "words") + more;
    }
}
