using System.Text.Json.Nodes;
using LtoAutoscope.Domain.Doses;
using LtoAutoscope.Domain.Particles;
using LtoAutoscope.Domain.Runs;
using LtoAutoscope.Pipeline.Running;
using LtoAutoscope.Storage.Data;
using LtoAutoscope.Storage.Doses;
using LtoAutoscope.Storage.Queue;
using LtoAutoscope.Storage.Runs;
using LtoAutoscope.Storage.Verification;

namespace LtoAutoscope.Pipeline.Weeks;

/// <summary>Holds what a run claims against its files, its doses and the truth of its powder.</summary>
internal static class NightAudit
{
    // The network's own bias on the powders of the twin stays well below this; a sample that is farther off was measured on the wrong scale or out of focus.
    private const double LargestBias = 0.12;

    public static async Task<RunAudit> OfAsync(DataFolder data, QueuedJob job, CancellationToken cancellationToken)
    {
        if (job.RunId is null)
        {
            string why = job.Hold?.Reason ?? job.Reason;
            return new RunAudit { Miss = $"{job.Sample.Name}: not begun ({(why.Length > 0 ? why : job.State.ToString())})" };
        }

        RunFolder folder = await RunFolder.OpenAsync(data, job.RunId, cancellationToken).ConfigureAwait(false);
        IReadOnlyList<RunEvent> events = await folder.ReadJournalAsync(cancellationToken).ConfigureAwait(false);
        List<string> losses = [.. (await RunVerifier.VerifyAsync(folder.FolderPath, cancellationToken).ConfigureAwait(false)).Problems.Where(problem => !problem.IsHarmless).Select(problem => $"{job.RunId}: {problem.What} ({problem.Where})")];
        await CheckDosesAsync(data, job, events, losses, cancellationToken).ConfigureAwait(false);

        var history = new Acquisition.Running.RunHistory(events);
        HashSet<string> tiles = [.. history.Decisions.Select(visit => visit.FrameId)], again = [.. events.Where(line => line.Kind == RunEventKind.FrameRejected).Select(line => Text(line, "frame_id"))];
        Morphology? morphology = File.Exists(folder.MorphologyPath) ? await JsonFile.ReadAsync<Morphology>(folder.MorphologyPath, cancellationToken).ConfigureAwait(false) : null;
        bool isReached = morphology is not null && MorphologySummary.ReachesGoal(folder.Record.Recipe, morphology);
        bool claims = job.State == RunState.Completed && events.LastOrDefault(line => line.Kind == RunEventKind.MorphologyDone)?.Data["goal_reached"]?.GetValue<bool>() == true;
        return new RunAudit
        {
            Reached = isReached && job.State == RunState.Completed, Particles = morphology?.ParticleCount ?? history.WholeParticles, Tiles = tiles.Count, Accepted = history.Accepted.Count,
            Redone = history.Accepted.Keys.Count(again.Contains), Incidents = [.. events.Where(line => line.Kind == RunEventKind.IncidentBegun).Select(line => $"{job.RunId}/{Text(line, "incident_id")}")],
            Losses = losses, WrongSuccess = claims ? Wrong(job, morphology!, isReached) : null,
            Miss = isReached && job.State == RunState.Completed ? null : $"{job.Sample.Name}: {Why(job, events)}",
        };
    }

    private static string Why(QueuedJob job, IReadOnlyList<RunEvent> events)
        => events.LastOrDefault(line => line.Kind == RunEventKind.AcquisitionDone) is { } done && job.State == RunState.Completed ? Text(done, "reason") : $"{job.State}, {(job.Hold?.Reason ?? job.Reason)}".TrimEnd(' ', ',');

    private static string? Wrong(QueuedJob job, Morphology morphology, bool isReached)
    {
        if (!isReached) return $"{job.Sample.Name} is called reached and its own figures are not";
        if (job.Truth is not { } truth) return null;
        double bias = morphology.DiameterNm.Mean / truth.MeanDiameterNm - 1;
        return Math.Abs(bias) > LargestBias ? FormattableString.Invariant($"{job.Sample.Name} is called reached and its mean diameter is off by {100 * bias:0.0} % (limit {100 * LargestBias:0} %)") : null;
    }

    private static async Task CheckDosesAsync(DataFolder data, QueuedJob job, IReadOnlyList<RunEvent> events, List<string> losses, CancellationToken cancellationToken)
    {
        IReadOnlyList<DoseEntry> doses = await DoseLedger.ReadAsync(data, job.Sample.Name, cancellationToken).ConfigureAwait(false);
        var booked = doses.Where(entry => entry.RunId == job.RunId).GroupBy(entry => entry.What).ToDictionary(group => group.Key, group => group.Count());
        foreach (var exposed in events.Where(line => line.Kind == RunEventKind.ExposureIntended).GroupBy(line => Text(line, "frame_id")))
            if (booked.GetValueOrDefault(exposed.Key) < exposed.Count()) losses.Add($"{job.RunId}: {exposed.Key} was exposed {exposed.Count()} times and is booked {booked.GetValueOrDefault(exposed.Key)} times");
    }

    private static string Text(RunEvent line, string key) => line.Data[key] is JsonValue value && value.TryGetValue(out string? text) ? text : "";
}
