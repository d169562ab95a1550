using System.CommandLine;
using System.Globalization;
using LtoAutoscope.Daemon.Hosting;
using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Frames;
using LtoAutoscope.Imaging.Analysis;
using LtoAutoscope.Imaging.Benchmarks;
using LtoAutoscope.Imaging.Segmentation;
using LtoAutoscope.Twin.Worlds;

namespace LtoAutoscope.Daemon.Cli;

/// <summary><c>bench analyse</c>: how long a frame takes from decoded pixels to its particle table, beside PyTorch and scikit-image.</summary>
internal static class BenchAnalyseVerb
{
    private const double PixelSizeNm = 3;
    private const double ParticlesPerSquareDiameter = 0.45;
    private const double LargestPeakMb = 1073.7;
    private const double LeastRestRatio = 5;
    private static readonly string[] Pythons = ["python3", "/usr/bin/python3"];

    public static Command Create()
    {
        var frames = new Option<int>("--frames") { Description = "Synthetic frames to analyse.", DefaultValueFactory = _ => 3, HelpName = "N" };
        var repeats = new Option<int>("--repeats") { Description = "How often each is analysed.", DefaultValueFactory = _ => 5, HelpName = "N" };
        var width = new Option<int>("--width") { Description = "Frame width, pixels.", DefaultValueFactory = _ => 1024, HelpName = "PX" };
        var height = new Option<int>("--height") { Description = "Frame height, pixels.", DefaultValueFactory = _ => 768, HelpName = "PX" };
        var diameter = new Option<double>("--diameter-px") { Description = "Median diameter of the particles, pixels; the analysis is told it.", DefaultValueFactory = _ => 30, HelpName = "PX" };
        var threads = new Option<int>("--threads") { Description = "Threads.", DefaultValueFactory = _ => Environment.ProcessorCount, HelpName = "N" };
        var seed = new Option<int>("--seed") { Description = "Seed of the powder.", DefaultValueFactory = _ => 1, HelpName = "S" };
        var model = new Option<string?>("--model") { Description = "An ONNX file to use instead of the shipped network.", HelpName = "FILE" };
        var tile = new Option<int?>("--tile") { Description = "Cut every frame into tiles of at most this edge, a multiple of 32.", HelpName = "PX" };
        var python = new Option<string?>("--python") { Description = "Interpreter with PyTorch, ONNX and scikit-image; by default the first of python3 that has them.", HelpName = "FILE" };
        var alone = new Option<bool>("--no-yardstick") { Description = "Leave PyTorch and scikit-image out." };
        Option<bool> json = CommonOptions.Json();
        var command = new Command("analyse", "Time of the whole analysis of a frame and of its stages, peak memory, and beside it the same network in PyTorch and scikit-image's watershed and regionprops.")
        {
            frames, repeats, width, height, diameter, threads, seed, model, tile, python, alone, json,
        };
        command.SetAction((parsed, token) => VerbRunner.RunAsync(async cancel =>
        {
            var console = new VerbConsole(parsed.GetValue(json));
            int w = parsed.GetValue(width), h = parsed.GetValue(height), count = parsed.GetValue(frames), times = parsed.GetValue(repeats);
            double px = parsed.GetValue(diameter);
            if (w is < 64 or > 8192 || h is < 64 or > 8192) throw new InputException($"frames of {w} × {h} pixels cannot be made", "--width, --height", "Give numbers from 64 to 8192");
            if (count is < 1 or > 100 || times is < 1 or > 1000) throw new InputException("these numbers cannot be measured with", "--frames, --repeats", "Give 1 to 100 frames and 1 to 1000 repeats");
            if (!(px is >= 5 and <= 500)) throw new InputException($"particles of {px} pixels cannot be analysed", "--diameter-px", "Give a number from 5 to 500");
            if (parsed.GetValue(threads) is < 1 or > 256) throw new InputException($"{parsed.GetValue(threads)} threads cannot be used", "--threads", "Give a number from 1 to 256");
            if (parsed.GetValue(tile) is int edge && (edge % 32 != 0 || edge is < 576 or > 4096)) throw new InputException($"{edge} is no edge of a tile", "--tile", "Give a multiple of 32 from 576 to 4096");
            var options = new SegmentationModelOptions { IntraOpThreads = parsed.GetValue(threads) };
            if (parsed.GetValue(tile) is int asked) options = options with { TilePx = asked, WholeFramePixels = 0 };
            string path = parsed.GetValue(model) ?? Path.Combine(ContentFolders.Locate().Models, "lto-unet.onnx");
            using SegmentationModel network = SegmentationModel.Load(path, options);
            Frame[] pictures = await Task.Run(() => Render(count, w, h, px, parsed.GetValue(seed), cancel), cancel).ConfigureAwait(false);
            AnalysisBenchResult result = await console.ProgressAsync("analysing", progress => Task.Run(
                () => AnalysisBench.Run(network, pictures, px * PixelSizeNm, times, new Relay(progress), cancel), cancel)).ConfigureAwait(false);
            if (!parsed.GetValue(alone))
            {
                console.WriteLine("the yardstick in Python runs");
                string script = Path.Combine(ContentFolders.Locate().Root, "training", "bench_analyse.py");
                var yardstick = new PythonYardstick(script, parsed.GetValue(python) is { } one ? [one] : Pythons);
                (PythonYardstickResult? measured, string? skipped) = await yardstick.RunAsync(path, network, pictures, px * PixelSizeNm, times, cancel).ConfigureAwait(false);
                result = result with { Yardstick = measured, YardstickSkipped = skipped };
            }

            bool met = result.Total.MedianMs <= result.BudgetMs && result.PeakRssMb < LargestPeakMb && !(result.NetworkRatio < 1) && !(result.RestRatio < LeastRestRatio);
            console.WriteJson(new { result, IsMet = met });
            if (!console.IsJson) Describe(console, result, met);
            return met ? ExitCode.Success : ExitCode.Failure;
        }, token));
        return command;
    }

