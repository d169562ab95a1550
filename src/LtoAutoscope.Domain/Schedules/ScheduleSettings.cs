namespace LtoAutoscope.Domain.Schedules;

/// <summary>When the laboratory works, <c>config/schedule.yaml</c>.</summary>
public sealed record ScheduleSettings
{
    /// <summary>No limits and nothing recurring.</summary>
    public static ScheduleSettings Always { get; } = new();

    /// <summary>Time zone of all times in the file, such as <c>Europe/Berlin</c>; empty for the machine's own. Default empty.</summary>
    public string TimeZone { get; init; } = "";

    /// <summary>When samples may be imaged. Default none, which means always.</summary>
    public IReadOnlyList<OpenWindow> Windows { get; init; } = [];

    /// <summary>When nothing is imaged. Default none.</summary>
    public IReadOnlyList<Blackout> Blackouts { get; init; } = [];

    /// <summary>When the instrument must be free. Default none.</summary>
    public IReadOnlyList<VentDeadline> Vent { get; init; } = [];

    /// <summary>What is done again and again. Default nothing.</summary>
    public IReadOnlyList<RecurringSetting> Recurring { get; init; } = [];

    /// <summary>Problems, each as <c>key: what is wrong</c>; empty when the schedule is sound. Cron expressions are checked by the scheduler.</summary>
    public IReadOnlyList<string> Validate()
    {
        List<string> problems = [];
        if (TimeZone.Length > 0 && !TimeZoneInfo.TryFindSystemTimeZoneById(TimeZone, out _)) problems.Add($"time_zone: this machine knows no zone '{TimeZone}'; write it like Europe/Berlin, or leave it empty for the machine's own");
        for (int i = 0; i < Windows.Count; i++)
        {
            Time(problems, $"windows[{i}].from", Windows[i].From);
            Time(problems, $"windows[{i}].to", Windows[i].To);
        }

        for (int i = 0; i < Vent.Count; i++)
        {
            Time(problems, $"vent[{i}].at", Vent[i].At);
            Time(problems, $"vent[{i}].until", Vent[i].Until);
            if (Vent[i].At == Vent[i].Until) problems.Add($"vent[{i}].until: it is the time of 'at'; the instrument would never be free");
        }

        for (int i = 0; i < Blackouts.Count; i++)
        {
            DateTime? from = DayTime.ParseMoment(Blackouts[i].From, isEnd: false), to = DayTime.ParseMoment(Blackouts[i].To ?? Blackouts[i].From, isEnd: true);
            if (from is null) problems.Add($"blackouts[{i}].from: '{Blackouts[i].From}' must be written like 2026-12-24 or 2026-12-24 08:00");
            if (to is null) problems.Add($"blackouts[{i}].to: '{Blackouts[i].To}' must be written like 2026-12-26 or 2026-12-26 12:00");
            if (from >= to) problems.Add($"blackouts[{i}].to: it ends before it begins");
        }

        for (int i = 0; i < Recurring.Count; i++)
        {
            if (Recurring[i].At is null == Recurring[i].Cron is null) problems.Add($"recurring[{i}]: '{Recurring[i].Task}' needs either 'at' or 'cron'");
            if (Recurring[i].At is { } at) Time(problems, $"recurring[{i}].at", at);
            if (Recurring[i].Cron is not null && Recurring[i].Days.Count > 0) problems.Add($"recurring[{i}].days: a cron expression names its days itself");
        }

        return problems;
    }

    private static void Time(List<string> problems, string key, string text)
    {
        if (DayTime.Parse(text) is null) problems.Add($"{key}: '{text}' must be a time of day like \"19:00\"");
    }
}
