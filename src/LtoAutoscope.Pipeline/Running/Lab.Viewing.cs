using LtoAutoscope.Domain.Runs;
using LtoAutoscope.Pipeline.Live;
using LtoAutoscope.Storage.Queue;
using LtoAutoscope.Storage.Runs;

namespace LtoAutoscope.Pipeline.Running;

/// <content>What pages read: state, queue, runs.</content>
public sealed partial class Lab
{
    private static readonly HashSet<string> Downloads = new(StringComparer.Ordinal)
    {
        "particles.csv", "particles.parquet", "morphology.json", "prediction.json", "report.html", "report.json", "run.json", "journal.ndjson",
        "fem/result.json", "fem/voltage.csv", "fem/microstructure.svg",
    };

    /// <inheritdoc/>
    public async Task<IReadOnlyList<RunSummary>> ListRunsAsync(CancellationToken cancellationToken)
        => [.. (await Index.RunsAsync(null, cancellationToken).ConfigureAwait(false)).Select(Summarise)];

    /// <inheritdoc/>
    public async Task<RunDetail?> ReadRunAsync(string runId, CancellationToken cancellationToken)
        => FindRun(runId) is { } path ? await RunReader.ReadAsync(await RunFolder.OpenAsync(path, cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false) : null;

    /// <inheritdoc/>
    public async Task<byte[]?> ReadFramePreviewAsync(string runId, string frameId, CancellationToken cancellationToken)
    {
        if (FindRun(runId) is not { } path || !RunId.IsValid(frameId)) return null;
        RunFolder folder = await RunFolder.OpenAsync(path, cancellationToken).ConfigureAwait(false);
        return File.Exists(folder.PreviewPath(frameId)) ? await File.ReadAllBytesAsync(folder.PreviewPath(frameId), cancellationToken).ConfigureAwait(false) : null;
    }

    /// <inheritdoc/>
    public async Task<FrameOutlines?> ReadFrameOutlinesAsync(string runId, string frameId, CancellationToken cancellationToken)
    {
        if (FindRun(runId) is not { } path || !RunId.IsValid(frameId)) return null;
        RunFolder folder = await RunFolder.OpenAsync(path, cancellationToken).ConfigureAwait(false);
        return await new RunAnalyses(folder).LoadAsync(frameId, cancellationToken).ConfigureAwait(false) is { } particles
            ? new FrameOutlines(folder.Record.Recipe.Exposure.WidthPx, folder.Record.Recipe.Exposure.HeightPx, particles)
            : null;
    }

    /// <inheritdoc/>
    public Task<Stream?> OpenRunFileAsync(string runId, string relativePath, CancellationToken cancellationToken)
    {
        Stream? stream = null;
        if (FindRun(runId) is { } path && Downloads.Contains(relativePath))
        {
            string file = Path.Combine(path, relativePath.Replace('/', Path.DirectorySeparatorChar));
            if (File.Exists(file)) stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 64 * 1024, FileOptions.Asynchronous);
        }

        return Task.FromResult(stream);
    }

    /// <inheritdoc/>
    public async Task<RunFolder?> OpenRunFolderAsync(string runId, CancellationToken cancellationToken)
        => FindRun(runId) is { } path ? await RunFolder.OpenAsync(path, cancellationToken).ConfigureAwait(false) : null;

    private string? FindRun(string runId)
        => RunId.IsValid(runId) && File.Exists(Path.Combine(_data.RunPath(runId), RunFolder.RecordName)) ? _data.RunPath(runId) : null;

