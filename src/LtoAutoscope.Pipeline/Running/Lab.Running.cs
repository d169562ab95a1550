using System.Text.Json.Nodes;
using LtoAutoscope.Acquisition.Running;
using LtoAutoscope.Acquisition.Timing;
using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Files;
using LtoAutoscope.Domain.Instruments;
using LtoAutoscope.Domain.Runs;
using LtoAutoscope.Instruments.Interlock;
using LtoAutoscope.Pipeline.Live;
using LtoAutoscope.Pipeline.Regressions;
using LtoAutoscope.Storage.Doses;
using LtoAutoscope.Storage.Queue;
using LtoAutoscope.Storage.Runs;
using Microsoft.Extensions.Logging;

namespace LtoAutoscope.Pipeline.Running;

/// <content>Works one job off and books how it ended.</content>
public sealed partial class Lab
{
    /// <summary>Losses of the connection in a row, without a frame in between, after which a person has to look.</summary>
    private const int MaximumLosses = 10;

    private (string JobId, int Accepted, int Count) _losses = ("", 0, 0);

    private async Task RunJobAsync(QueuedJob job, ActiveRun active, InterlockedMicroscope microscope, InstrumentLease lease, CancellationTokenSource linked, CancellationToken cancellationToken)
    {
        IRunJournal? journal = null;
        try
        {
            RunFolder folder = await OpenRunAsync(job, microscope, linked.Token).ConfigureAwait(false);
            active.RunId = folder.RunId;
            journal = new ToldJournal(await folder.OpenJournalAsync(_time, linked.Token).ConfigureAwait(false), new RunTeller(folder.Record, Tell), line => { if (line.Kind is RunEventKind.FrameSaved or RunEventKind.FrameAccepted or RunEventKind.FrameRejected) _mosaics.Wake(folder.RunId); });
            var watcher = new RunWatcher(_board, View(Queue.Find(job.JobId)!, null), folder.Record, journal.Events);
            await IndexAsync(folder.RunId).ConfigureAwait(false);
            ShowState();
            LogRunBegins(folder.RunId, job.Sample.Name);
            DoseLedger doses = await DoseLedger.OpenAsync(_data, job.Sample.Name, _time, linked.Token).ConfigureAwait(false);
            await using var closing = doses.ConfigureAwait(false);
            bool done = await new SampleRun(_options, new RunModels(_options.ModelsFolder, _data, _options.ModelPath), new RegressionModels(_data, _options.RegressionModel), folder, journal, lease.Microscope, watcher, active.Control, doses, _conditions, _time).RunAsync(linked.Token).ConfigureAwait(false);
            if (done) await BookAsync(job, Queue.CompleteAsync(job.JobId, CancellationToken.None)).ConfigureAwait(false);
            else await PausedAsync(job, active, journal, microscope).ConfigureAwait(false);
        }
        catch (InstrumentFaultException fault) when (fault.Fault is Fault.BlankNotConfirmed or Fault.HaltNotConfirmed && !linked.IsCancellationRequested)
        {
            // The sample is whole, the instrument is not known to be safe: nothing goes on until a person has looked.
            LogRunFault(job.Sample.Name, fault.Message);
            await HoldAsync(job, active, journal, microscope, "the instrument", fault.Message).ConfigureAwait(false);
            _faulted = fault.Message;
        }
        catch (Exception error) when (IsStopOf(error, linked))
        {
            await StoppedAsync(job, active, journal, microscope, _shuttingDown || cancellationToken.IsCancellationRequested).ConfigureAwait(false);
        }
        catch (InstrumentFaultException fault) when (fault.Fault is Fault.Unreachable or Fault.LinkLost or Fault.AnswerTimeout or Fault.LineNotSynchronised or Fault.ServerRestarted)
        {
            await LostAsync(job, active, journal, microscope, fault).ConfigureAwait(false);
        }
        catch (RunHeldException held)
        {
            // A watched condition, or a sample that was not found again: the next sample would meet the same.
            LogRunFault(job.Sample.Name, held.Message);
            await HoldAsync(job, active, journal, microscope, "the instrument", $"{held.By}: {held.Message}").ConfigureAwait(false);
            _faulted = held.Message;
        }
        catch (InstrumentFaultException fault) when (NeedsPerson(fault.Fault))
        {
            LogRunFault(job.Sample.Name, fault.Message);
            await HoldAsync(job, active, journal, microscope, "the instrument", fault.Message).ConfigureAwait(false);
            _faulted = fault.Message;
        }
        catch (IOException disk) when (disk is not (FileNotFoundException or DirectoryNotFoundException))
        {
            // The sample is not to blame, and the next one would meet the same: everything is held until there is room.
            LogRunFault(job.Sample.Name, disk.Message);
            await HoldAsync(job, active, journal, microscope, "the disk", disk.Message).ConfigureAwait(false);
            _faulted = disk.Message;
        }
        catch (Exception error)
        {
            // Whatever it was, also a bug: the instrument is parked, the person reads why, and the samples behind it go on.
            await FailAsync(job, journal, microscope, error).ConfigureAwait(false);
        }
        finally
        {
            EndActive(job, active);
            if (journal is not null) await journal.DisposeAsync().ConfigureAwait(false);
            if (Queue.Find(job.JobId)?.RunId is { } runId)
            {
                await IndexAsync(runId).ConfigureAwait(false);
                await LearnAsync(runId).ConfigureAwait(false);
            }

            _board.Update(lab => lab with { Running = null });
            ShowQueue();
            active.End();
        }
    }

