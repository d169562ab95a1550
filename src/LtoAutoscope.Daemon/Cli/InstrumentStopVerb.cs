using System.CommandLine;
using System.Globalization;
using LtoAutoscope.Domain.Instruments;
using LtoAutoscope.Instruments.Composition;

namespace LtoAutoscope.Daemon.Cli;

/// <summary><c>instrument stop</c>: blanks and halts every part on a connection of its own, whoever else works with the instrument.</summary>
internal static class InstrumentStopVerb
{
    public static Command Create()
    {
        Option<bool> json = CommonOptions.Json();
        var command = new Command("stop", "Blank the beam and halt the stage, also beside a running daemon. Exits 0 only if both read back so.") { json };
        InstrumentChoice choice = InstrumentChoice.For(command);
        command.SetAction((parsed, token) => VerbRunner.RunAsync(async cancel =>
            await RunAsync(await choice.LoadAsync(parsed, cancel).ConfigureAwait(false), new VerbConsole(parsed.GetValue(json)), cancel).ConfigureAwait(false), token));
        return command;
    }

    private static async Task<int> RunAsync(InstrumentConfiguration configuration, VerbConsole console, CancellationToken cancellationToken)
    {
        IReadOnlyList<InstrumentPart> parts = InstrumentPart.Of(configuration);

        // All at once: a part that cannot be reached must not hold up the others.
        StopReport[] reports = await Task.WhenAll(parts.Select(part => StopAsync(part, cancellationToken))).ConfigureAwait(false);
        bool isSent = reports.All(report => report.Sent);
        bool? blanked = Merge(parts, reports, "column", report => report.BlankConfirmed), halted = Merge(parts, reports, "stage", report => report.HaltConfirmed);
        console.WriteJson(new
        {
            Sent = isSent, BlankConfirmed = blanked, HaltConfirmed = halted,
            Parts = parts.Zip(reports, (part, report) => new { part.Protocol, part.Endpoint, report.Sent, report.BlankConfirmed, report.HaltConfirmed, SentAfterMs = report.SentAfter.TotalMilliseconds, report.Detail }),
        });
        foreach ((InstrumentPart part, StopReport report) in parts.Zip(reports))
            console.WritePlain($"{part.Protocol} at {part.Endpoint}: {(report.Sent ? string.Create(CultureInfo.InvariantCulture, $"sent {report.SentAfter.TotalMilliseconds:0.#} ms after it was connected{(report.Detail.Length > 0 ? "; " : "")}{report.Detail}") : $"NOT sent: {report.Detail}")}");
        console.WriteLine($"beam: {Tell(blanked, "blanked, read back", "NOT blanked, read back", "not known; it cannot be read back")}");
        console.WriteLine($"stage: {Tell(halted, "halted, read back", "STILL MOVING, read back", "not known; it cannot be read back")}");
        if (isSent && blanked == true && halted == true) return ExitCode.Success;
        foreach ((InstrumentPart part, StopReport report) in parts.Zip(reports).Where(pair => !pair.Second.Sent))
            await Console.Error.WriteLineAsync($"The stop did not reach the {string.Join(", ", part.Gives)}: {report.Detail}. Use STOP in the program that holds the port, or the microscope's own.").ConfigureAwait(false);
        foreach (Fault fault in new[] { (blanked, Fault.BlankNotConfirmed), (halted, Fault.HaltNotConfirmed) }.Where(pair => pair.Item1 != true).Select(pair => pair.Item2))
            await Console.Error.WriteLineAsync($"{FaultCatalogue.Describe(fault).Sentence}. {FaultCatalogue.Describe(fault).Remedy}.").ConfigureAwait(false);
        return ExitCode.Failure;
    }

    private static async Task<StopReport> StopAsync(InstrumentPart part, CancellationToken cancellationToken)
    {
        try
        {
            return await part.StopAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (InstrumentFaultException fault)
        {
            return new StopReport(false, null, null, TimeSpan.Zero, fault.Detail);
        }
    }

    /// <summary>What the part that has a say in it reads back.</summary>
    private static bool? Merge(IReadOnlyList<InstrumentPart> parts, StopReport[] reports, string gives, Func<StopReport, bool?> of)
        => parts.Zip(reports).Where(pair => pair.First.Gives.Contains(gives)).Select(pair => of(pair.Second)).FirstOrDefault();

    private static string Tell(bool? confirmed, string yes, string no, string unknown) => confirmed switch { true => yes, false => no, _ => unknown };
}
