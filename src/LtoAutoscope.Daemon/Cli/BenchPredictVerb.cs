using System.CommandLine;
using LtoAutoscope.Daemon.Hosting;
using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Recipes;
using LtoAutoscope.Imaging.Scoring;
using LtoAutoscope.Imaging.Segmentation;

namespace LtoAutoscope.Daemon.Cli;

/// <summary><c>bench predict SET --out PRED</c>: segments a set for <c>bench score</c>.</summary>
internal static class BenchPredictVerb
{
    private const string Auto = "auto", Known = "known";

    public static Command Create()
    {
        var set = new Argument<string>("set") { Description = "A pack with manifest.csv, a folder that `twin render` wrote, or a folder of images." };
        var output = new Option<string>("--out") { Description = "Folder of the masks, SOURCE/NAME.png.", Required = true, HelpName = "PRED" };
        Option<string?> model = Model();
        Option<string[]> sources = BenchScoreVerb.Sources();
        Option<string?> split = BenchScoreVerb.Split();
        Option<string> scale = Scale();
        Option<int> threads = Threads();
        var classical = new Option<bool>("--classical") { Description = "Without a network: the second opinion's threshold and watershed." };
        Option<bool> json = CommonOptions.Json();
        var command = new Command("predict", "Segment every picture of a set and write the masks for `bench score`.") { set, output, model, sources, split, scale, threads, classical, json };
        command.SetAction((parsed, token) => VerbRunner.RunAsync(async cancel =>
        {
            var console = new VerbConsole(parsed.GetValue(json));
            IReadOnlyList<PictureToPredict> pictures = SetPrediction.Find(parsed.GetValue(set)!, BenchScoreVerb.Listed(parsed.GetValue(sources)), parsed.GetValue(split));
            using SegmentationModel? network = parsed.GetValue(classical) ? null : SegmentationModel.Load(ModelPath(parsed.GetValue(model)), new SegmentationModelOptions { IntraOpThreads = 1 });
            string folder = parsed.GetValue(output)!;
            await console.ProgressAsync("segmenting", async progress =>
            {
                await SetPrediction.WriteAsync(
                    pictures, network, new SegmentationSettings(), folder, IsKnown(parsed.GetValue(scale)!), parsed.GetValue(threads), new Relay(progress, pictures.Count), cancel).ConfigureAwait(false);
                return true;
            }).ConfigureAwait(false);
            console.WriteJson(new { Pictures = pictures.Count, Model = network?.Identity, Out = folder });
            console.WriteLine($"{pictures.Count} masks written to {folder} with {(network is null ? "threshold and watershed" : $"{network.Name} {network.Version}".Trim())}");
            return ExitCode.Success;
        }, token));
        return command;
    }

    internal static Option<string?> Model() => new("--model") { Description = "An ONNX file to use instead of the shipped network.", HelpName = "FILE" };

    internal static string ModelPath(string? given) => given ?? Path.Combine(ContentFolders.Locate().Models, "lto-unet.onnx");

    internal static Option<string> Scale() => new("--scale") { Description = "auto: found from the picture; known: the true median particle is the expected size.", HelpName = "auto|known", DefaultValueFactory = _ => Auto };

    internal static bool IsKnown(string scale) => scale switch
    {
        Auto => false,
        Known => true,
        _ => throw new InputException($"'{scale}' is no way to find the scale", "--scale", $"Give {Auto} or {Known}"),
    };

    internal static Option<int> Threads()
    {
        var threads = new Option<int>("--threads") { Description = "Pictures at a time, one thread each.", HelpName = "N", DefaultValueFactory = _ => Environment.ProcessorCount };
        threads.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is < 1 or > 256) result.AddError("--threads: give a number from 1 to 256");
        });
        return threads;
    }

    private sealed class Relay(IProgress<(double Share, string Text)> progress, int count) : IProgress<(int Done, string Name)>
    {
        public void Report((int Done, string Name) value) => progress.Report(((double)value.Done / count, value.Name));
    }
}
