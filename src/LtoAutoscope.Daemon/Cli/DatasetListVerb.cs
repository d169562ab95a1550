using System.CommandLine;
using System.Globalization;
using LtoAutoscope.Storage.Data;
using LtoAutoscope.Storage.Datasets;
using Spectre.Console;

namespace LtoAutoscope.Daemon.Cli;

/// <summary><c>dataset list</c>: what data sets and golden frames there are, and whether their files are as they were taken in.</summary>
internal static class DatasetListVerb
{
    public static Command Create()
    {
        Option<string> data = CommonOptions.Data();
        Option<bool> json = CommonOptions.Json();
        var command = new Command("list", "The data sets and golden frames of the data folder; every file is checked against its hash.") { data, json };
        command.SetAction((parsed, token) => VerbRunner.RunAsync(async cancel =>
        {
            var console = new VerbConsole(parsed.GetValue(json));
            List<(string Kind, DatasetRecord Record, string Path, IReadOnlyList<string> Changed)> rows = [];
            if (LabFolder.Find(parsed.GetValue(data)!) is { } lab)
            {
                foreach ((string kind, string root) in ((string, string)[])[("training", lab.Datasets), ("golden", lab.Golden)])
                {
                    var store = new DatasetStore(root, TimeProvider.System);
                    foreach (DatasetRecord record in await store.ListAsync(cancel).ConfigureAwait(false))
                        rows.Add((kind, record, store.PathOf(record), await store.VerifyAsync(record, cancel).ConfigureAwait(false)));
                }
            }

            console.WriteJson(rows.Select(static row => new { row.Kind, row.Record.Reference, Pictures = row.Record.Pictures.Count, Particles = row.Record.Pictures.Sum(static p => p.Particles), row.Record.By, row.Record.ImportedAt, row.Record.Sha256, row.Path, row.Changed }));
            if (!console.IsJson && rows.Count == 0) console.WriteLine("No data set yet: dataset export, correct, dataset import");
            if (!console.IsJson && rows.Count > 0) console.Terminal.Write(Table(rows));
            foreach (var row in rows.Where(static row => row.Changed.Count > 0))
                await Console.Error.WriteLineAsync($"{row.Path}: changed or missing: {string.Join(", ", row.Changed)}. Restore from a backup.").ConfigureAwait(false);
            return rows.All(static row => row.Changed.Count == 0) ? ExitCode.Success : ExitCode.Failure;
        }, token));
        return command;
    }

    private static Table Table(IEnumerable<(string Kind, DatasetRecord Record, string Path, IReadOnlyList<string> Changed)> rows)
    {
        Table table = new Table().Border(TableBorder.Simple).AddColumns("data set", "for", "pictures", "particles", "taken in", "by", "SHA-256");
        foreach (var row in rows)
        {
            table.AddRow(((string[])
            [
                row.Record.Reference, row.Kind, row.Record.Pictures.Count.ToString(CultureInfo.InvariantCulture), row.Record.Pictures.Sum(static p => p.Particles).ToString(CultureInfo.InvariantCulture),
                row.Record.ImportedAt.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture), row.Record.By, row.Record.Sha256[..12],
            ]).Select(Markup.Escape).ToArray());
        }

        return table;
    }
}
