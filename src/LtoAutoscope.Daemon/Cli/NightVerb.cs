using System.CommandLine;
using System.Globalization;
using LtoAutoscope.Domain;
using LtoAutoscope.Pipeline.Nights;
using LtoAutoscope.Reports.Nights;
using LtoAutoscope.Storage.Data;

namespace LtoAutoscope.Daemon.Cli;

/// <summary><c>night report</c>: the morning page of a night, from the journals.</summary>
internal static class NightVerb
{
    public static Command Create()
    {
        Option<string> data = CommonOptions.Data();
        Option<bool> json = CommonOptions.Json();
        var date = new Option<string?>("--date") { Description = "The day on which the night began; the last night by default.", HelpName = "YYYY-MM-DD" };
        var output = new Option<string?>("--out") { Description = "A folder to write to instead of DATA/nights; then it works beside a running daemon.", HelpName = "DIR" };
        var report = new Command("report", "Write the morning page of a night (from noon to noon) and the same figures as JSON.") { data, date, output, json };
        report.SetAction((parsed, token) => VerbRunner.RunAsync(
            cancel => ReportAsync(parsed.GetValue(data)!, parsed.GetValue(date), parsed.GetValue(output), new VerbConsole(parsed.GetValue(json)), cancel), token));
        return new Command("night", "Nights and their morning pages.") { report };
    }

    private static async Task<int> ReportAsync(string path, string? date, string? output, VerbConsole console, CancellationToken cancellationToken)
    {
        TimeProvider time = TimeProvider.System;
        DateOnly day = NightWindow.NightOf(time.GetUtcNow(), time.LocalTimeZone);
        if (date is not null && !DateOnly.TryParseExact(date, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out day))
            throw new InputException($"'{date}' is no date", "--date", "Write it as 2026-03-19");
        if (!Directory.Exists(Path.Combine(path, "runs"))) throw new InputException("this is no data folder: it has no folder 'runs'", path, "Give the folder that the daemon was started with (--data DIR)");
        using DataFolder data = output is null
            ? await DataFolder.OpenAsync(path, new DataFolderOptions(), time, cancellationToken).ConfigureAwait(false)
            : DataFolder.OpenReadOnly(path);
        string folder = output is null ? NightReport.FolderOf(data, day) : Path.GetFullPath(output);
        NightSummary night = await NightReport.WriteAsync(data, NightWindow.Of(day, time.LocalTimeZone), folder, time, cancellationToken).ConfigureAwait(false);
        console.WriteJson(night);
        if (!console.IsJson) console.WriteLine($"{night.Headline} {night.Need}{Environment.NewLine}{Path.Combine(folder, NightReport.PageName)}");
        foreach (string problem in night.Provenance.Problems) await Console.Error.WriteLineAsync(problem).ConfigureAwait(false);
        return night.Provenance.Problems.Count == 0 ? ExitCode.Success : ExitCode.Failure;
    }
}