    private static Frame[] Render(int count, int width, int height, double diameterPx, int seed, CancellationToken cancellationToken)
    {
        double diameterUm = diameterPx * PixelSizeNm / 1000, fieldUm = width * PixelSizeNm / 1000;
        var world = new SyntheticPowderWorld(new PowderParameters
        {
            Seed = (ulong)seed, MedianDiameterNm = diameterPx * PixelSizeNm, NumberDensityPerUm2 = ParticlesPerSquareDiameter / (diameterUm * diameterUm),
        });
        return [.. Enumerable.Range(0, count).Select(i =>
        {
            var view = new ViewRequest { CentreXMm = i * fieldUm / 1000, CentreYMm = 0, FieldWidthUm = fieldUm, WidthPx = width, HeightPx = height, Identity = (ulong)i + 1 };
            return new Frame(new FrameMetadata { FrameId = $"frame{i}", WidthPx = width, HeightPx = height, BitsPerPixel = view.BitsPerPixel, PixelSizeNm = PixelSizeNm }, world.Render(view, cancellationToken));
        })];
    }

    private static void Describe(VerbConsole console, AnalysisBenchResult r, bool met)
    {
        Line($"{r.Width} × {r.Height}, {string.Join(", ", r.Particles)} particles, {r.Threads} threads on {r.Provider}, {r.Model}");
        Line($"whole analysis: median {r.Total.MedianMs:0} ms, fastest {r.Total.FastestMs:0} ms, {r.FramesPerS:0.00} frames a second; half of a scan at 1 µs a pixel: {r.BudgetMs:0} ms");
        Line($"processor time of a whole analysis: median {r.Processor.MedianMs:0} ms, least {r.Processor.FastestMs:0} ms");
        foreach ((string stage, StageTime time) in r.Stages) Line($"  {stage,-10} {time.Ms,7:0.0} ms, processor {time.ProcessorMs,7:0.0} ms");
        Line($"when the scale has to be found: median {r.WithScaleSearch.MedianMs:0} ms");
        Line($"peak memory {r.PeakRssMb:0} MB");
        if (r.Yardstick is { } y)
        {
            Line($"{y.Versions}: network {y.Network.FastestMs:0} ms, watershed {y.Watershed.FastestMs:0} ms, regionprops {y.Regionprops.FastestMs:0} ms (fastest), {string.Join(", ", y.Particles)} particles");
            Line($"network {r.NetworkRatio:0.0} times as fast as PyTorch; separation, labels and measures {r.RestRatio:0.0} times as fast as watershed and regionprops; maps differ by {y.LargestDifference:0.0e+0} at most");
        }
        else if (r.YardstickSkipped is { } why)
        {
            Line($"the yardstick was skipped: {why}");
        }

        Line($"asked for: {r.BudgetMs:0} ms, less than {LargestPeakMb:0} MB, network at least as fast, the rest {LeastRestRatio:0} times as fast: {(met ? "met" : "not met")}");

        void Line(FormattableString text) => console.WriteLine(FormattableString.Invariant(text));
    }

    private sealed class Relay(IProgress<(double Share, string Text)> progress) : IProgress<double>
    {
        public void Report(double value) => progress.Report((value, ""));
    }
}