    /// <summary>Faults of the instrument as a whole: the next sample would meet the same, and only a person can mend them.</summary>
    private static bool NeedsPerson(Fault fault) => fault is Fault.VacuumNotReady or Fault.VacuumLost or Fault.BeamTripped or Fault.FilamentBlown or Fault.HighVoltageTimeout or Fault.PowerOnBattery
        or Fault.StageTouch or Fault.StageAlarm or Fault.StageNotCalibrated or Fault.ServoOff;

    /// <summary>A pause that the run did not come to any more holds the next one, however this one ended.</summary>
    private void EndActive(QueuedJob job, ActiveRun active)
    {
        lock (_asked)
        {
            _active = null;
            if (Queue.Find(job.JobId)?.State is not (RunState.Completed or RunState.Failed) || !(_holdAfterSample || active is { Control.PauseAfterFrame: true } and ({ ScheduleReason: null } or { PausedBy: not null }))) return;
            _heldBy ??= active.PausedBy ?? "a person";
            _holdAfterSample = false;
        }
    }

    /// <summary>The sample is not to blame for a lost connection: it waits until the instrument answers again, but not without end.</summary>
    private async Task LostAsync(QueuedJob job, ActiveRun active, IRunJournal? journal, InterlockedMicroscope microscope, InstrumentFaultException fault)
    {
        LogRunFault(job.Sample.Name, fault.Message);
        int accepted = journal?.Events.Count(line => line.Kind == RunEventKind.FrameAccepted) ?? 0;
        _losses = (job.JobId, accepted, _losses.JobId == job.JobId && _losses.Accepted == accepted ? _losses.Count + 1 : 1);
        bool isEnough = _losses.Count >= MaximumLosses;
        // A link that lost one answer may still carry a stop; a dead one says so at once.
        StopReport park = await ParkAsync(microscope).ConfigureAwait(false);
        await AppendAsync(journal, RunEventKind.Fault, new JsonObject
        {
            ["fault"] = System.Text.Json.JsonSerializer.SerializeToNode(fault.Fault, DomainJson.Line), ["detail"] = fault.Detail,
            ["action"] = isEnough ? "the run is held" : "the run waits for the connection",
        }).ConfigureAwait(false);
        if (park.Sent) await JournalParkAsync(journal, park, "The connection is made anew.", holds: false).ConfigureAwait(false);
        if (isEnough)
        {
            _losses = ("", 0, 0);
            await HoldAsync(job, active, journal, microscope, "the instrument", $"{MaximumLosses} times in a row the connection was lost before a frame was finished: {fault.Message}").ConfigureAwait(false);
        }

        await _link.DropAsync().ConfigureAwait(false);
    }

