using System.CommandLine;
using LtoAutoscope.Daemon.Viewers;

namespace LtoAutoscope.Daemon.Cli;

/// <summary><c>bench viewers</c>: twenty people look at a run.</summary>
internal static class BenchViewersVerb
{
    public static Command Create()
    {
        var defaults = new ViewersOptions();
        Option<int> Count(string name, string words, int value) => new(name) { Description = words, HelpName = "N", DefaultValueFactory = _ => value };
        Option<int> circuits = Count("--circuits", "Circuits without a browser; one real browser looks besides, where Chromium is installed.", defaults.Circuits), seconds = Count("--seconds", "How long they look.", defaults.Seconds);
        Option<int> openings = Count("--openings", "Openings of a page that are timed.", defaults.Openings), stops = Count("--stops", "Presses of STOP.", defaults.Stops), idle = Count("--idle", "Idle circuits over which memory is measured.", defaults.Idle);
        Option<bool> json = CommonOptions.Json();
        var command = new Command("viewers", "A daemon with a run under way and many viewers: how old what they see may be, how soon a page can be used, how soon STOP is on the wire, memory of an idle circuit.") { circuits, seconds, openings, stops, idle, json };
        command.Validators.Add(result =>
        {
            foreach ((Option<int> option, int least, int most) in new[] { (circuits, 1, 500), (seconds, 5, 3600), (openings, 1, 1000), (stops, 1, 10_000), (idle, 6, 1000) })
                if (result.GetResult(option) is { Implicit: false } && result.GetValue(option) is var value && (value < least || value > most)) result.AddError($"{option.Name} must lie between {least} and {most}.");
        });
        command.SetAction((parsed, token) => VerbRunner.RunAsync(cancel => RunAsync(
            new ViewersOptions { Circuits = parsed.GetValue(circuits), Seconds = parsed.GetValue(seconds), Openings = parsed.GetValue(openings), Stops = parsed.GetValue(stops), Idle = parsed.GetValue(idle) }, new VerbConsole(parsed.GetValue(json)), cancel), token));
        return command;
    }

    private static async Task<int> RunAsync(ViewersOptions options, VerbConsole console, CancellationToken cancellationToken)
    {
        await using var bench = new ViewersBench(options, TimeProvider.System);
        ViewersReport report = await bench.RunAsync(new Progress<string>(what => console.WriteLine(what + " …")), cancellationToken).ConfigureAwait(false);
        console.WriteJson(report);
        console.WriteLine(FormattableString.Invariant($"{report.Circuits} circuits{(report.Browser ? " and a browser" : "")}, a run under way: drawn anew every {report.UpdateGapP95:0} ms (p95), at the longest {report.UpdateGapMax:0} ms; {report.KibPerSecond:0.0} KiB/s to each."));
        console.WriteLine(FormattableString.Invariant($"Page open and drawn by its circuit: median {report.OpenP50:0} ms, p95 {report.OpenP95:0} ms.{(report.BrowserReadyP95 is { } p95 ? FormattableString.Invariant($" Ready for clicks in the browser: median {report.BrowserReadyP50:0} ms, p95 {p95:0} ms.") : "")}"));
        console.WriteLine(FormattableString.Invariant($"{report.Stops} stops: on the instrument's line after {report.StopOnWireP50:0.0} ms (median), {report.StopOnWireP99:0.0} ms (p99); read back and answered within {report.StopReadBackP99:0} ms (p99)."));
        console.WriteLine(FormattableString.Invariant($"An idle circuit takes {report.MemoryPerIdleCircuitKib:0} KiB; the daemon with all of them {report.MemoryMib:0} MiB."));
        return ExitCode.Success;
    }
}
