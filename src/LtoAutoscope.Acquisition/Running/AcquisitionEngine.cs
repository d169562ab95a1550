using System.Text.Json.Nodes;
using LtoAutoscope.Acquisition.Goals;
using LtoAutoscope.Acquisition.Planning;
using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Frames;
using LtoAutoscope.Domain.Instruments;
using LtoAutoscope.Domain.Particles;
using LtoAutoscope.Domain.Recipes;
using LtoAutoscope.Domain.Runs;

namespace LtoAutoscope.Acquisition.Running;

/// <summary>
/// Runs the acquisition of one sample: tile after tile until the goal is reached, while earlier tiles are being saved and analysed.
/// It may die between any two instructions and goes on from the journal at the first step that is not shown as done.
/// </summary>
/// <remarks>
/// Which tiles are taken depends on plan, seed and what was counted, never on timing: the decision for tile n looks at the outcomes of the tiles up to n − <see cref="DecisionLag"/>, whose
/// analysis is waited for, and at no later one even if it is known. Each decision is journaled before anything moves. A resumed run therefore takes the same tiles as an undisturbed one.
/// </remarks>
public sealed class AcquisitionEngine(AcquisitionContext context)
{
    /// <summary>How many tiles before a decision are not looked at: one is being saved, one analysed.</summary>
    public const int DecisionLag = 3;

    private const int FramesInATurn = 2;

    /// <summary>Decisions between a tile's quarantine and its repetition, so that charge can flow off and drift can settle.</summary>
    private const int RedoDistance = 3;

    private readonly Dictionary<TileVisit, TileSummary> _summaries = [];
    private readonly Lock _summaryGate = new();

    /// <summary>Runs, or goes on with, the acquisition.</summary>
    /// <param name="log">The journal of the run with its history.</param>
    /// <param name="cancellationToken">Stops at once; the run stays resumable.</param>
    /// <exception cref="InstrumentFaultException">A fault that the recovery ladder could not mend; the caller parks.</exception>
    /// <exception cref="IOException">The disk does not take what was seen; the caller parks.</exception>
    public async Task<AcquisitionOutcome> RunAsync(RunLog log, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(log);
        if (log.History.AcquisitionDone is { } done) return Outcome(log.History, done["reason"]!.GetValue<string>(), done["goal_reached"]?.GetValue<bool>());

        if (context.Run.Recipe.Calibration.Check == CalibrationPolicy.Required && context.CalibrationStub is null)
            throw new InputException("the recipe requires a check of the scale and the holder has no calibration stub", $"recipe '{context.Run.Recipe.Name}'", "Use a holder with a grating, or set calibration.check to where_possible");
        IReadOnlyList<Area> areas = AreaPlanner.Plan(context.Run.Stub, context.Run.Recipe);
        if (log.History.AreasPlanned is null)
            await log.AppendAsync(RunEventKind.AreasPlanned, new JsonObject { ["areas"] = RunLog.Json(areas) }, cancellationToken).ConfigureAwait(false);

        IReadOnlyList<FramePlan> plan = FramePlan.From(areas, FramesInATurn);
        Ending ending;
        var taker = new TileTaker(context, log, plan);
        try
        {
            var pipeline = new TilePipeline(
                (visit, frame) => taker.SaveAsync(visit, frame, cancellationToken),
                (visit, frame, record) => AnalyseAsync(log, visit, frame, record, cancellationToken));
            // Whatever happened to the instrument, the tiles on their way to the disk and in analysis are not lost.
            await using (pipeline.ConfigureAwait(false))
            {
                try
                {
                    ending = await TakeAllAsync(log, plan, taker, pipeline, cancellationToken).ConfigureAwait(false);
                }
                catch (Exception error) when (error is not (OperationCanceledException or InstrumentFaultException { Fault: Fault.StoppedByOperator }))
                {
                    // The beam waits for no analysis. After a stop or a cancellation it is blanked by whoever asked for that, and nothing may move.
                    await ParkAsync().ConfigureAwait(false);
                    throw;
                }

                await pipeline.DrainAsync().ConfigureAwait(false);
                if (!ending.IsPause) await taker.CalibrateAtEndAsync(cancellationToken).ConfigureAwait(false);
            }
        }
        finally
        {
            taker.Dispose();
        }

        if (ending.IsPause) return Outcome(log.History, ending.Reason, null) with { IsDone = false };
        PrecisionTracker tracker = Tracker(log.History, log.History.Decisions);
        GoalState state = tracker.State();
        if (tracker.Tiles.Count > log.History.TilesInLastGoal) await TellGoalAsync(log, tracker.Tiles.Count, state, cancellationToken).ConfigureAwait(false);
        bool reached = ending.GoalReached && state.Particles >= context.Run.Recipe.ParticleGoal;
        // The tiles that were under way when the goal was reached count as well.
        string reason = ending.GoalReached ? Reached(log, state) : ending.Reason;
        await log.AppendAsync(RunEventKind.AcquisitionDone, new JsonObject
        {
            ["particle_count"] = log.History.WholeParticles, ["frames"] = log.History.Accepted.Count, ["exposures"] = log.History.Exposures,
            ["accepted_share"] = log.History.Decisions.Count == 0 ? null : Math.Round((double)log.History.Accepted.Count / log.History.Decisions.Select(visit => visit.FrameId).Distinct().Count(), 4),
            ["goal_reached"] = reached, ["reason"] = reason,
        }, cancellationToken).ConfigureAwait(false);
        return Outcome(log.History, reason, reached);
    }