    /// <summary>Whether an exception is only how a STOP or the end of the service reaches the run: what is cut off on the wire may tell of it before the cancellation does.</summary>
    private bool IsStopOf(Exception error, CancellationTokenSource linked) => error switch
    {
        OperationCanceledException => linked.IsCancellationRequested,
        InstrumentFaultException fault => fault.Fault == Fault.StoppedByOperator || linked.IsCancellationRequested || _shuttingDown,
        _ => false,
    };

    /// <summary>STOP keeps the job for a person to resume; a stopping service leaves it to the next start, which goes on by itself.</summary>
    private async Task StoppedAsync(QueuedJob job, ActiveRun active, IRunJournal? journal, InterlockedMicroscope microscope, bool isServiceEnding)
    {
        if (active is { Cancelled: { } call, StoppedBy: null })
        {
            await CancelledAsync(job, call, journal, microscope).ConfigureAwait(false);
        }
        else if (active.StoppedBy is { } person)
        {
            await HoldAsync(job, active, journal, microscope, person, "STOP: beam blanked, stage halted; the run goes on from its last finished step.").ConfigureAwait(false);
        }
        else if (isServiceEnding)
        {
            await AppendAsync(journal, RunEventKind.RunStopped, new JsonObject { ["by"] = "the service manager", ["reason"] = "The daemon ends; the run goes on by itself when it starts again." }).ConfigureAwait(false);
        }
        else
        {
            await HoldAsync(job, active, journal, microscope, "the instrument", "The instrument was stopped; the run goes on from its last finished step.").ConfigureAwait(false);
        }
    }

