using LtoAutoscope.Acquisition.Running;
using LtoAutoscope.Domain.Frames;
using LtoAutoscope.Domain.Particles;
using LtoAutoscope.Domain.Runs;
using LtoAutoscope.Pipeline.Telemetry;

namespace LtoAutoscope.Pipeline.Live;

/// <summary>Carries what a run does to the board.</summary>
/// <remarks>Thread-safe.</remarks>
public sealed class RunWatcher : IRunObserver
{
    private const int KeptDecisions = 200;
    private readonly Lock _gate = new();
    private readonly LabBoard _board;
    private readonly RunStory _story;
    private readonly RunTraces _traces;
    private readonly IReadOnlyList<DecisionView> _earlier;

    /// <summary>Puts the run on the board, with what its journal already tells.</summary>
    public RunWatcher(LabBoard board, JobView job, RunRecord record, IEnumerable<RunEvent> events)
    {
        ArgumentNullException.ThrowIfNull(board);
        ArgumentNullException.ThrowIfNull(record);
        _board = board;
        _traces = new RunTraces(record);
        _story = RunStory.Of(record, events);
        _earlier = [.. board.Current.Decisions.Where(decision => decision.RunId != record.RunId)];
        board.Update(lab => lab with
        {
            Running = new RunningView { RunId = record.RunId, Job = job, Step = _story.Step, Frames = _story.Frames },
        });
        ShowConvergence();
    }

    /// <summary>The run's story so far.</summary>
    public RunStory Story => _story;

    /// <inheritdoc/>
    public void OnActivity(string activity) => Show(running => running with { Activity = activity });

    /// <summary>Shows how far a step is.</summary>
    public void OnStep(RunStep step, double share, string activity)
        => Show(running => running with { Step = step, StepProgress = share, Activity = activity });

    /// <inheritdoc/>
    public void OnScanProgress(double? share) => Show(running => running with { ScanProgress = share });

    /// <inheritdoc/>
    public void OnEvent(RunEvent runEvent)
    {
        IReadOnlyList<FrameView> frames;
        IReadOnlyList<DecisionView> decisions;
        RunMetrics.Count(runEvent);
        lock (_gate)
        {
            _traces.Apply(runEvent);
            _story.Apply(runEvent);
            frames = _story.Frames;
            decisions = [.. _story.Decisions.Reverse().Concat(_earlier).Take(KeptDecisions)];
        }

        _board.Update(lab => lab with
        {
            Decisions = decisions,
            Running = lab.Running is null ? null : lab.Running with { Frames = frames, Step = _story.Step },
        });
        if (runEvent.Kind is RunEventKind.GoalChecked or RunEventKind.FrameAccepted) ShowConvergence();
    }

    /// <inheritdoc/>
    public void OnFrame(Frame frame, FrameRecord record)
    {
    }

    /// <inheritdoc/>
    public void OnAnalysed(FrameRecord record, IReadOnlyList<Particle> particles)
    {
    }

    private void ShowConvergence()
    {
        IReadOnlyList<ConvergencePoint> points;
        int particles;
        lock (_gate) (points, particles) = (_story.Convergence, _story.WholeParticles);
        Show(running => running with
        {
            Particles = particles,
            MedianDiameterNm = points.Count > 0 ? points[^1].Median : running.MedianDiameterNm,
            MedianInterval = points.Count > 0 ? (points[^1].Low, points[^1].High) : running.MedianInterval,
            Convergence = points,
            StepProgress = running.Step == RunStep.Acquiring ? Math.Min(1, (double)particles / running.Job.Recipe.ParticleGoal) : running.StepProgress,
            Job = running.Job with { Particles = particles },
        });
    }

    private void Show(Func<RunningView, RunningView> change)
        => _board.Update(lab => lab.Running is null ? lab : lab with { Running = change(lab.Running) });
}
