using LtoAutoscope.Domain.Nights;
using LtoAutoscope.Reports.Nights;
using LtoAutoscope.Storage.Queue;

namespace LtoAutoscope.Pipeline.Nights;

/// <summary>What a person has to do before the next night, most urgent first.</summary>
internal static class NightTasks
{
    /// <summary>The list.</summary>
    public static IReadOnlyList<NightTask> Of(IReadOnlyList<NightSample> samples, IReadOnlyList<NightIncident> incidents, NightRun? lastUser, IReadOnlyList<QueuedJob> jobs)
    {
        List<NightTask> tasks = [];
        if (lastUser is { IsParkDoubtful: true })
            tasks.Add(new NightTask("Look at the instrument", "The last park was not confirmed by the hardware: see that the beam is blanked and the stage at rest before anything else.", IsUrgent: true));
        tasks.AddRange(incidents.Where(incident => incident.ToDo.Length > 0 && !(incident.IsMended && incident.Severity < Severity.Critical))
            .GroupBy(incident => (incident.Title, incident.ToDo))
            .Select(group => new NightTask(Where(group.Key.Title, group.Select(incident => incident.Sample)), group.Key.ToDo, group.Any(incident => incident.Severity == Severity.Critical && !incident.IsMended))));
        tasks.AddRange(incidents.Where(incident => incident.EndedAt is null && incident.ToDo.Length == 0)
            .Select(incident => new NightTask(Where(incident.Title, [incident.Sample]), $"It had not ended when this page was made. {incident.Reason}".TrimEnd(), incident.Severity == Severity.Critical)));
        foreach (NightSample sample in samples)
        {
            if (sample.Goal is GoalState.Reached or GoalState.Running or GoalState.Cancelled) continue;
            tasks.Add(sample.Goal switch
            {
                GoalState.BelowGoal => new NightTask($"Decide on {sample.Name}", $"{sample.Reason} Queue it again with more tiles, or take the result with the width that it has."),
                GoalState.Held => new NightTask($"Resume or remove {sample.Name}", sample.Reason),
                GoalState.NotRun => new NightTask($"{sample.Name} waits{Place(sample)}", $"{sample.Reason} It stays in the queue{Waiting(sample, jobs)}."),
                GoalState.Skipped => new NightTask($"Look at {sample.Name}{Place(sample)}", $"{sample.Reason} It was left out; queue it again when it is mended."),
                _ => new NightTask($"Look at {sample.Name}{Place(sample)}", $"{sample.Reason} Queue it again when it is mended."),
            });
        }

        return [.. tasks.OrderByDescending(task => task.IsUrgent)];
    }

    private static string Place(NightSample sample) => sample.Stub.Length > 0 ? $" on stub {sample.Stub}" : "";

    private static string Waiting(NightSample sample, IReadOnlyList<QueuedJob> jobs)
    {
        int place = jobs.Where(job => job.State == Domain.Runs.RunState.Queued).Select((job, i) => job.JobId == sample.JobId ? i + 1 : 0).DefaultIfEmpty().Max();
        return place > 0 ? FormattableString.Invariant($", at place {place}") : "";
    }

    private static string Where(string title, IEnumerable<string> samples)
    {
        string[] names = [.. samples.Where(name => name.Length > 0).Distinct(StringComparer.Ordinal)];
        return names.Length == 0 ? title : $"{title}: {string.Join(", ", names)}";
    }
}