    private JobView View(QueuedJob job, RunningView? now)
    {
        RunningView? running = now is not null && now.RunId == job.RunId ? now : null;
        return new JobView
        {
            JobId = job.JobId, Sample = job.Sample, Recipe = job.Recipe, State = job.State, RunId = job.RunId, By = job.By, AddedAt = job.AddedAt,
            StartedAt = job.StartedAt, EndedAt = job.EndedAt, Reason = job.Reason,
            Priority = job.Priority, Window = job.Window, Goal = job.Goal, Hold = job.Hold, CopyOf = job.CopyOf,
            IsConfirmed = _loading?.Find(job.Sample.Name) is { IsConfirmed: true } there && SameStub(there.Stub, job.Stub.Name), WaitsFor = WaitsFor(job),
            Particles = running?.Particles ?? (job.RunId is { } runId && _counted.TryGetValue(runId, out int counted) ? counted : 0),
        };
    }

    private void ShowQueue()
    {
        if (_queue is null) return;
        // The queue is read inside the board's turn, so that of two changes at once the newer one stays.
        _board.Update(lab => lab with { Queue = _forecast.WithEnds([.. InOrder(_queue.Jobs).Select(job => View(job, lab.Running))], lab.Running, _time.GetUtcNow()), Loaded = _loading?.Loaded ?? [] });
        ShowState();
    }

    /// <summary>What has ended, what runs, and what waits in the order in which it will run.</summary>
    private static IEnumerable<QueuedJob> InOrder(IReadOnlyList<QueuedJob> jobs)
        =>
        [
            .. jobs.Where(job => job.State is RunState.Completed or RunState.Failed or RunState.Cancelled), .. jobs.Where(job => job.State == RunState.Running),
            .. jobs.Where(job => job.State is RunState.Queued or RunState.Stopped).OrderByDescending(job => job.Priority),
        ];

    private void ShowState()
    {
        _board.Update(lab =>
        {
            (LabState state, string detail) = StateNow();
            IReadOnlyList<JobView> queue = _forecast.WithEnds(lab.Queue, lab.Running, _time.GetUtcNow());
            JobView? job = queue.FirstOrDefault(entry => entry.JobId == lab.Running?.Job.JobId);
            return lab with
            {
                State = state, StateDetail = detail, Queue = queue,
                Running = lab.Running is null || job is null ? lab.Running : lab.Running with { Job = job with { Particles = lab.Running.Particles } },
            };
        });
    }

    private (LabState State, string Detail) StateNow()
    {
        if (_faulted is { } fault) return (LabState.Faulted, fault);
        if (_active is { } active)
        {
            string what = active.SampleName;
            if (active.Control.PauseAfterFrame) return (LabState.Pausing, active.ScheduleReason is { } why ? $"{what}, after this frame: {why.TrimEnd('.')}" : $"{what}, after this frame");
            return _holdAfterSample ? (LabState.Pausing, $"{what}, after this sample") : (LabState.Running, what);
        }

        if (_link.Unconfirmed is { } open) return (LabState.Faulted, open.FaultText);
        if (_heldBy is { } person) return (LabState.Paused, $"held by {person}{(_control.Holder is { } hand ? $"; {hand} controls the instrument by hand" : "")}");
        if (_link.Microscope is null) return (LabState.Disconnected, _link.Trouble?.Detail ?? "connecting");
        if (_control.Holder is { } atControls && _queue?.Jobs.Any(job => job.State == RunState.Queued) != true) return (LabState.Ready, $"{atControls} controls the instrument by hand");
        int waiting = _queue?.Jobs.Count(job => job.State == RunState.Queued) ?? 0;
        if (waiting > 0 && _waitsFor is { } holder) return (LabState.Ready, $"{waiting} queued, waiting for {holder}, who holds the instrument");
        if (waiting > 0 && _verdict is { IsOpen: false } closed) return (LabState.Ready, $"{waiting} queued. {closed.Reason.TrimEnd('.')}");
        int held = _queue?.Jobs.Count(job => job is { State: RunState.Queued, Hold: not null }) ?? 0;
        if (held > 0) return (LabState.Ready, $"{waiting} queued, {held} of them held");
        return (LabState.Ready, waiting == 0 ? "nothing queued" : $"{waiting} queued");
    }
}
