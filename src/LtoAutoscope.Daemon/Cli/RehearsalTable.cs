using System.Globalization;
using LtoAutoscope.Acquisition.Timing;
using LtoAutoscope.Pipeline.Rehearsal;
using Spectre.Console;

namespace LtoAutoscope.Daemon.Cli;

/// <summary>A rehearsal for people: the jobs, a timeline, and what was found.</summary>
internal static class RehearsalTable
{
    private const int TimelineColumns = 44;
    private const double Mebibyte = 1L << 20;

    public static void Write(VerbConsole console, RehearsalReport report, TimeZoneInfo zone)
    {
        if (report.Jobs.Count == 0)
        {
            console.WriteLine("The queue holds nothing that is left to do.");
            return;
        }

        var table = new Table().Border(TableBorder.Rounded)
            .AddColumn("Sample").AddColumn("Stub").AddColumn("Recipe").AddColumn(Right("Begins")).AddColumn(Right("Ends")).AddColumn(Right("Takes")).AddColumn(Right("Tiles")).AddColumn(Right("Goal"))
            .AddColumn("Takes longest").AddColumn(Right("Way,\nmm")).AddColumn(Right("Dose,\ne/nm²")).AddColumn(Right("MiB")).AddColumn("");
        foreach (RehearsedJob job in report.Jobs)
        {
            JobForecast? forecast = job.Forecast;
            table.AddRow(
                Markup.Escape(job.Sample), Markup.Escape(job.Stub), Markup.Escape(job.Recipe), Range(forecast?.StartsBetween, zone), Range(forecast?.EndsBetween, zone),
                forecast is null ? "–" : $"{Span(forecast.SecondsLeft.P10)}–{Span(forecast.SecondsLeft.P90)}",
                forecast is null ? "–" : Text($"{forecast.Tiles.P10:0}–{forecast.Tiles.P90:0} of {job.Places.Count}"), forecast is null ? "–" : Text($"{100 * forecast.ChanceOfGoal:0} %"),
                forecast is null ? "–" : Text($"{OperationText.Of(forecast.Dominant)}, {100 * forecast.DominantShare:0} %"), Text($"{job.TravelMm:0.0}"),
                job.Places.Select(place => place.DosePerNm2).Max() is { } dose ? Text($"{dose:0.00}") : "–", forecast is null ? "–" : Text($"{forecast.Bytes.P10 / Mebibyte:0}–{forecast.Bytes.P90 / Mebibyte:0}"),
                job.CanWork ? "can work" : "[red]refused[/]");
        }

        console.Terminal.Write(table);
        Timeline(console, report, zone);
        string ends = report.EndsBetween is var (early, late) ? $"The night ends between {Clock(early, zone)} and {Clock(late, zone)}" : "The night has no end: a job would not begin";
        console.WriteLine(Text($"{ends}{(report.Deadline is { } deadline ? Text($"; done by {Clock(deadline, zone)} with a chance of {100 * report.ChanceByDeadline:0} %") : "")}. {report.DiskBytes.P10 / Mebibyte:0} to {report.DiskBytes.P90 / Mebibyte:0} MiB of {report.FreeBytes / Mebibyte / 1024:0.0} GiB free. The stage goes {report.TravelMm:0} mm in {report.Moves} moves; times from {report.RunsLearned} runs. Rehearsed in {report.WallS:0.0} s."));
        foreach (RehearsalFinding finding in report.Findings)
            console.WriteLine($"{Word(finding.Kind)}{(finding.Sample.Length > 0 ? $" {finding.Sample} ({finding.JobId})" : "")}, {finding.Check}: {finding.Reason}. {finding.Remedy}.");
    }

    private static void Timeline(VerbConsole console, RehearsalReport report, TimeZoneInfo zone)
    {
        DateTimeOffset last = report.Jobs.Select(job => job.Forecast?.EndsBetween?.Late).OfType<DateTimeOffset>().Append(report.Deadline ?? report.At).Append(report.At.AddSeconds(1)).Max();
        int Column(DateTimeOffset at) => (int)Math.Clamp((at - report.At) / (last - report.At) * (TimelineColumns - 1), 0, TimelineColumns - 1);
        console.WriteLine($"{"",20} {Clock(report.At, zone)}{"",TimelineColumns - 10}{Clock(last, zone)}");
        foreach (RehearsedJob job in report.Jobs)
        {
            char[] line = [.. Enumerable.Repeat('·', TimelineColumns)];
            if (job.Forecast is { StartsBetween: var (earlyStart, lateStart), EndsBetween: var (earlyEnd, lateEnd) })
            {
                for (int i = Column(earlyStart); i <= Column(lateEnd); i++) line[i] = '░';
                for (int i = Column(lateStart); i <= Column(earlyEnd); i++) line[i] = '█';
            }

            if (report.Deadline is { } deadline) line[Column(deadline)] = '|';
            console.WriteLine($"{(job.Sample.Length > 20 ? job.Sample[..20] : job.Sample),20} {new string(line)}");
        }
    }

    private static string Word(FindingKind kind) => kind switch { FindingKind.Refused => "REFUSED", FindingKind.Warning => "Warning", _ => "Note" };

    private static string Range((DateTimeOffset Early, DateTimeOffset Late)? range, TimeZoneInfo zone)
        => range is not var (early, late) ? "–" : Clock(early, zone) == Clock(late, zone) ? Clock(early, zone) : $"{Clock(early, zone)}–{Clock(late, zone)}";

    private static string Clock(DateTimeOffset at, TimeZoneInfo zone) => TimeZoneInfo.ConvertTime(at, zone).ToString("HH:mm", CultureInfo.InvariantCulture);

    private static string Span(double seconds) => seconds < 90 ? Text($"{seconds:0} s") : seconds < 5400 ? Text($"{seconds / 60:0.0} min") : Text($"{seconds / 3600:0.0} h");

    private static string Text(FormattableString text) => FormattableString.Invariant(text);

    private static TableColumn Right(string title) => new TableColumn(title).RightAligned();
}
