using System.CommandLine;
using LtoAutoscope.Domain.Audits;
using LtoAutoscope.Storage.Audits;
using LtoAutoscope.Storage.Data;
using Spectre.Console;

namespace LtoAutoscope.Daemon.Cli;

/// <summary><c>audit</c>: the trail of who did what, also beside a running daemon.</summary>
internal static class AuditVerb
{
    public static Command Create() => new("audit", "Who did what: prove the trail, read it.") { Verify(), List() };

    private static Command Verify()
    {
        Option<string> data = CommonOptions.Data();
        Option<bool> json = CommonOptions.Json();
        var head = new Option<string?>("--head") { Description = "A hash that was written down earlier: it must stand in the trail still, or lines were cut off.", HelpName = "HASH" };
        var command = new Command("verify", "Prove that no line of the trail was changed, taken out, put in or moved. Exit code 0 when it is whole, 1 when it is not.") { head, data, json };
        command.SetAction((parsed, token) => VerbRunner.RunAsync(async cancel =>
        {
            AuditVerification found = await ReadAsync(parsed.GetValue(data)!, cancel).ConfigureAwait(false);
            string? problem = found.Problem
                ?? (parsed.GetValue(head) is { } known && found.Lines.All(line => !string.Equals(line.Hash, known, StringComparison.OrdinalIgnoreCase)) ? $"no line has the hash {known}: lines were cut off or the trail was written anew" : null);
            var console = new VerbConsole(parsed.GetValue(json));
            console.WriteJson(new { IsWhole = problem is null, Lines = found.Lines.Count, found.Head, Problem = problem, HasTornEnd = found.IsTorn });
            console.WriteLine(problem is null
                ? $"The trail is whole: {found.Lines.Count} lines. Newest hash: {found.Head}"
                : $"The trail is broken: {problem}. {found.Lines.Count} lines before that hang together.");
            if (found.IsTorn && problem is null) console.WriteLine("A line after them was being written when the power went; the next start cuts it off.");
            return problem is null ? ExitCode.Success : ExitCode.Failure;
        }, token));
        return command;
    }

    private static Command List()
    {
        Option<string> data = CommonOptions.Data();
        Option<bool> json = CommonOptions.Json();
        var who = new Option<string?>("--who") { Description = "Only what this account did.", HelpName = "NAME" };
        var action = new Option<string?>("--action") { Description = "Only actions that begin so, such as queue or queue.move.", HelpName = "ACTION" };
        var last = new Option<int>("--last") { Description = "How many lines, the newest first.", HelpName = "N", DefaultValueFactory = _ => 50 };
        var command = new Command("list", "The newest lines of the trail.") { who, action, last, data, json };
        command.SetAction((parsed, token) => VerbRunner.RunAsync(async cancel =>
        {
            IEnumerable<AuditLine> lines = (await ReadAsync(parsed.GetValue(data)!, cancel).ConfigureAwait(false)).Lines.Reverse();
            if (parsed.GetValue(who) is { } name) lines = lines.Where(line => string.Equals(line.Entry.Who, name, StringComparison.OrdinalIgnoreCase));
            if (parsed.GetValue(action) is { } start) lines = lines.Where(line => line.Entry.Action.StartsWith(start, StringComparison.Ordinal));
            AuditLine[] shown = [.. lines.Take(Math.Max(1, parsed.GetValue(last)))];
            var console = new VerbConsole(parsed.GetValue(json));
            console.WriteJson(shown);
            if (console.IsJson) return ExitCode.Success;
            var table = new Table().Border(TableBorder.Rounded).AddColumns("Line", "When, UTC", "Who", "From", "Action", "Target", "Result", "Reason");
            foreach (AuditLine line in shown)
                table.AddRow([.. new[] { FormattableString.Invariant($"{line.Number}"), FormattableString.Invariant($"{line.Entry.At.UtcDateTime:yyyy-MM-dd HH:mm:ss}"), line.Entry.Who, line.Entry.From, line.Entry.Action, line.Entry.Target, line.Entry.Result.ToString(), line.Entry.Reason }.Select(Markup.Escape)]);
            console.Terminal.Write(table);
            return ExitCode.Success;
        }, token));
        return command;
    }

    private static Task<AuditVerification> ReadAsync(string path, CancellationToken cancellationToken)
        => AuditVerification.OfAsync(Path.Combine(DataFolder.OpenReadOnly(path).Audit, AuditTrail.FileName), cancellationToken);
}
