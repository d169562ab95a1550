using System.CommandLine;
using LtoAutoscope.Domain;
using LtoAutoscope.Instruments.SharkSem;

namespace LtoAutoscope.Daemon.Cli;

/// <summary><c>bench sharksem</c>: image throughput over loopback beside a bare socket, and the time of a stop on the wire.</summary>
internal static class InstrumentBenchVerb
{
    public static Command Create()
    {
        var frames = new Option<int>("--frames") { Description = "Frames to send each way.", DefaultValueFactory = _ => 64, HelpName = "N" };
        var side = new Option<int>("--side") { Description = "Side of a 16-bit frame, pixels.", DefaultValueFactory = _ => 2048, HelpName = "PX" };
        var stops = new Option<int>("--stops") { Description = "Stops to measure.", DefaultValueFactory = _ => 300, HelpName = "N" };
        var blocked = new Option<int>("--blocked-threads") { Description = "Threads of the pool held by writers that do not end.", DefaultValueFactory = _ => Environment.ProcessorCount, HelpName = "N" };
        Option<bool> json = CommonOptions.Json();
        var sharkSem = new Command("sharksem", "Images through the SharkSEM driver over loopback in MB/s beside a bare socket, and the time from a stop to its bytes at the server.") { frames, side, stops, blocked, json };
        sharkSem.SetAction((parsed, token) => VerbRunner.RunAsync(async cancel =>
        {
            var console = new VerbConsole(parsed.GetValue(json));
            if (parsed.GetValue(frames) < 1 || parsed.GetValue(stops) < 1 || parsed.GetValue(blocked) < 0 || parsed.GetValue(side) is < 16 or > 8192)
                throw new InputException("these numbers cannot be measured with", "--frames, --stops, --blocked-threads, --side", "Give at least one frame and one stop, and a side of 16 to 8192");
            SharkSemThroughputReport images = await SharkSemThroughput.MeasureAsync(parsed.GetValue(frames), parsed.GetValue(side), TimeProvider.System, cancel).ConfigureAwait(false);
            StopLatencyReport stop = await StopLatency.MeasureAsync(parsed.GetValue(stops), parsed.GetValue(blocked), TimeProvider.System, cancel).ConfigureAwait(false);
            console.WriteJson(new { Images = images, Stop = stop });
            console.WriteLine(FormattableString.Invariant(
                $"images: {images.ImagesMegabytesPerS:0} MB/s over {images.Frames} frames; bare socket {images.BareMegabytesPerS:0} MB/s; asked for {images.TargetMegabytesPerS:0} MB/s: {Verdict(images.IsMet)}"));
            console.WriteLine(FormattableString.Invariant(
                $"stop: median {stop.MedianMs:0.00} ms, p99 {stop.P99Ms:0.00} ms, longest {stop.LargestMs:0.00} ms over {stop.Stops} stops, {stop.BlockedThreads} threads blocked, images at {stop.StreamedMegabytesPerS:0} MB/s meanwhile; asked for p99 < {StopLatencyReport.TargetMs:0} ms: {Verdict(stop.IsMet)}"));
            return images.IsMet && stop.IsMet ? ExitCode.Success : ExitCode.Failure;
        }, token));
        return new Command("bench", "Measure the instrument layer on this machine.") { sharkSem };
    }

    private static string Verdict(bool isMet) => isMet ? "met" : "not met";
}