    private async Task<RunFolder> OpenRunAsync(QueuedJob job, InterlockedMicroscope microscope, CancellationToken cancellationToken)
    {
        string runId = job.RunId ?? RunId.New(_data, job.Sample.Name, _time);
        await Queue.StartAsync(job.JobId, runId, cancellationToken).ConfigureAwait(false);
        if (File.Exists(Path.Combine(_data.RunPath(runId), RunFolder.RecordName))) return await RunFolder.OpenAsync(_data, runId, cancellationToken).ConfigureAwait(false);
        RunModel model = await new RunModels(_options.ModelsFolder, _data, _options.ModelPath).ForNewAsync(job.Recipe.Segmentation, $"recipe '{job.Recipe.Name}'", cancellationToken).ConfigureAwait(false);
        var record = new RunRecord
        {
            RunId = runId, Sample = job.Sample, Recipe = job.Recipe, Instrument = InstrumentName, IsSimulated = microscope.Identity.IsSimulated,
            CreatedAt = _time.GetUtcNow(), SoftwareVersion = _options.SoftwareVersion, Stub = job.Stub, Truth = job.Truth,
            SegmentationModel = model.Identity,
        };
        return await RunFolder.CreateAsync(_data, record, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>After a STOP nothing may move, not even to the safe position: a person pressed it for a reason.</summary>
    private static async Task<StopReport> ParkAsync(InterlockedMicroscope microscope)
    {
        try
        {
            return await microscope.ParkUnlessStoppedAsync(CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            // What ended the run must be told even if parking meets a fault of its own.
            return new StopReport(false, null, null, TimeSpan.Zero, error.Message);
        }
    }

    private async Task HoldAsync(QueuedJob job, ActiveRun active, IRunJournal? journal, InterlockedMicroscope microscope, string by, string reason)
    {
        lock (_asked) (active.IsBeingHeld, _heldBy) = (true, by);
        StopReport park = await ParkAsync(microscope).ConfigureAwait(false);
        await JournalParkAsync(journal, park, "Held.").ConfigureAwait(false);
        await AppendAsync(journal, RunEventKind.RunStopped, new JsonObject { ["by"] = by, ["reason"] = reason }).ConfigureAwait(false);
        await BookAsync(job, Queue.HoldAsync(job.JobId, by, reason, CancellationToken.None)).ConfigureAwait(false);
    }

    /// <summary>Parks first, then tells: a disk that is full must not keep the beam on.</summary>
    private async Task FailAsync(QueuedJob job, IRunJournal? journal, InterlockedMicroscope microscope, Exception error)
    {
        LogRunFault(job.Sample.Name, error.Message);
        StopReport park = await ParkAsync(microscope).ConfigureAwait(false);
        await JournalParkAsync(journal, park, "After the fault.").ConfigureAwait(false);
        await AppendAsync(journal, RunEventKind.RunFailed, new JsonObject { ["reason"] = error.Message }).ConfigureAwait(false);
        await BookAsync(job, Queue.FailAsync(job.JobId, error.Message, CancellationToken.None)).ConfigureAwait(false);
    }

    /// <summary>Books a job's end. Where that cannot be written the queue cannot go on: it is held and says why, and the job ends again when it is resumed.</summary>
    private async Task BookAsync(QueuedJob job, Task booking)
    {
        try
        {
            await booking.ConfigureAwait(false);
        }
        catch (InputException gone)
        {
            LogRunFault(job.Sample.Name, gone.Message);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ObjectDisposedException)
        {
            LogRunFault(job.Sample.Name, error.Message);
            lock (_asked) (_heldBy, _faulted) = ("the disk", error.Message);
        }
    }

    /// <summary>What a park read back; what it did not is a fault of its own, after which nothing new begins until a person resumes.</summary>
    /// <param name="journal">The run's journal, or null.</param>
    /// <param name="park">The park.</param>
    /// <param name="why">Why it was parked.</param>
    /// <param name="holds">Whether such a fault holds the queue; not where the next connection parks once more and goes on only when that is confirmed.</param>
    private async Task JournalParkAsync(IRunJournal? journal, StopReport park, string why, bool holds = true)
    {
        await AppendAsync(journal, RunEventKind.Parked, SampleRun.Parked(park, why)).ConfigureAwait(false);
        foreach (Fault fault in park.Faults) await AppendAsync(journal, RunEventKind.Fault, SampleRun.NotConfirmed(fault, park)).ConfigureAwait(false);
        if (park.Faults.Count == 0 || !holds) return;
        lock (_asked) _heldBy ??= "the instrument";
        _faulted = park.FaultText;
    }

    private static async Task AppendAsync(IRunJournal? journal, string kind, JsonObject data)
    {
        if (journal is null) return;
        try
        {
            await journal.AppendAsync(kind, data, CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ObjectDisposedException)
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
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            // The index is thrown away and made again from the files at will.
            LogIndex(runId, error.Message);
        }
    }

    /// <summary>What the run took is known to the next forecast. It is learned again from the journal whenever it gets lost.</summary>
    private async Task LearnAsync(string runId)
    {
        try
        {
            if (_timing is { } timing && await timing.LearnAsync(runId, CancellationToken.None).ConfigureAwait(false)) _forecast.Model = new TimingModel(timing.Runs);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ObjectDisposedException)
        {
            LogIndex(runId, error.Message);
        }
    }

    [LoggerMessage(1, LogLevel.Information, "Run {RunId} of sample {Sample} begins")]
    private partial void LogRunBegins(string runId, string sample);

    [LoggerMessage(2, LogLevel.Warning, "Run of sample {Sample}: {Message}")]
    private partial void LogRunFault(string sample, string message);

    [LoggerMessage(3, LogLevel.Warning, "{Message}")]
    private partial void LogUnreachable(string message);

    [LoggerMessage(5, LogLevel.Error, "Stop by {By}: {Faults}")]
    private partial void LogNotConfirmed(string by, string faults);

    [LoggerMessage(4, LogLevel.Warning, "Run {RunId} is not in the index: {Message}")]
    private partial void LogIndex(string runId, string message);
}