    private async Task<Ending> TakeAllAsync(RunLog log, IReadOnlyList<FramePlan> plan, TileTaker taker, TilePipeline pipeline, CancellationToken cancellationToken)
    {
        var byId = plan.ToDictionary(tile => tile.FrameId);
        var chooser = new TileChooser(context.Run.Recipe, plan);
        taker.WhenAllSettled = token => AllSettledAsync(log, pipeline, token);
        await FinishBegunAsync(log, byId, taker, pipeline, cancellationToken).ConfigureAwait(false);
        while (true)
        {
            IReadOnlyList<TileVisit> decided = log.History.Decisions;
            int known = Math.Max(decided.Count + 1 - DecisionLag, 0);
            for (int i = 0; i < Math.Min(known, decided.Count); i++) await pipeline.WhenSettledAsync(decided[i], cancellationToken).ConfigureAwait(false);

            IReadOnlyList<TileVisit> seen = [.. decided.Take(known)];
            if (await EndsAsync(log, seen, cancellationToken).ConfigureAwait(false) is { } end) return end;
            if (context.Control.PauseAfterFrame) return Ending.Pause;

            TileVisit? next = Next(log.History, chooser, byId, decided, seen);
            if (next is null)
            {
                // Nothing is left to decide with what may be known: the last outcomes are waited for, and looked at.
                await AllSettledAsync(log, pipeline, cancellationToken).ConfigureAwait(false);
                if (await EndsAsync(log, decided, cancellationToken).ConfigureAwait(false) is { } last) return last;
                next = Next(log.History, chooser, byId, decided, decided);
                if (next is null) return Exhausted(log, decided);
            }

            FramePlan tile = byId[next.Value.FrameId];
            try
            {
                if (await taker.TakeAsync(tile, next.Value, cancellationToken).ConfigureAwait(false) is { } frame)
                    await pipeline.PostAsync(next.Value, frame, cancellationToken).ConfigureAwait(false);
            }
            catch (SampleGivenUpException givenUp)
            {
                return new Ending($"The sample was given up after {log.History.Accepted.Count} frames: {givenUp.Message}", false, false);
            }
        }
    }

