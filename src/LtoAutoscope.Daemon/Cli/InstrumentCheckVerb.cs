using System.CommandLine;
using System.Text.Json;
using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Files;
using LtoAutoscope.Instruments.Composition;
using LtoAutoscope.Instruments.Conformance;
using LtoAutoscope.Instruments.Recording;
using Spectre.Console;

namespace LtoAutoscope.Daemon.Cli;

/// <summary><c>instrument check</c>: a conformance run against real hardware, read only unless motion is asked for.</summary>
internal static class InstrumentCheckVerb
{
    private const string RecordingName = "wire.log";

    public static Command Create()
    {
        var otherwise = new ConformanceSettings();
        var readings = new Option<int>("--readings") { Description = "How often each value is read.", HelpName = "N", DefaultValueFactory = _ => otherwise.Readings };
        var move = new Option<bool>("--move") { Description = "Also move the stage by tiny steps inside the envelope, and stop it once on its way. Asks before it does." };
        var yes = new Option<bool>("--yes") { Description = "Do not ask." };
        var axes = new Option<string[]>("--axes") { Description = "The axes that are moved.", HelpName = "AXIS", AllowMultipleArgumentsPerToken = true, DefaultValueFactory = _ => [.. otherwise.Axes] };
        var step = new Option<double>("--step-mm") { Description = "Length of a test move, mm.", HelpName = "MM", DefaultValueFactory = _ => otherwise.StepMm };
        var stopMove = new Option<double>("--stop-move-mm") { Description = "Length of the move during which the stop is sent, mm; 0 leaves it out.", HelpName = "MM", DefaultValueFactory = _ => otherwise.StopMoveMm };
        var output = new Option<string?>("--out") { Description = "Folder for report.txt, report.json and wire.log with every exchange.", HelpName = "DIR" };
        Option<bool> json = CommonOptions.Json();
        var command = new Command("check", "Try an instrument: read everything, time the answers, see whether the values make sense. Moves nothing without --move.") { readings, move, yes, axes, step, stopMove, output, json };
        InstrumentChoice choice = InstrumentChoice.For(command);
        command.SetAction((parsed, token) => VerbRunner.RunAsync(async cancel =>
        {
            var settings = new ConformanceSettings
            {
                Readings = parsed.GetValue(readings) is >= 1 and <= 10_000 and var count ? count : throw new InputException("the number is out of range", "--readings", "Give 1 to 10000"),
                Moves = parsed.GetValue(move),
                Axes = [.. (parsed.GetValue(axes) ?? []).SelectMany(axis => axis.Split(',')).Select(Axis)],
                StepMm = parsed.GetValue(step) is > 0 and <= 1 and var length ? length : throw new InputException("the step is out of range", "--step-mm", "Give more than 0 and at most 1 mm"),
                StopMoveMm = parsed.GetValue(stopMove) is >= 0 and <= 20 and var way ? way : throw new InputException("the length is out of range", "--stop-move-mm", "Give 0 to 20 mm"),
            };
            InstrumentConfiguration configuration = await choice.LoadAsync(parsed, cancel).ConfigureAwait(false);
            settings = settings with { Stops = [.. InstrumentPart.Of(configuration).Select(part => (part.Protocol, part.Stop))] };
            return await RunAsync(configuration, settings, parsed.GetValue(yes), parsed.GetValue(output), new VerbConsole(parsed.GetValue(json)), cancel).ConfigureAwait(false);
        }, token));
        return command;
    }

