using System.Text.Json.Nodes;
using LtoAutoscope.Acquisition.Planning;
using LtoAutoscope.Domain.Frames;
using LtoAutoscope.Domain.Instruments;
using LtoAutoscope.Domain.Runs;

namespace LtoAutoscope.Acquisition.Running;

/// <summary>
/// Runs the acquisition of one sample: frame after frame until enough whole particles are counted, while the frame before is being analysed.
/// It may die between any two instructions and goes on from the journal at the first step that is not shown as done.
/// </summary>
/// <remarks>
/// Which frames are taken depends on the plan and on what was counted, never on timing: whether frame k + 1 is begun is decided from the
/// frames up to k − 1, whose analysis has ended by then. A resumed run therefore takes the same frames as an undisturbed one.
/// </remarks>
public sealed class AcquisitionEngine(AcquisitionContext context)
{
    private const int FramesInATurn = 2;

    /// <summary>Runs, or goes on with, the acquisition.</summary>
    /// <param name="log">The journal of the run with its history.</param>
    /// <param name="cancellationToken">Stops at once; the run stays resumable.</param>
    /// <exception cref="InstrumentFaultException">A fault that attempts could not mend; the caller parks.</exception>
    /// <exception cref="IOException">The disk does not take what was seen; the caller parks.</exception>
    public async Task<AcquisitionOutcome> RunAsync(RunLog log, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(log);
        if (log.History.AcquisitionDone is { } done) return Outcome(log.History, done["reason"]!.GetValue<string>());

        IReadOnlyList<Area> areas = AreaPlanner.Plan(context.Run.Stub, context.Run.Recipe);
        if (!context.Journal.Events.Any(line => line.Kind == RunEventKind.AreasPlanned))
            await log.AppendAsync(RunEventKind.AreasPlanned, new JsonObject { ["areas"] = RunLog.Json(areas) }, cancellationToken).ConfigureAwait(false);

        var taker = new FrameTaker(context, log);
        bool prepared = false;
        int goal = context.Run.Recipe.ParticleGoal, counted = 0;
        Task<int> pending = Task.FromResult(0);
        string reason = "";
        try
        {
            foreach (FramePlan plan in FramePlan.From(areas, FramesInATurn))
            {
                if (counted >= goal) break;
                if (context.Control.EndAcquisition)
                {
                    reason = $"A person ended the sample after {log.History.Accepted.Count} frames";
                    break;
                }

                if (context.Control.PauseAfterFrame) return Outcome(log.History, "paused after a frame") with { IsDone = false };

                if (log.History.IsSettled(plan.FrameId))
                {
                    counted += await pending.ConfigureAwait(false);
                    pending = Task.FromResult(log.History.WholeParticlesOf(plan.FrameId));
                    continue;
                }

                (Frame? Frame, FrameRecord Record)? taken = await SavedBeforeAsync(log, plan, cancellationToken).ConfigureAwait(false);
                if (taken is null)
                {
                    if (!prepared)
                    {
                        await taker.PrepareAsync(cancellationToken).ConfigureAwait(false);
                        prepared = true;
                    }

                    taken = await taker.TakeAsync(plan, cancellationToken).ConfigureAwait(false);
                }

                counted += await pending.ConfigureAwait(false);
                pending = taken is { } frame ? AnalyseAsync(log, frame.Frame, frame.Record, cancellationToken) : Task.FromResult(0);
            }
        }
        catch (Exception error) when (error is not (OperationCanceledException or InstrumentFaultException { Fault: Fault.StoppedByOperator }))
        {
            // The beam waits for no analysis. After a stop or a cancellation it is blanked by whoever asked for that, and nothing may move.
            await ParkAsync().ConfigureAwait(false);
            throw;
        }
        finally
        {
            // Whatever happened to the instrument, the frame in analysis is not lost.
            await ((Task)pending).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        await pending.ConfigureAwait(false);
        if (reason.Length == 0)
        {
            reason = log.History.WholeParticles >= goal
                ? $"{log.History.WholeParticles} whole particles reach the goal of {goal}"
                : $"All {log.History.Accepted.Count} planned frames are taken; {log.History.WholeParticles} whole particles stay under the goal of {goal}";
        }

        await log.AppendAsync(RunEventKind.AcquisitionDone, new JsonObject
        {
            ["particle_count"] = log.History.WholeParticles, ["frames"] = log.History.Accepted.Count, ["exposures"] = log.History.Exposures, ["reason"] = reason,
        }, cancellationToken).ConfigureAwait(false);
        return Outcome(log.History, reason);
    }

    private async Task ParkAsync()
    {
        try
        {
            await context.Microscope.ParkAsync(CancellationToken.None).ConfigureAwait(false);
        }
        catch (InstrumentFaultException)
        {
            // The fault that led here is the one to tell; the caller parks again and books what was read back.
        }
    }

    private AcquisitionOutcome Outcome(RunHistory history, string reason) => new(
        true, history.WholeParticles, history.Accepted.Count, history.Exposures, reason, history.WholeParticles >= context.Run.Recipe.ParticleGoal);

    /// <summary>A frame that an earlier process saved but did not analyse: it is taken from the disk if its file is whole, and exposed again otherwise.</summary>
    private async Task<(Frame? Frame, FrameRecord Record)?> SavedBeforeAsync(RunLog log, FramePlan plan, CancellationToken cancellationToken)
    {
        if (log.History.Saved(plan.FrameId) is not { } record) return null;
        if (await context.Frames.VerifyAsync(record, cancellationToken).ConfigureAwait(false)) return (null, record);
        await log.AppendAsync(RunEventKind.FrameRejected, new JsonObject
        {
            ["frame_id"] = plan.FrameId, ["reason"] = "Its file is not whole; it is taken again.", ["final"] = false,
        }, cancellationToken).ConfigureAwait(false);
        return null;
    }

    private async Task<int> AnalyseAsync(RunLog log, Frame? frame, FrameRecord record, CancellationToken cancellationToken)
    {
        frame ??= await context.Frames.LoadAsync(record, cancellationToken).ConfigureAwait(false);
        FrameAnalysis analysis = await context.Analyser.AnalyseAsync(frame, cancellationToken).ConfigureAwait(false);
        await context.Analyses.SaveAsync(frame, analysis, cancellationToken).ConfigureAwait(false);
        int whole = analysis.Particles.Count(particle => particle.Counts);
        var flags = new JsonArray([.. analysis.Review.Flags.Select(flag => JsonValue.Create(flag))]);
        if (analysis.Review.IsFlagged && context.Run.Recipe.Segmentation.LeaveOutFlagged)
        {
            await log.AppendAsync(RunEventKind.FrameRejected, new JsonObject
            {
                ["frame_id"] = record.Metadata.FrameId, ["final"] = true, ["quarantined"] = true, ["particle_count"] = analysis.Particles.Count, ["whole_count"] = whole, ["flags"] = flags,
                ["reason"] = $"Flagged, and the recipe leaves such frames out. {string.Join(". ", analysis.Review.Flags)}.",
            }, cancellationToken).ConfigureAwait(false);
            return 0;
        }

        await log.AppendAsync(RunEventKind.FrameAccepted, new JsonObject
        {
            ["frame_id"] = record.Metadata.FrameId, ["particle_count"] = analysis.Particles.Count, ["whole_count"] = whole,
            ["foreground_fraction"] = analysis.ForegroundFraction, ["focus_score"] = record.Metadata.FocusScore, ["flags"] = flags,
        }, cancellationToken).ConfigureAwait(false);
        context.Observer.OnAnalysed(record, analysis.Particles);
        return whole;
    }
}