    private static async Task AllSettledAsync(RunLog log, TilePipeline pipeline, CancellationToken cancellationToken)
    {
        foreach (TileVisit visit in log.History.Decisions) await pipeline.WhenSettledAsync(visit, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>What an earlier process decided and did not bring to an end is brought to its end first, in its order.</summary>
    private async Task FinishBegunAsync(RunLog log, Dictionary<string, FramePlan> byId, TileTaker taker, TilePipeline pipeline, CancellationToken cancellationToken)
    {
        foreach (TileVisit visit in log.History.Decisions)
        {
            if (log.History.OutcomeOf(visit) is { } outcome)
            {
                if (outcome.Kind == VisitOutcomeKind.Accepted && await context.Analyses.LoadAsync(visit.FrameId, cancellationToken).ConfigureAwait(false) is { } particles) Keep(visit, particles);
                continue;
            }

            if (log.History.Saved(visit.FrameId) is { } record)
            {
                if (await context.Frames.VerifyAsync(record, cancellationToken).ConfigureAwait(false))
                {
                    await pipeline.PostSavedAsync(visit, record, cancellationToken).ConfigureAwait(false);
                    continue;
                }

                await log.AppendAsync(RunEventKind.FrameRejected, new JsonObject
                {
                    ["frame_id"] = visit.FrameId, ["visit"] = visit.Visit, ["cause"] = RunLog.Json(QuarantineReason.Partial), ["reason"] = "Its file is not whole; it is taken again.", ["final"] = false,
                }, cancellationToken).ConfigureAwait(false);
            }

            if (await taker.TakeAsync(byId[visit.FrameId], visit, cancellationToken).ConfigureAwait(false) is { } frame)
                await pipeline.PostAsync(visit, frame, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>A quarantined tile whose turn has come, or the chooser's tile; null when there is none.</summary>
    private TileVisit? Next(RunHistory history, TileChooser chooser, Dictionary<string, FramePlan> byId, IReadOnlyList<TileVisit> decided, IReadOnlyList<TileVisit> seen)
    {
        bool isAllSeen = seen.Count == decided.Count;
        for (int i = 0; i < seen.Count; i++)
        {
            TileVisit visit = seen[i];
            if (history.OutcomeOf(visit)?.Kind != VisitOutcomeKind.Deferred || decided.Any(other => other.FrameId == visit.FrameId && other.Visit > visit.Visit)) continue;
            if (history.AreasGivenUp.Contains(byId[visit.FrameId].AreaIndex)) continue;
            if (isAllSeen || decided.Count - i > DecisionLag + RedoDistance) return visit with { Visit = visit.Visit + 1 };
        }

        var begun = decided.Select(visit => visit.FrameId).ToHashSet(StringComparer.Ordinal);
        IReadOnlyList<TileOutcome> known = [.. seen.Where(visit => history.OutcomeOf(visit) is not null).Select(visit => new TileOutcome(visit.FrameId, byId[visit.FrameId].AreaIndex, SummaryOf(history, visit)))];
        FramePlan? last = decided.Count > 0 ? byId[decided[^1].FrameId] : null;
        return chooser.Next(begun, history.AreasGivenUp, known, last) is { } tile ? new TileVisit(tile.FrameId, 1) : null;
    }

    /// <summary>Whether the run ends here: by a person, by its goal, or by one of its caps.</summary>
    private async Task<Ending?> EndsAsync(RunLog log, IReadOnlyList<TileVisit> seen, CancellationToken cancellationToken)
    {
        if (context.Control.EndAcquisition) return new Ending($"A person ended the sample after {log.History.Accepted.Count} frames", false, false);
        PrecisionTracker tracker = Tracker(log.History, seen);
        GoalState state = tracker.State();
        if (tracker.Tiles.Count > log.History.TilesInLastGoal) await TellGoalAsync(log, tracker.Tiles.Count, state, cancellationToken).ConfigureAwait(false);
        if (state.IsReached && await IsConfirmedAsync(log, seen, cancellationToken).ConfigureAwait(false)) return new Ending(Reached(log, state), false, true);
        if (context.Run.Recipe.MaximumMinutes is { } minutes && log.History.BeganAt is { } began)
        {
            double spent = (context.Time.GetUtcNow() - began - log.History.Suspended).TotalMinutes;
            if (spent >= minutes) return new Ending(FormattableString.Invariant($"The time of {minutes:0.#} minutes is used up; {Short(log, state)}"), false, false);
        }

        return null;
    }

    private async Task<bool> IsConfirmedAsync(RunLog log, IReadOnlyList<TileVisit> seen, CancellationToken cancellationToken)
    {
        if (context.ConfirmPrecision is not { } confirm || context.Run.Recipe.Precision == PrecisionPolicy.Reported) return true;
        FrameRecord[] frames = [.. seen.Where(visit => log.History.OutcomeOf(visit)?.Kind == VisitOutcomeKind.Accepted).Select(visit => log.History.Saved(visit.FrameId)).OfType<FrameRecord>()];
        return await confirm(frames, cancellationToken).ConfigureAwait(false);
    }

    private static Task TellGoalAsync(RunLog log, int tiles, GoalState state, CancellationToken cancellationToken)
        => log.AppendAsync(RunEventKind.GoalChecked, new JsonObject
        {
            ["tiles"] = tiles, ["particles"] = state.Particles, ["median_nm"] = Finite(state.MedianNm),
            ["median_low_nm"] = Finite(state.MedianNm - state.MedianHalfWidthNm), ["median_high_nm"] = Finite(state.MedianNm + state.MedianHalfWidthNm),
            ["aspect_ratio"] = Finite(state.AspectRatio), ["aspect_low"] = Finite(state.AspectRatio - state.AspectHalfWidth), ["aspect_high"] = Finite(state.AspectRatio + state.AspectHalfWidth),
            ["reached"] = state.IsReached,
        }, cancellationToken);

    private static JsonNode? Finite(double value) => double.IsFinite(value) ? JsonValue.Create(Math.Round(value, 5)) : null;

    private PrecisionTracker Tracker(RunHistory history, IReadOnlyList<TileVisit> seen)
    {
        var tracker = new PrecisionTracker(context.Run.Recipe);
        foreach (TileVisit visit in seen)
            if (SummaryOf(history, visit) is { } summary) tracker.Add(summary);
        return tracker;
    }

    private TileSummary? SummaryOf(RunHistory history, TileVisit visit)
    {
        if (history.OutcomeOf(visit)?.Kind != VisitOutcomeKind.Accepted) return null;
        lock (_summaryGate) return _summaries.GetValueOrDefault(visit);
    }

    private void Keep(TileVisit visit, IReadOnlyList<Particle> particles)
    {
        var summary = new TileSummary(particles);
        lock (_summaryGate) _summaries[visit] = summary;
    }

    private string Reached(RunLog log, GoalState state)
        => context.Run.Recipe.Precision == PrecisionPolicy.Reported
            ? $"{log.History.WholeParticles} whole particles reach the goal of {context.Run.Recipe.ParticleGoal}"
            : FormattableString.Invariant($"{log.History.WholeParticles} whole particles reach the goal of {context.Run.Recipe.ParticleGoal}; median diameter known to ±{state.MedianPercent:0.0} %, mean aspect ratio to ±{state.AspectPercent:0.0} % (asked ±{context.Run.Recipe.PrecisionPercent:0.#} %)");

    private string Short(RunLog log, GoalState state)
        => FormattableString.Invariant($"{log.History.WholeParticles} whole particles against the goal of {context.Run.Recipe.ParticleGoal}, median diameter known to ±{state.MedianPercent:0.0} %, mean aspect ratio to ±{state.AspectPercent:0.0} % (asked ±{context.Run.Recipe.PrecisionPercent:0.#} %)");

    private Ending Exhausted(RunLog log, IReadOnlyList<TileVisit> decided)
    {
        GoalState state = Tracker(log.History, decided).State();
        return log.History.WholeParticles < context.Run.Recipe.ParticleGoal
            ? new Ending($"All {log.History.Accepted.Count} planned frames are taken; {log.History.WholeParticles} whole particles stay under the goal of {context.Run.Recipe.ParticleGoal}", false, false)
            : new Ending($"All {log.History.Accepted.Count} planned frames are taken; {Short(log, state)}", false, false);
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

    private AcquisitionOutcome Outcome(RunHistory history, string reason, bool? reached) => new(
        true, history.WholeParticles, history.Accepted.Count, history.Exposures, reason, reached ?? history.WholeParticles >= context.Run.Recipe.ParticleGoal);

    private async Task AnalyseAsync(RunLog log, TileVisit visit, Frame? frame, FrameRecord record, CancellationToken cancellationToken)
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
                ["frame_id"] = visit.FrameId, ["visit"] = visit.Visit, ["final"] = true, ["quarantined"] = true, ["cause"] = RunLog.Json(QuarantineReason.Doubtful),
                ["particle_count"] = analysis.Particles.Count, ["whole_count"] = whole, ["flags"] = flags,
                ["reason"] = $"Flagged, and the recipe leaves such frames out. {string.Join(". ", analysis.Review.Flags)}.",
            }, cancellationToken).ConfigureAwait(false);
            return;
        }

        Keep(visit, analysis.Particles);
        await log.AppendAsync(RunEventKind.FrameAccepted, new JsonObject
        {
            ["frame_id"] = visit.FrameId, ["visit"] = visit.Visit, ["particle_count"] = analysis.Particles.Count, ["whole_count"] = whole,
            ["foreground_fraction"] = analysis.ForegroundFraction, ["focus_score"] = record.Metadata.FocusScore, ["flags"] = flags,
        }, cancellationToken).ConfigureAwait(false);
        context.Observer.OnAnalysed(record, analysis.Particles);
    }

    private sealed record Ending(string Reason, bool IsPause, bool GoalReached)
    {
        public static Ending Pause { get; } = new("paused after a frame", true, false);
    }
}