    private static async Task<int> RunAsync(
        InstrumentConfiguration configuration, ConformanceSettings settings, bool isAgreed, string? folder, VerbConsole console, CancellationToken cancellationToken)
    {
        if (settings.Moves && !isAgreed) Confirm(console, configuration, settings);
        string scratch = folder is null ? Directory.CreateTempSubdirectory("lto-autoscope-check-").FullName : Path.GetFullPath(folder);
        string recording = Path.Combine(scratch, RecordingName);
        try
        {
            ConformanceReport report;
            var recorder = WireRecorder.ToFile(recording, TimeProvider.System);
            await using (recorder.ConfigureAwait(false))
            {
                HeldInstrument held = await HeldInstrument.ConnectAsync(configuration, "instrument check", recorder, cancellationToken).ConfigureAwait(false);
                await using (held.ConfigureAwait(false))
                    report = await new ConformanceRun(held.Microscope, settings, TimeProvider.System).RunAsync(new Shown(console), cancellationToken).ConfigureAwait(false);
            }

            WireLog wire = await WireLog.ReadAsync(recording, cancellationToken).ConfigureAwait(false);
            var document = new { report.Passed, Configuration = configuration.Name, report.Instrument, report.StartedAt, report.WallS, report.Moved, report.Items, report.Timings, Exchanges = wire.Entries.Select(Exchange) };
            if (folder is not null)
            {
                await AtomicFile.WriteTextAsync(Path.Combine(scratch, "report.json"), JsonSerializer.Serialize(document, DomainJson.File) + "\n", cancellationToken).ConfigureAwait(false);
                await AtomicFile.WriteTextAsync(Path.Combine(scratch, "report.txt"), ConformanceText.Write(configuration.Name, report, wire), cancellationToken).ConfigureAwait(false);
            }

            console.WriteJson(document);
            ShowTimings(console, report);
            console.WriteLine($"{report.Count(ConformanceOutcome.Passed)} passed, {report.Count(ConformanceOutcome.Remark)} to look at, {report.Count(ConformanceOutcome.Skipped)} skipped, {report.Count(ConformanceOutcome.Failed)} failed, in {report.WallS:0.#} s{(folder is null ? "" : $"; report in {scratch}")}");
            if (report.Passed) return ExitCode.Success;
            await Console.Error.WriteLineAsync($"Failed: {string.Join("; ", report.Items.Where(item => item.Outcome == ConformanceOutcome.Failed).Select(item => $"{item.Group}, {item.Name}: {item.Detail}"))}.").ConfigureAwait(false);
            return ExitCode.Failure;
        }
        finally
        {
            if (folder is null) Directory.Delete(scratch, recursive: true);
        }
    }

    private static void Confirm(VerbConsole console, InstrumentConfiguration configuration, ConformanceSettings settings)
    {
        string what = FormattableString.Invariant($"This moves {string.Join(", ", settings.Axes)} of {configuration.Name} by {settings.StepMm} mm or {settings.StepDeg}°, then x by {settings.StopMoveMm} mm with a stop on its way; the stop blanks the beam.");
        if (!console.IsInteractive || Console.IsInputRedirected)
            throw new InputException($"{what} Nobody can be asked here", "--move", "Look into the chamber, then add --yes");
        if (!console.Terminal.Confirm(Markup.Escape(what + " Go on?"), defaultValue: false)) throw new InputException("nothing was moved", "--move", "Run it again when the chamber is clear");
    }

    private static void ShowTimings(VerbConsole console, ConformanceReport report)
    {
        if (console.IsJson) return;
        Table table = new Table().Border(TableBorder.Simple).AddColumns("question", "answers", "p50 ms", "p95 ms", "longest ms");
        foreach (QuestionTiming timing in report.Timings)
            table.AddRow(Markup.Escape(timing.Question), $"{timing.Count}", FormattableString.Invariant($"{timing.P50Ms:0.00}"), FormattableString.Invariant($"{timing.P95Ms:0.00}"), FormattableString.Invariant($"{timing.LongestMs:0.00}"));
        console.Terminal.Write(table);
    }

    private static object Exchange(WireLogEntry entry)
    {
        WireRecord record = entry.Record;
        return new { record.At, S = record.Elapsed.TotalSeconds, record.Connection, record.Purpose, Kind = record.Kind, Bytes = WireText.Escape(record.Bytes.Span), record.Omitted, record.Text };
    }

    private static string Axis(string name)
        => StageAxis.Names.Contains(name) ? name : throw new InputException($"'{name}' is no axis", "--axes", $"Choose from {string.Join(", ", StageAxis.Names)}");

    /// <summary>Shows each check as it ends.</summary>
    private sealed class Shown(VerbConsole console) : IProgress<ConformanceItem>
    {
        public void Report(ConformanceItem value) => console.WritePlain(ConformanceText.Line(value));
    }
}
