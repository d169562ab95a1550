using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using LtoAutoscope.Domain.Files;
using LtoAutoscope.Imaging.Confidence;
using LtoAutoscope.Imaging.Scoring;
using LtoAutoscope.Imaging.Segmentation;
using Spectre.Console;

namespace LtoAutoscope.Daemon.Cli;

/// <summary><c>bench calibrate SET…</c>: makes the confidence model of a network.</summary>
internal static class BenchCalibrateVerb
{
    public static Command Create()
    {
        var sets = new Argument<string[]>("sets") { Description = "Packs or folders that `twin render` wrote, with pictures that training never saw.", Arity = ArgumentArity.OneOrMore };
        Option<string?> model = BenchPredictVerb.Model();
        var split = new Option<string>("--split") { Description = "Which split of a pack.", HelpName = "NAME", DefaultValueFactory = _ => "val" };
        var output = new Option<string?>("--out") { Description = "File of the confidence model; NETWORK.confidence.json beside the network where none is named. A diagram goes beside it.", HelpName = "F.json" };
        Option<string> scale = BenchPredictVerb.Scale();
        Option<int> threads = BenchPredictVerb.Threads();
        Option<bool> json = CommonOptions.Json();
        var command = new Command("calibrate", "Fit what the network's probabilities are worth: pixels, particles, frames.") { sets, model, split, output, scale, threads, json };
        command.SetAction((parsed, token) => VerbRunner.RunAsync(async cancel =>
        {
            var console = new VerbConsole(parsed.GetValue(json));
            string path = BenchPredictVerb.ModelPath(parsed.GetValue(model));
            List<LabelledPicture> pictures = [.. parsed.GetValue(sets)!.SelectMany(set => Pictures(set, parsed.GetValue(split)!))];
            using SegmentationModel network = SegmentationModel.Load(path, new SegmentationModelOptions { IntraOpThreads = 1, Confidence = false });
            (ConfidenceModel fitted, IReadOnlyList<(string Title, Reliability Series)> panels) = await console.ProgressAsync("calibrating", progress => ConfidenceFit.RunAsync(
                network, pictures, BenchPredictVerb.IsKnown(parsed.GetValue(scale)!), parsed.GetValue(threads), new Relay(progress, pictures.Count), cancel)).ConfigureAwait(false);
            string target = parsed.GetValue(output) ?? ConfidenceModel.PathFor(path), diagram = Path.ChangeExtension(target, ".svg");
            await AtomicFile.WriteTextAsync(target, JsonSerializer.Serialize(fitted, DomainJson.File) + "\n", cancel).ConfigureAwait(false);
            await AtomicFile.WriteTextAsync(diagram, Reliability.ToSvg(panels), cancel).ConfigureAwait(false);
            console.WriteJson(new { Out = target, Diagram = diagram, fitted.Pictures, fitted.Pixel, fitted.SecondOpinion, fitted.Frame.Limit, fitted.Quality });
            if (!console.IsJson) Describe(console, fitted);
            console.WriteLine($"written to {target} and {diagram}");
            return ExitCode.Success;
        }, token));
        return command;
    }

    /// <summary>Only a pack has splits; of a rendered folder all pictures count.</summary>
    private static IReadOnlyList<LabelledPicture> Pictures(string set, string split)
    {
        IReadOnlyList<LabelledPicture> all = LabelledSet.Find(set);
        return all.Any(static p => p.Split.Length > 0) ? LabelledSet.Find(set, null, split) : all;
    }

    private static void Describe(VerbConsole console, ConfidenceModel model)
    {
        ConfidenceQuality q = model.Quality!;
        Table table = new Table().Border(TableBorder.Simple).AddColumn("on pictures left out").AddColumn("before", c => c.RightAligned()).AddColumn("after", c => c.RightAligned());
        Row("calibration error, pixels", q.PixelEceBefore, q.PixelEceAfter);
        Row("calibration error, particles", q.ParticleEceBefore, q.ParticleEceAfter);
        Row("foreground IoU at 0.5", q.IouBefore, q.IouAfter);
        console.Terminal.Write(table);
        console.WriteLine(Invariant($"pixels: slope {model.Pixel.Slope:0.000}, offset {model.Pixel.Offset:+0.000;-0.000}; particles: area under the curve {q.ParticleAreaUnderCurve:0.000}"));
        console.WriteLine(Invariant($"frames: limit of the distance {model.Frame.Limit:0.00}; second opinion: IoU at least {model.SecondOpinion.SmallestIou:0.00}, counts within a factor {model.SecondOpinion.LowestCountRatio:0.00} to {model.SecondOpinion.LargestCountRatio:0.00}"));
        console.WriteLine(Invariant($"{100 * q.FlaggedShare:0} % of the pictures are flagged: mean IoU {q.IouOfFlagged:0.000}, of the others {q.IouOfOthers:0.000}"));

        void Row(string name, double before, double after)
            => table.AddRow(name, before.ToString("0.0000", CultureInfo.InvariantCulture), after.ToString("0.0000", CultureInfo.InvariantCulture));
    }

    private static string Invariant(FormattableString text) => FormattableString.Invariant(text);

    private sealed class Relay(IProgress<(double Share, string Text)> progress, int count) : IProgress<double>
    {
        public void Report(double value) => progress.Report((value, string.Create(CultureInfo.InvariantCulture, $"{count} pictures, twice")));
    }
}
