using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using LtoAutoscope.Domain.Files;
using LtoAutoscope.Imaging.Scoring;
using Spectre.Console;

namespace LtoAutoscope.Daemon.Cli;

/// <summary><c>bench score PRED TRUTH</c>: how predicted instance masks compare with true ones.</summary>
internal static class BenchScoreVerb
{
    public static Command Create()
    {
        var predictions = new Argument<string>("pred") { Description = "Folder of predicted masks: SOURCE/NAME.png, NAME.png or NAME_labels.png." };
        var truth = new Argument<string>("truth") { Description = "A pack with manifest.csv, a folder that `twin render` wrote, or a folder of mask PNGs." };
        Option<string[]> sources = Sources();
        Option<string?> split = Split();
        var table = new Option<string?>("--per-image") { Description = "Also write one line a picture to this CSV file.", HelpName = "F.csv" };
        Option<bool> json = CommonOptions.Json();
        var command = new Command("score", "Score predicted instance masks: IoU, average precision, counts, diameters.") { predictions, truth, sources, split, table, json };
        command.SetAction((parsed, token) => VerbRunner.RunAsync(async cancel =>
        {
            var console = new VerbConsole(parsed.GetValue(json));
            IReadOnlyList<LabelledPicture> pictures = LabelledSet.Find(parsed.GetValue(truth)!, Listed(parsed.GetValue(sources)), parsed.GetValue(split));
            IReadOnlyList<PictureScore> scores = await console.ProgressAsync("scoring", progress =>
                SegmentationScoring.ScoreAsync(parsed.GetValue(predictions)!, pictures, new Relay(progress, pictures.Count), cancel)).ConfigureAwait(false);
            if (parsed.GetValue(table) is { } path) await SegmentationScoring.WriteTableAsync(path, scores, cancel).ConfigureAwait(false);
            IReadOnlyDictionary<string, ScoreSummary> summaries = SegmentationScoring.Summarise(scores);
            console.WriteJson(new JsonObject(summaries.Select(entry => KeyValuePair.Create(entry.Key, JsonSerializer.SerializeToNode(entry.Value, DomainJson.Line)))));
            if (!console.IsJson) console.Terminal.Write(Table(summaries));
            return ExitCode.Success;
        }, token));
        return command;
    }

    internal static Option<string[]> Sources() => new("--sources") { Description = "Only these sources of a pack, comma-separated.", HelpName = "A,B" };

    internal static Option<string?> Split() => new("--split") { Description = "Only this split of a pack: train, val or test.", HelpName = "NAME" };

    internal static string[] Listed(string[]? given) => [.. (given ?? []).SelectMany(text => text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))];

    private static Table Table(IReadOnlyDictionary<string, ScoreSummary> summaries)
    {
        Table table = new Table().Border(TableBorder.Simple).AddColumn("score");
        foreach (string source in summaries.Keys) table.AddColumn(Markup.Escape(source), column => column.RightAligned());
        Row("pictures", s => Count(s.Images));
        Row("missing, counted as empty", s => Count(s.Missing));
        Row("foreground IoU, mean", s => Share(s.ForegroundIouMean));
        Row("foreground IoU, pooled pixels", s => Share(s.ForegroundIouPooled));
        Row("foreground IoU, min / p5 / p25", s => $"{Short(s.ForegroundIouSpread.Min)} / {Short(s.ForegroundIouSpread.P5)} / {Short(s.ForegroundIouSpread.P25)}");
        Row("foreground IoU, median", s => Share(s.ForegroundIouSpread.Median));
        Row("foreground IoU, p75 / p95 / max", s => $"{Short(s.ForegroundIouSpread.P75)} / {Short(s.ForegroundIouSpread.P95)} / {Short(s.ForegroundIouSpread.Max)}");
        Row("pictures with IoU >= 0.85", s => Share(s.ShareGood));
        Row("pictures with IoU < 0.5", s => Share(s.ShareBad));
        Row("two-class IoU, mean", s => Share(s.TwoClassIouMean));
        Row("AP50", s => Share(s.Ap50));
        Row("AP75", s => Share(s.Ap75));
        Row("AP90", s => Share(s.Ap90));
        Row("AP[.5:.95]", s => Share(s.MeanAveragePrecision));
        Row("precision at IoU 0.5", s => Share(s.Precision));
        Row("recall at IoU 0.5", s => Share(s.Recall));
        Row("F1 at IoU 0.5", s => Share(s.F1));
        Row("count error, mean", s => Share(s.CountErrorMean));
        Row("count error, median", s => Share(s.CountErrorMedian));
        Row("count error, median signed", s => Share(s.CountErrorMedianSigned));
        Row("particles predicted", s => Count(s.PredictedTotal));
        Row("particles in truth", s => Count(s.TrueTotal));
        Row("mean diameter error, median", s => Share(s.DiameterErrorMedian));
        Row("mean diameter error, mean", s => Share(s.DiameterErrorMean));
        Row("matched particles", s => Count(s.MatchedParticles));
        Row("matched IoU, mean", s => Share(s.MatchedIouMean));
        Row("matched diameter error, median", s => Share(s.MatchedDiameterErrorMedian));
        Row("matched aspect error, median", s => Share(s.MatchedAspectErrorMedian));
        return table;

        void Row(string name, Func<ScoreSummary, string> text) => table.AddRow([Markup.Escape(name), .. summaries.Values.Select(s => Markup.Escape(text(s)))]);
    }

    private static string Share(double? value) => value?.ToString("0.0000", CultureInfo.InvariantCulture) ?? "none";

    private static string Short(double value) => value.ToString("0.000", CultureInfo.InvariantCulture);

    private static string Count(int value) => value.ToString(CultureInfo.InvariantCulture);

    private sealed class Relay(IProgress<(double Share, string Text)> progress, int count) : IProgress<int>
    {
        public void Report(int value) => progress.Report(((double)value / count, string.Create(CultureInfo.InvariantCulture, $"{value} of {count}")));
    }
}
