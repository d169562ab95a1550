using System.CommandLine;
using System.Diagnostics;
using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Frames;
using LtoAutoscope.Domain.Recipes;
using LtoAutoscope.Imaging.Confidence;
using LtoAutoscope.Imaging.Segmentation;
using LtoAutoscope.Twin.Worlds;

namespace LtoAutoscope.Daemon.Cli;

/// <summary><c>bench confidence</c>: what confidence, review and second opinion cost beside the network, on a frame of the demo's powder.</summary>
internal static class BenchConfidenceVerb
{
    private const double NanometresPerPixel = 2.8, DiameterPx = 68 / NanometresPerPixel;

    public static Command Create()
    {
        var width = new Option<int>("--width") { Description = "Frame width, pixels.", HelpName = "PX", DefaultValueFactory = _ => 1024 };
        var height = new Option<int>("--height") { Description = "Frame height, pixels.", HelpName = "PX", DefaultValueFactory = _ => 768 };
        var times = new Option<int>("--times") { Description = "How often each is timed.", HelpName = "N", DefaultValueFactory = _ => 15 };
        Option<string?> model = BenchPredictVerb.Model();
        Option<bool> json = CommonOptions.Json();
        var command = new Command("confidence", "Time the review of a frame beside its segmentation.") { width, height, times, model, json };
        command.SetAction((parsed, token) => VerbRunner.RunAsync(cancel =>
        {
            var console = new VerbConsole(parsed.GetValue(json));
            int w = parsed.GetValue(width), h = parsed.GetValue(height), count = parsed.GetValue(times);
            if (w is < 64 or > 8192 || h is < 64 or > 8192 || count is < 1 or > 1000) throw new InputException("these numbers cannot be measured with", "--width, --height, --times", "Give a frame of 64 to 8192 pixels and 1 to 1000 times");
            using SegmentationModel network = SegmentationModel.Load(BenchPredictVerb.ModelPath(parsed.GetValue(model)));
            if (network.Confidence is null) throw new InputException("the network has no confidence model", network.Name, "Make it with `bench calibrate`");
            var view = new ViewRequest { CentreXMm = 0, CentreYMm = 0, FieldWidthUm = w * NanometresPerPixel / 1000, WidthPx = w, HeightPx = h, Identity = 1 };
            GreyImage image = new SyntheticPowderWorld(DemoHolder.RoundedPowder(1)).Render(view, cancel);
            var segmenter = new ParticleSegmenter(network, new SegmentationSettings());
            SegmentationResult result = segmenter.Segment(image, DiameterPx, cancel);
            (double segmentation, double segmentationProcessor) = Time(count, cancel, () => segmenter.Segment(image, DiameterPx, cancel));
            (double review, double reviewProcessor) = Time(count, cancel, () => FrameReviewer.Review(network, result));
            console.WriteJson(new { Width = w, Height = h, Times = count, Particles = result.Labels.Maximum, SegmentationMs = Math.Round(segmentation, 1), SegmentationProcessorMs = Math.Round(segmentationProcessor, 1), ReviewMs = Math.Round(review, 1), ReviewProcessorMs = Math.Round(reviewProcessor, 1) });
            console.WriteLine(FormattableString.Invariant($"{w} × {h} pixels, {result.Labels.Maximum} particles: review {review:0.0} ms on one thread ({reviewProcessor:0.0} ms of processor time), segmentation {segmentation:0.0} ms ({segmentationProcessor:0.0} ms of processor time); medians and means of {count}"));
            return Task.FromResult(ExitCode.Success);
        }, token));
        return command;
    }

    /// <summary>Median wall time, and mean processor time of the whole program, which a busy machine does not stretch; ms.</summary>
    private static (double Median, double Processor) Time(int count, CancellationToken cancellationToken, Action work)
    {
        double[] times = new double[count];
        work();
        using var program = Process.GetCurrentProcess();
        TimeSpan before = program.TotalProcessorTime;
        for (int i = 0; i < count; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            long began = Stopwatch.GetTimestamp();
            work();
            times[i] = Stopwatch.GetElapsedTime(began).TotalMilliseconds;
        }

        program.Refresh();
        Array.Sort(times);
        return (times[count / 2], (program.TotalProcessorTime - before).TotalMilliseconds / count);
    }
}
