using LtoAutoscope.Acquisition.Conditions;
using LtoAutoscope.Domain.Nights;
using LtoAutoscope.Domain.Runs;
using LtoAutoscope.Domain.Schedules;
using LtoAutoscope.Pipeline.Nights;
using LtoAutoscope.Pipeline.Preflight;
using LtoAutoscope.Reports.Nights;
using Microsoft.Extensions.Logging;

namespace LtoAutoscope.Pipeline.Running;

/// <content>The night as a whole: checks before it, conditions during it, its page after it, and what people are told.</content>
public sealed partial class Lab : ILabEventSource
{
    private static readonly TimeSpan PreflightAgain = TimeSpan.FromMinutes(10);

    private readonly ConditionWatch? _conditions;
    private readonly SemaphoreSlim _reporting = new(1, 1);
    private (DateTimeOffset At, bool MayBegin, string Summary)? _preflight;
    private DateTimeOffset? _nightBegan;

    /// <inheritdoc/>
    public event Action<LabEvent>? Happened;

    /// <summary>What is watched all the time, or null where nothing is.</summary>
    public ConditionWatch? Conditions => _conditions;

    private TimeProvider InstrumentTime => _options.InstrumentTime ?? _time;

    private void Tell(LabEvent told)
    {
        try
        {
            Happened?.Invoke(told);
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            // Who listens must not stop a run.
            LogNotTold(told.Title, error.Message);
        }
    }

    /// <summary>Checks once before the first sample of a night, and again after a while where something failed; true when samples may begin.</summary>
    private async Task<bool> PreflightAsync(CancellationToken cancellationToken)
    {
        if (_options.Preflight is not { } settings) return true;
        DateTimeOffset now = _time.GetUtcNow();
        if (_preflight is { } last && (last.MayBegin ? _nightBegan is not null && last.At >= _nightBegan : now - last.At < PreflightAgain)) return last.MayBegin;
        PreflightReport report = await new NightPreflight(_data, settings, _time).RunAsync(Queue.Jobs, _conditions, cancellationToken).ConfigureAwait(false);
        bool isNews = _preflight?.Summary != report.Summary || _preflight?.MayBegin != report.MayBegin;
        _preflight = (now, report.MayBegin, report.Summary);
        _nightBegan ??= now;
        PreflightCheck[] objections = [.. report.Checks.Where(check => check.Outcome is PreflightOutcome.Failed or PreflightOutcome.Warning)];
        if (objections.Length > 0 && isNews)
        {
            Tell(new LabEvent
            {
                EventId = FormattableString.Invariant($"preflight:{now.ToUnixTimeSeconds()}"), At = now, Kind = LabEventKind.Preflight, Severity = report.MayBegin ? Severity.Info : Severity.Critical,
                Title = report.MayBegin ? "The night begins with reservations" : "The night cannot begin",
                Reason = string.Join(" ", objections.Select(check => $"{check.Name}: {check.Value}{(check.Limit.Length > 0 ? $" (limit {check.Limit})" : "")}.")),
                Done = report.MayBegin ? "The queue goes on." : "No sample is begun; the checks are made again every ten minutes.",
                ToDo = string.Join(" ", objections.Select(check => check.ToDo).Where(text => text.Length > 0).Distinct()),
            });
        }

        _waitsFor = report.MayBegin ? null : $"the checks before the night: {report.Summary}";
        return report.MayBegin;
    }

    /// <summary>Writes the page of the night that has just ended: a window closed, or the last sample of the queue is done.</summary>
    private async Task EndNightAsync(bool isWindow, CancellationToken cancellationToken)
    {
        if (_nightBegan is not { } began || !await _reporting.WaitAsync(TimeSpan.Zero, cancellationToken).ConfigureAwait(false)) return;
        try
        {
            NightSummary summary = await WriteNightAsync(began, cancellationToken).ConfigureAwait(false);
            _nightBegan = null;
            Tell(new LabEvent
            {
                EventId = FormattableString.Invariant($"night:{summary.Date:yyyy-MM-dd}:{_time.GetUtcNow().ToUnixTimeSeconds()}"), At = _time.GetUtcNow(), Kind = LabEventKind.NightEnded, Severity = Severity.Info,
                Title = summary.Headline, Reason = isWindow ? "The window has closed." : "The queue is empty.", Done = $"The morning page is nights/{summary.Date:yyyy-MM-dd}/{NightReport.PageName}.",
            });
        }
        catch (Exception error) when (error is not (OutOfMemoryException or OperationCanceledException))
        {
            // A page that cannot be written now is written by 'night report'; the journals have everything.
            LogNoPage(error.Message);
            _nightBegan = null;
        }
        finally
        {
            _reporting.Release();
        }
    }

    /// <summary>Writes, or writes anew, the morning page of the night to which a moment belongs.</summary>
    public Task<NightSummary> WriteNightAsync(DateTimeOffset moment, CancellationToken cancellationToken)
        => NightReport.WriteAsync(_data, NightOf(moment), _time, cancellationToken);

    private NightWindow NightOf(DateTimeOffset moment)
    {
        TimeZoneInfo zone = ScheduleZone;
        if (_options.Schedule.Windows.Count == 0) return NightWindow.Of(NightWindow.NightOf(moment, zone), zone);
        Period[] windows = [.. ScheduleEvaluation.Windows(_options.Schedule, zone, moment.AddDays(-2), moment.AddDays(1)).Where(period => period.From <= moment).OrderBy(period => period.From)];
        return windows.Length == 0 ? NightWindow.Of(NightWindow.NightOf(moment, zone), zone) : NightWindow.Scheduled(windows[^1].From, windows[^1].To, _verdict?.VentAt, zone);
    }

    /// <summary>Told of every condition that suspends or lets go on; the run journals it as well.</summary>
    private void OnTrip(ConditionTrip trip) => ShowState();

    [LoggerMessage(30, LogLevel.Error, "'{Title}' could not be told: {Message}")]
    private partial void LogNotTold(string title, string message);

    [LoggerMessage(31, LogLevel.Error, "The morning page could not be written: {Message}")]
    private partial void LogNoPage(string message);
}
