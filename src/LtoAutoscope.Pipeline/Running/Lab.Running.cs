using System.Text.Json.Nodes;
using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Files;
using LtoAutoscope.Domain.Instruments;
using LtoAutoscope.Domain.Runs;
using LtoAutoscope.Instruments.Interlock;
using LtoAutoscope.Pipeline.Live;
using LtoAutoscope.Storage.Queue;
using LtoAutoscope.Storage.Runs;
using Microsoft.Extensions.Logging;

namespace LtoAutoscope.Pipeline.Running;

/// <content>Works one job off and books how it ended.</content>
public sealed partial class Lab
{
    private async Task RunJobAsync(QueuedJob job, InterlockedMicroscope microscope, CancellationToken cancellationToken)
    {
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        IRunJournal? journal = null;
        try
        {
            RunFolder folder = await OpenRunAsync(job, microscope, cancellationToken).ConfigureAwait(false);
            journal = await folder.OpenJournalAsync(_time, cancellationToken).ConfigureAwait(false);
            _active = new ActiveRun(job.JobId, folder.RunId, linked);
            var watcher = new RunWatcher(_board, View(Queue.Find(job.JobId)!), folder.Record, journal.Events);
            ShowState();
            using InstrumentLease lease = microscope.Acquire("queue");
            LogRunBegins(folder.RunId, job.Sample.Name);
            bool done = await new SampleRun(_options, folder, journal, lease.Microscope, watcher, _active.Control, _time).RunAsync(linked.Token).ConfigureAwait(false);
            if (done) await Queue.CompleteAsync(job.JobId, CancellationToken.None).ConfigureAwait(false);
            else await HoldAsync(job, journal, microscope, _active.PausedBy ?? "a person", "Paused after a frame; the run goes on from there.").ConfigureAwait(false);
            if (done && (_holdAfterSample || _active.Control.PauseAfterFrame)) (_heldBy, _holdAfterSample) = (_active.PausedBy ?? "a person", false);
        }
        catch (Exception error) when (IsStopOf(error, linked))
        {
            await StoppedAsync(job, journal, microscope, _shuttingDown || cancellationToken.IsCancellationRequested).ConfigureAwait(false);
        }
        catch (InstrumentFaultException fault) when (fault.Fault is Fault.Unreachable or Fault.LinkLost or Fault.AnswerTimeout)
        {
            // The sample is not to blame: it waits until the instrument answers again.
            LogRunFault(job.Sample.Name, fault.Message);
            await AppendAsync(journal, RunEventKind.Fault, new JsonObject { ["fault"] = System.Text.Json.JsonSerializer.SerializeToNode(fault.Fault, DomainJson.Line), ["detail"] = fault.Detail, ["action"] = "the run waits for the connection" }).ConfigureAwait(false);
            await _link.DropAsync().ConfigureAwait(false);
        }
        catch (Exception error)
        {
            // Whatever it was, also a bug: the instrument is parked, the person reads why, and the samples behind it go on.
            await FailAsync(job, journal, microscope, error).ConfigureAwait(false);
        }
        finally
        {
            _active = null;
            if (journal is not null) await journal.DisposeAsync().ConfigureAwait(false);
            if (Queue.Find(job.JobId)?.RunId is { } runId) await IndexAsync(runId).ConfigureAwait(false);
            _board.Update(lab => lab with { Running = null });
            ShowQueue();
        }
    }

    /// <summary>Whether an exception is only how a STOP or the end of the service reaches the run: what is cut off on the wire may tell of it before the cancellation does.</summary>
    private bool IsStopOf(Exception error, CancellationTokenSource linked) => error switch
    {
        OperationCanceledException => linked.IsCancellationRequested,
        InstrumentFaultException fault => fault.Fault == Fault.StoppedByOperator || linked.IsCancellationRequested || _shuttingDown,
        _ => false,
    };

    /// <summary>STOP keeps the job for a person to resume; a stopping service leaves it to the next start, which goes on by itself.</summary>
    private async Task StoppedAsync(QueuedJob job, IRunJournal? journal, InterlockedMicroscope microscope, bool isServiceEnding)
    {
        if (_active?.StoppedBy is { } person)
        {
            await HoldAsync(job, journal, microscope, person, "STOP: beam blanked, stage halted; the run goes on from its last finished step.").ConfigureAwait(false);
        }
        else if (isServiceEnding)
        {
            await AppendAsync(journal, RunEventKind.RunStopped, new JsonObject { ["by"] = "the service manager", ["reason"] = "The daemon ends; the run goes on by itself when it starts again." }).ConfigureAwait(false);
        }
        else
        {
            await HoldAsync(job, journal, microscope, "the instrument", "The instrument was stopped; the run goes on from its last finished step.").ConfigureAwait(false);
        }
    }

