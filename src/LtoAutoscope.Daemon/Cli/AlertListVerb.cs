using System.CommandLine;
using LtoAutoscope.Daemon.Alerts;
using LtoAutoscope.Daemon.Alerts.Configuration;
using LtoAutoscope.Daemon.Alerts.Outbox;
using LtoAutoscope.Domain;
using LtoAutoscope.Storage.Data;
using LtoAutoscope.Storage.Journals;
using Spectre.Console;

namespace LtoAutoscope.Daemon.Cli;

/// <summary><c>alert list</c>: what was told, to whom, and what became of it; reads the outbox, also beside a running daemon.</summary>
internal static class AlertListVerb
{
    public static Command Create()
    {
        Option<string> data = CommonOptions.Data();
        Option<bool> json = CommonOptions.Json();
        var last = new Option<int>("--last") { Description = "The newest so many.", DefaultValueFactory = _ => 50, HelpName = "N" };
        var command = new Command("list", "List what was told, newest first.") { data, last, json };
        command.SetAction((parsed, token) => VerbRunner.RunAsync(
            cancel => ListAsync(parsed.GetValue(data)!, parsed.GetValue(last), new VerbConsole(parsed.GetValue(json)), cancel), token));
        return command;
    }

    private static async Task<int> ListAsync(string path, int last, VerbConsole console, CancellationToken cancellationToken)
    {
        if (last < 1) throw new InputException($"{last} alerts cannot be listed", "--last", "Give 1 or more");
        using DataFolder data = DataFolder.OpenReadOnly(path);
        string journal = Path.Combine(data.Alerts, AlertOutbox.JournalName);
        AlertLedger ledger = AlertLedger.Of(File.Exists(journal) ? await JournalReader.ReadAsync(journal, cancellationToken).ConfigureAwait(false) : []);
        AlertView[] alerts = [.. ledger.Alerts.Reverse().Take(last).Select(alert => AlertView.Of(alert, ledger))];
        console.WriteJson(alerts);
        if (console.IsJson) return ExitCode.Success;
        Table table = new Table().Border(TableBorder.Simple).AddColumns("At", "Severity", "Kind", "What", "Told");
        foreach (AlertView alert in alerts)
        {
            table.AddRow(
                Markup.Escape(FormattableString.Invariant($"{alert.Event.At:yyyy-MM-dd HH:mm:ss}")), alert.Event.Severity.ToString(), AlertRule.Word(alert.Event.Kind),
                Markup.Escape($"{alert.Event.Title}{(alert.Event.Sample is null ? "" : $" ({alert.Event.Sample})")}"),
                Markup.Escape(string.Join(", ", alert.Deliveries.Select(delivery => $"{delivery.Channel}: {delivery.State.ToString().ToLowerInvariant()}{(delivery.Held.Length > 0 ? $" ({delivery.Held.Replace('_', ' ')})" : "")}"))));
        }

        console.Terminal.Write(table);
        return ExitCode.Success;
    }
}
