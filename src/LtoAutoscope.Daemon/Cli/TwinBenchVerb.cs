using System.CommandLine;
using System.Diagnostics;
using LtoAutoscope.Domain;
using LtoAutoscope.Twin.Worlds;

namespace LtoAutoscope.Daemon.Cli;

/// <summary><c>twin bench</c>: how long a frame of the synthetic world takes on one thread.</summary>
internal static class TwinBenchVerb
{
    private const int WarmUpFrames = 5;
    private const double NanometresPerPixel = 2.8;

    public static Command Create()
    {
        var width = new Option<int>("--width") { Description = "Frame width, pixels.", HelpName = "PX", DefaultValueFactory = _ => 1024 };
        var height = new Option<int>("--height") { Description = "Frame height, pixels.", HelpName = "PX", DefaultValueFactory = _ => 768 };
        var frames = new Option<int>("--frames") { Description = "How many frames are timed, each at a place of its own.", HelpName = "N", DefaultValueFactory = _ => 15 };
        var dense = new Option<bool>("--dense") { Description = "A powder that covers most of the field, instead of the demo's stub 2." };
        Option<bool> json = CommonOptions.Json();
        var command = new Command("bench", "Time frames of 16 bit from the synthetic powder on one thread.") { width, height, frames, dense, json };
        command.SetAction((parsed, token) => VerbRunner.RunAsync(cancel =>
        {
            var console = new VerbConsole(parsed.GetValue(json));
            int w = Side(parsed.GetValue(width), "--width"), h = Side(parsed.GetValue(height), "--height"), count = parsed.GetValue(frames);
            if (count is < 1 or > 1000) throw new InputException($"{count} frames cannot be timed", "--frames", "Give a number from 1 to 1000");
            PowderParameters powder = DemoHolder.RoundedPowder(1);
            if (parsed.GetValue(dense)) powder = powder with { NumberDensityPerUm2 = 8 * powder.NumberDensityPerUm2, MeanClusterSize = 12 };
            (double[] seconds, double processor) = Time(new SyntheticPowderWorld(powder), w, h, count, cancel);
            Array.Sort(seconds);
            double median = seconds[count / 2];
            console.WriteJson(new { SecondsPerFrame = Math.Round(median, 4), ProcessorSecondsPerFrame = Math.Round(processor, 4), SlowestS = Math.Round(seconds[^1], 4), FastestS = Math.Round(seconds[0], 4), Frames = count, Width = w, Height = h, BitsPerPixel = 16 });
            console.WriteLine(FormattableString.Invariant($"{median:0.000} s a frame of {w} × {h} at 16 bit (median of {count}, {seconds[0]:0.000} to {seconds[^1]:0.000} s; {processor:0.000} s of processor time), one thread"));
            return Task.FromResult(ExitCode.Success);
        }, token));
        return command;
    }

    /// <summary>The wall time of each frame, and the mean processor time of the whole program for one, which a busy machine does not stretch.</summary>
    private static (double[] Seconds, double Processor) Time(SyntheticPowderWorld world, int width, int height, int count, CancellationToken cancellationToken)
    {
        var seconds = new double[count];
        using var program = Process.GetCurrentProcess();
        TimeSpan before = TimeSpan.Zero;
        for (int i = -WarmUpFrames; i < count; i++)
        {
            // A little out of focus and of stigmation, as a frame is on the way to a good one; at a new place each time, so that no cell is at hand.
            var view = new ViewRequest
            {
                CentreXMm = 0.01 * i, CentreYMm = 0.004 * i, FieldWidthUm = width * NanometresPerPixel / 1000, WidthPx = width, HeightPx = height,
                DefocusUm = 0.3, AstigmatismXUm = 0.1, AstigmatismYUm = 0.05, Identity = (ulong)(i + 100),
            };
            if (i == 0)
            {
                program.Refresh();
                before = program.TotalProcessorTime;
            }

            long began = Stopwatch.GetTimestamp();
            world.Render(view, cancellationToken);
            if (i >= 0) seconds[i] = Stopwatch.GetElapsedTime(began).TotalSeconds;
        }

        program.Refresh();
        return (seconds, (program.TotalProcessorTime - before).TotalSeconds / count);
    }

    private static int Side(int value, string option)
        => value is >= 16 and <= 8192 ? value : throw new InputException($"a frame of {value} pixels cannot be timed", option, "Give a number from 16 to 8192");
}