    private async Task<RunFolder> OpenRunAsync(QueuedJob job, InterlockedMicroscope microscope, CancellationToken cancellationToken)
    {
        string runId = job.RunId ?? RunId.New(_data, job.Sample.Name, _time);
        await Queue.StartAsync(job.JobId, runId, cancellationToken).ConfigureAwait(false);
        if (File.Exists(Path.Combine(_data.RunPath(runId), RunFolder.RecordName))) return await RunFolder.OpenAsync(_data, runId, cancellationToken).ConfigureAwait(false);
        string modelPath = Path.Combine(_options.ModelsFolder, job.Recipe.Segmentation.Model);
        if (!File.Exists(modelPath))
            throw new InputException("the segmentation model is missing", modelPath, $"Put the file there, or name another in segmentation.model of recipe '{job.Recipe.Name}'");
        var record = new RunRecord
        {
            RunId = runId, Sample = job.Sample, Recipe = job.Recipe, Instrument = InstrumentName, IsSimulated = microscope.Identity.IsSimulated,
            CreatedAt = _time.GetUtcNow(), SoftwareVersion = _options.SoftwareVersion, Stub = job.Stub, Truth = job.Truth,
            SegmentationModel = $"{job.Recipe.Segmentation.Model} sha256:{await FileHash.Sha256Async(modelPath, cancellationToken).ConfigureAwait(false)}",
        };
        return await RunFolder.CreateAsync(_data, record, cancellationToken).ConfigureAwait(false);
    }

    private async Task HoldAsync(QueuedJob job, IRunJournal? journal, InterlockedMicroscope microscope, string by, string reason)
    {
        _heldBy = by;
        // After a STOP nothing may move, not even to the safe position: a person pressed it for a reason.
        StopReport park = await (microscope.IsStopped ? microscope.StopAsync(CancellationToken.None) : microscope.ParkAsync(CancellationToken.None)).ConfigureAwait(false);
        await AppendAsync(journal, RunEventKind.Parked, SampleRun.Parked(park, "Held.")).ConfigureAwait(false);
        await AppendAsync(journal, RunEventKind.RunStopped, new JsonObject { ["by"] = by, ["reason"] = reason }).ConfigureAwait(false);
        await Queue.HoldAsync(job.JobId, by, reason, CancellationToken.None).ConfigureAwait(false);
    }

    /// <summary>Parks first, then tells: a disk that is full must not keep the beam on.</summary>
    private async Task FailAsync(QueuedJob job, IRunJournal? journal, IMicroscope microscope, Exception error)
    {
        LogRunFault(job.Sample.Name, error.Message);
        StopReport park = await microscope.ParkAsync(CancellationToken.None).ConfigureAwait(false);
        await AppendAsync(journal, RunEventKind.Parked, SampleRun.Parked(park, "After the fault.")).ConfigureAwait(false);
        await AppendAsync(journal, RunEventKind.RunFailed, new JsonObject { ["reason"] = error.Message }).ConfigureAwait(false);
        try
        {
            await Queue.FailAsync(job.JobId, error.Message, CancellationToken.None).ConfigureAwait(false);
        }
        catch (IOException disk)
        {
            // Nothing can be written, so the queue cannot go on: hold it and say why.
            (_heldBy, _faulted) = ("the disk", disk.Message);
        }

        if (error is IOException) (_heldBy, _faulted) = ("the disk", error.Message);
    }

    private static async Task AppendAsync(IRunJournal? journal, string kind, JsonObject data)
    {
        if (journal is null) return;
        try
        {
            await journal.AppendAsync(kind, data, CancellationToken.None).ConfigureAwait(false);
        }
        catch (IOException)
        {
            // The journal keeps its last whole line; the fault itself is already on its way to people.
        }
    }

    private async Task IndexAsync(string runId)
    {
        try
        {
            await Index.UpdateRunAsync(await RunFolder.OpenAsync(_data, runId, CancellationToken.None).ConfigureAwait(false), CancellationToken.None).ConfigureAwait(false);
            if (await Index.FindRunAsync(runId, CancellationToken.None).ConfigureAwait(false) is { } run) _counted[runId] = run.Particles;
        }
        catch (Exception error) when (error is IOException or InputException)
        {
            // The index is thrown away and made again from the files at will.
            LogIndex(runId, error.Message);
        }
    }

    [LoggerMessage(1, LogLevel.Information, "Run {RunId} of sample {Sample} begins")]
    private partial void LogRunBegins(string runId, string sample);

    [LoggerMessage(2, LogLevel.Warning, "Run of sample {Sample}: {Message}")]
    private partial void LogRunFault(string sample, string message);

    [LoggerMessage(3, LogLevel.Warning, "{Message}")]
    private partial void LogUnreachable(string message);

    [LoggerMessage(4, LogLevel.Warning, "Run {RunId} is not in the index: {Message}")]
    private partial void LogIndex(string runId, string message);
}
