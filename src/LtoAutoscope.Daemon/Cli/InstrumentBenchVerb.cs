using System.CommandLine;
using LtoAutoscope.Domain;
using LtoAutoscope.Instruments.SharkSem;
using LtoAutoscope.Twin.Stops;

namespace LtoAutoscope.Daemon.Cli;

/// <summary><c>instrument bench</c>: image throughput over loopback beside a bare socket, and the time of a stop on the wire of each protocol.</summary>
internal static class InstrumentBenchVerb
{
    private const string SharkSemProtocol = "sharksem";

    public static Command Create() => new("bench", "Measure the instrument layer on this machine, against the twin.") { SharkSem(), Stop() };

    private static Command SharkSem()
    {
        var frames = new Option<int>("--frames") { Description = "Frames to send each way.", DefaultValueFactory = _ => 64, HelpName = "N" };
        var side = new Option<int>("--side") { Description = "Side of a 16-bit frame, pixels.", DefaultValueFactory = _ => 2048, HelpName = "PX" };
        Option<int> stops = Stops(300), blocked = Blocked();
        Option<bool> json = CommonOptions.Json();
        var command = new Command("sharksem", "Images through the SharkSEM driver over loopback in MB/s beside a bare socket, and the time from a stop to its bytes at the server.") { frames, side, stops, blocked, json };
        command.SetAction((parsed, token) => VerbRunner.RunAsync(async cancel =>
        {
            var console = new VerbConsole(parsed.GetValue(json));
            if (parsed.GetValue(frames) < 1 || parsed.GetValue(stops) < 1 || parsed.GetValue(blocked) < 0 || parsed.GetValue(side) is < 16 or > 8192)
                throw new InputException("these numbers cannot be measured with", "--frames, --stops, --blocked-threads, --side", "Give at least one frame and one stop, and a side of 16 to 8192");
            SharkSemThroughputReport images = await SharkSemThroughput.MeasureAsync(parsed.GetValue(frames), parsed.GetValue(side), TimeProvider.System, cancel).ConfigureAwait(false);
            StopLatencyReport stop = await StopLatency.MeasureAsync(parsed.GetValue(stops), parsed.GetValue(blocked), TimeProvider.System, cancel).ConfigureAwait(false);
            console.WriteJson(new { Images = images, Stop = stop });
            console.WriteLine(FormattableString.Invariant(
                $"images: {images.ImagesMegabytesPerS:0} MB/s over {images.Frames} frames; bare socket {images.BareMegabytesPerS:0} MB/s; asked for {images.TargetMegabytesPerS:0} MB/s: {Verdict(images.IsMet)}"));
            console.WriteLine(Text(stop));
            return images.IsMet && stop.IsMet ? ExitCode.Success : ExitCode.Failure;
        }, token));
        return command;
    }

    private static Command Stop()
    {
        var protocol = new Option<string>("--protocol") { Description = $"sharksem, {string.Join(", ", WireStopLatency.Protocols)}.", Required = true, HelpName = "NAME" };
        Option<int> stops = Stops(200), blocked = Blocked();
        var tcp = new Option<bool>("--tcp") { Description = "Over loopback TCP; serial protocols go over a pseudo-terminal otherwise." };
        Option<bool> json = CommonOptions.Json();
        var command = new Command("stop", "Time from a stop to its bytes at the other end: on SharkSEM while images stream, on the others during moves that are polled without a pause.") { protocol, stops, blocked, tcp, json };
        command.SetAction((parsed, token) => VerbRunner.RunAsync(async cancel =>
        {
            var console = new VerbConsole(parsed.GetValue(json));
            string name = parsed.GetValue(protocol)!;
            if (parsed.GetValue(stops) < 1 || parsed.GetValue(blocked) < 0) throw new InputException("these numbers cannot be measured with", "--stops, --blocked-threads", "Give at least one stop");
            if (name == SharkSemProtocol)
            {
                StopLatencyReport report = await StopLatency.MeasureAsync(parsed.GetValue(stops), parsed.GetValue(blocked), TimeProvider.System, cancel).ConfigureAwait(false);
                console.WriteJson(report);
                console.WriteLine(Text(report));
                return report.IsMet ? ExitCode.Success : ExitCode.Failure;
            }

            bool onTerminal = !parsed.GetValue(tcp) && OperatingSystem.IsLinux() && name != "pi";
            WireStopReport stop = await WireStopLatency.MeasureAsync(name, onTerminal, parsed.GetValue(stops), TimeProvider.System, cancel).ConfigureAwait(false);
            console.WriteJson(stop);
            console.WriteLine(FormattableString.Invariant(
                $"{stop.Protocol} over {stop.Wire}: stop median {stop.MedianMs:0.00} ms, p99 {stop.P99Ms:0.00} ms, longest {stop.LargestMs:0.00} ms over {stop.Stops} stops, {stop.ReadingsPerS:0} positions a second read meanwhile; bound {stop.BoundMs:0} ms, of which {stop.StatedWaitMs:0} ms for an answer under way{(stop.InterruptsMoves ? "" : " (no stop ends a move)")}: {Verdict(stop.IsMet)}"));
            return stop.IsMet ? ExitCode.Success : ExitCode.Failure;
        }, token));
        return command;
    }

    private static Option<int> Stops(int otherwise) => new("--stops") { Description = "Stops to measure.", DefaultValueFactory = _ => otherwise, HelpName = "N" };

    private static Option<int> Blocked() => new("--blocked-threads")
    {
        Description = "Threads of the pool held by writers that do not end, on SharkSEM.", DefaultValueFactory = _ => Environment.ProcessorCount, HelpName = "N",
    };

    private static string Text(StopLatencyReport stop) => FormattableString.Invariant(
        $"stop: median {stop.MedianMs:0.00} ms, p99 {stop.P99Ms:0.00} ms, longest {stop.LargestMs:0.00} ms over {stop.Stops} stops, {stop.BlockedThreads} threads blocked, images at {stop.StreamedMegabytesPerS:0} MB/s meanwhile; asked for p99 < {StopLatencyReport.TargetMs:0} ms: {Verdict(stop.IsMet)}");

    private static string Verdict(bool isMet) => isMet ? "met" : "not met";
}
