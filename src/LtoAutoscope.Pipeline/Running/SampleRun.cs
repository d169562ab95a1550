using System.Text.Json;
using System.Text.Json.Nodes;
using LtoAutoscope.Acquisition.Calibration;
using LtoAutoscope.Acquisition.Conditions;
using LtoAutoscope.Acquisition.Running;
using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Cells;
using LtoAutoscope.Domain.Doses;
using LtoAutoscope.Domain.Files;
using LtoAutoscope.Domain.Frames;
using LtoAutoscope.Domain.Instruments;
using LtoAutoscope.Domain.Particles;
using LtoAutoscope.Domain.Runs;
using LtoAutoscope.Fem;
using LtoAutoscope.Fem.Materials;
using LtoAutoscope.Imaging.Analysis;
using LtoAutoscope.Imaging.Formats;
using LtoAutoscope.Imaging.Metrology;
using LtoAutoscope.Imaging.Segmentation;
using LtoAutoscope.Learning;
using LtoAutoscope.Pipeline.Cells;
using LtoAutoscope.Pipeline.Live;
using LtoAutoscope.Pipeline.Regressions;
using LtoAutoscope.Storage.Runs;
using LtoAutoscope.Storage.Verification;

namespace LtoAutoscope.Pipeline.Running;

/// <summary>One sample from the stage move to the report. Each step is skipped when the journal shows it done, so a run goes on where it was.</summary>
public sealed class SampleRun(LabOptions options, RunModels models, RegressionModels regressions, RunFolder folder, IRunJournal journal, IMicroscope microscope, RunWatcher watcher, RunControl control, IDoseLedger doses, ConditionWatch? conditions, TimeProvider time)
{
    private readonly RunRecord _record = folder.Record;

    /// <summary>Runs, or goes on with, all steps. Returns false when the run paused and is to be resumed.</summary>
    /// <exception cref="InstrumentFaultException">A fault that attempts could not mend.</exception>
    /// <exception cref="InputException">A model, a material or a setting does not fit.</exception>
    /// <exception cref="IOException">The disk is full or gone.</exception>
    public async Task<bool> RunAsync(CancellationToken cancellationToken)
    {
        using var log = new RunLog(journal, watcher);
        if (journal.Events.Count == 0)
            await log.AppendAsync(RunEventKind.RunStarted, new JsonObject { ["run"] = RunLog.Json(_record) }, cancellationToken).ConfigureAwait(false);
        else
            await log.AppendAsync(RunEventKind.RunResumed, new JsonObject { ["reason"] = $"{log.History.Accepted.Count} frames count already; the run goes on behind the last finished step." }, cancellationToken).ConfigureAwait(false);

        var analyses = new RunAnalyses(folder);

        if (!await AcquireAsync(log, analyses, cancellationToken).ConfigureAwait(false)) return false;
        if (log.History.WholeParticles == 0)
            throw new InputException("no whole particle was found on any frame, so there is nothing to model", $"run {_record.RunId}", "Look at the frames on the run's page: focus, field width and segmentation threshold of the recipe decide");

        Morphology morphology = await MeasureAsync(log, analyses, cancellationToken).ConfigureAwait(false);
        await ModelCellAsync(log, morphology, cancellationToken).ConfigureAwait(false);
        await PredictAsync(log, morphology, cancellationToken).ConfigureAwait(false);
        await ReportAsync(log, cancellationToken).ConfigureAwait(false);
        string checksums = await RunChecksums.WriteAsync(folder, cancellationToken).ConfigureAwait(false);
        await log.AppendAsync(RunEventKind.RunCompleted, new JsonObject
        {
            ["reason"] = $"{morphology.ParticleCount} whole particles on {morphology.FrameCount} frames; the report is written.", ["files"] = await HashesAsync([checksums], cancellationToken).ConfigureAwait(false),
        }, cancellationToken).ConfigureAwait(false);
        watcher.OnStep(RunStep.Done, 1, "done");
        return true;
    }

    private async Task<bool> AcquireAsync(RunLog log, RunAnalyses analyses, CancellationToken cancellationToken)
    {
        if (log.History.AcquisitionDone is not null) return true;
        watcher.OnStep(RunStep.Preparing, 0, "loading the segmentation model");
        RunModel own = await models.ForRunAsync(_record, cancellationToken).ConfigureAwait(false);
        using SegmentationModel model = SegmentationModel.Load(
            own.Path, new SegmentationModelOptions { IntraOpThreads = options.Threads });
        if (model.Provider != ExecutionProvider.Processor)
            await log.AppendAsync(RunEventKind.NetworkLoaded, new JsonObject { ["ran_on"] = model.Provider.ToString(), ["reason"] = model.Provider.Note ?? $"The network runs on {model.Provider.Name}." }, cancellationToken).ConfigureAwait(false);
        var context = new AcquisitionContext
        {
            Run = _record, Microscope = microscope, Journal = journal, Frames = new PreviewedFrames(folder, folder.Frames(new TiffFrameCodec())), Analyses = analyses,
            Analyser = new FrameAnalyser(model, _record.Recipe.Segmentation, _record.Sample.ExpectedDiameterNm), Control = control, Observer = watcher, Time = time,
            Doses = doses, Conditions = conditions, InstrumentTime = options.InstrumentTime, CalibrationStub = options.Holder.Stubs.FirstOrDefault(stub => stub.Grating is not null), Evidence = new RunEvidence(folder), ConfirmPrecision = (frames, token) => ConfirmAsync(analyses, frames, token),
        };
        AcquisitionOutcome outcome = await new AcquisitionEngine(context).RunAsync(log, cancellationToken).ConfigureAwait(false);
        if (!outcome.IsDone) return false;
        StopReport park = await microscope.ParkAsync(cancellationToken).ConfigureAwait(false);
        // What was not read back may have been a slow answer: once more, and then it is a fault that nothing goes on behind.
        if (park.Faults.Count > 0) park = await microscope.ParkAsync(cancellationToken).ConfigureAwait(false);
        await log.AppendAsync(RunEventKind.Parked, Parked(park, "Acquisition is done."), cancellationToken).ConfigureAwait(false);
        foreach (Fault fault in park.Faults) await log.AppendAsync(RunEventKind.Fault, NotConfirmed(fault, park), cancellationToken).ConfigureAwait(false);
        if (park.Faults.Count > 0) throw new InstrumentFaultException(park.Faults[0], $"the park after acquisition was not confirmed{(park.Detail.Length > 0 ? ": " + park.Detail : "")}");
        return true;
    }

    /// <summary>What a park read back, for the journal.</summary>
    internal static JsonObject Parked(StopReport park, string why) => new()
    {
        ["sent"] = park.Sent, ["blank_confirmed"] = park.BlankConfirmed, ["halt_confirmed"] = park.HaltConfirmed,
        ["not_confirmed"] = JsonSerializer.SerializeToNode(park.Faults, DomainJson.Line),
        ["steps"] = JsonSerializer.SerializeToNode(park.Steps, DomainJson.Line),
        ["reason"] = $"{why} Beam blanked: {Word(park.BlankConfirmed)}; stage at rest: {Word(park.HaltConfirmed)}.{(park.Detail.Length > 0 ? " " + park.Detail + "." : "")}",
    };

    /// <summary>A fault of a park that the hardware did not confirm, for the journal.</summary>
    internal static JsonObject NotConfirmed(Fault fault, StopReport park) => new()
    {
        ["fault"] = JsonSerializer.SerializeToNode(fault, DomainJson.Line),
        ["detail"] = fault == Fault.BlankNotConfirmed ? $"blanker read back: {Word(park.BlankConfirmed)}" : $"stage at rest read back: {Word(park.HaltConfirmed)}",
        ["action"] = FaultCatalogue.Describe(fault).Remedy,
    };

    private static string Word(bool? confirmed) => confirmed switch { true => "read back", false => "no", null => "not known" };

    /// <summary>On what the network ran, last; a run that went on may have begun elsewhere.</summary>
    private string RanOn() => journal.Events.LastOrDefault(line => line.Kind == RunEventKind.NetworkLoaded)?.Data["ran_on"]?.GetValue<string>() ?? ExecutionProvider.Cpu;

    private async Task<Morphology> MeasureAsync(RunLog log, RunAnalyses analyses, CancellationToken cancellationToken)
    {
        if (IsDone(RunEventKind.MorphologyDone)) return await JsonFile.ReadAsync<Morphology>(folder.MorphologyPath, cancellationToken).ConfigureAwait(false);
        watcher.OnStep(RunStep.Measuring, 0, "summarising particles");
        IReadOnlyList<(FrameRecord Record, IReadOnlyList<Particle> Particles)> frames = await LoadAllAsync(analyses, log.History.AcceptedRecords(), cancellationToken).ConfigureAwait(false);
        IReadOnlySet<string> seenTwice = await new MosaicStep(folder, log, watcher).RunAsync(frames, cancellationToken).ConfigureAwait(false);
        if (seenTwice.Count > 0) frames = [.. frames.Select(frame => (frame.Record, (IReadOnlyList<Particle>)[.. frame.Particles.Where(particle => !seenTwice.Contains(particle.ParticleId))]))];
        (frames, double? scalePercent) = MorphologySummary.OnScale(frames, CalibrationSandwich.Of(journal.Events));
        Morphology morphology = MorphologySummary.Of(_record, frames, await AccuracyAsync(cancellationToken).ConfigureAwait(false), scalePercent) with { NetworkRanOn = RanOn() };
        List<Particle> particles = [.. frames.SelectMany(frame => frame.Particles)];
        await JsonFile.WriteAsync(folder.MorphologyPath, morphology, cancellationToken).ConfigureAwait(false);
        await ParticleTableWriter.WriteAsync(folder.ParticlesCsvPath, particles, cancellationToken).ConfigureAwait(false);
        await ParticleParquet.WriteAsync(folder.ParticlesParquetPath, particles, cancellationToken).ConfigureAwait(false);
        await log.AppendAsync(RunEventKind.MorphologyDone, new JsonObject
        {
            ["particle_count"] = morphology.ParticleCount, ["median_diameter_nm"] = morphology.DiameterNm.Median, ["goal_reached"] = MorphologySummary.ReachesGoal(_record.Recipe, morphology),
            ["files"] = await HashesAsync([folder.MorphologyPath, folder.ParticlesCsvPath, folder.ParticlesParquetPath], cancellationToken).ConfigureAwait(false),
        }, cancellationToken).ConfigureAwait(false);
        return morphology;
    }

    private static async Task<IReadOnlyList<(FrameRecord Record, IReadOnlyList<Particle> Particles)>> LoadAllAsync(RunAnalyses analyses, IReadOnlyList<FrameRecord> records, CancellationToken cancellationToken)
    {
        var frames = new List<(FrameRecord, IReadOnlyList<Particle>)>(records.Count);
        foreach (FrameRecord record in records) frames.Add((record, await LoadAsync(analyses, record, cancellationToken).ConfigureAwait(false)));
        return frames;
    }

    /// <summary>Whether the frames so far reach the goal by the final method.</summary>
    private async Task<bool> ConfirmAsync(RunAnalyses analyses, IReadOnlyList<FrameRecord> records, CancellationToken cancellationToken)
        => MorphologySummary.ReachesGoal(_record.Recipe, MorphologySummary.Of(
            _record, await LoadAllAsync(analyses, records, cancellationToken).ConfigureAwait(false), await AccuracyAsync(cancellationToken).ConfigureAwait(false)));

    /// <summary>What the run's model is known to err by; a model that is gone since leaves the stated defaults, and the particles as they were measured.</summary>
    private async Task<MeasurementAccuracy?> AccuracyAsync(CancellationToken cancellationToken)
    {
        try
        {
            RunModel model = await models.ForRunAsync(_record, cancellationToken).ConfigureAwait(false);
            return MeasurementAccuracy.For(model.Path, model.Sha256);
        }
        catch (InputException)
        {
            return null;
        }
    }

    private async Task ModelCellAsync(RunLog log, Morphology morphology, CancellationToken cancellationToken)
    {
        if (IsDone(RunEventKind.CellModelDone)) return;
        watcher.OnStep(RunStep.CellModel, 0, "packing particles");
        Material material = await KeptMaterial.KeepAsync(folder, new MaterialLibrary(options.MaterialsFolder), cancellationToken).ConfigureAwait(false);
        (double ce1, double balanceError) = await new CellModelStep(folder, time, options.Threads).RunAsync(morphology, material, new StepProgress(watcher), cancellationToken).ConfigureAwait(false);
        await log.AppendAsync(RunEventKind.CellModelDone, new JsonObject
        {
            ["ce1"] = ce1, ["balance_error"] = balanceError,
            ["files"] = await HashesAsync([.. new[] { folder.CellResultPath, folder.VoltagePath, folder.MaterialPath, folder.BpxPath }.Where(File.Exists)], cancellationToken).ConfigureAwait(false),
        }, cancellationToken).ConfigureAwait(false);
    }

    private async Task PredictAsync(RunLog log, Morphology morphology, CancellationToken cancellationToken)
    {
        if (IsDone(RunEventKind.PredictionDone)) return;
        watcher.OnStep(RunStep.Predicting, 0, "asking the regression");
        RegressionModel model = await regressions.InUseAsync(cancellationToken).ConfigureAwait(false);
        using var regression = CeRegression.Load(model.Path, model.Identity);
        (CapacityPrediction? capacity, string? problem) = await PredictCapacityAsync(log, morphology, cancellationToken).ConfigureAwait(false);
        RegressionPrediction prediction = regression.Predict(morphology, CellModelAnswer(), _record.Sample.Material) with { Capacity = capacity, CapacityProblem = problem };
        await JsonFile.WriteAsync(folder.PredictionPath, prediction, cancellationToken).ConfigureAwait(false);
        await log.AppendAsync(RunEventKind.PredictionDone, new JsonObject
        {
            ["ce1"] = prediction.Ce1, ["model"] = model.Identity, ["capacity_model"] = capacity?.Model, ["files"] = await HashesAsync([folder.PredictionPath], cancellationToken).ConfigureAwait(false),
        }, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Asks the regression of capacity where one is in use. It is an extra: one that cannot be read costs its own figure and not the run.</summary>
    private async Task<(CapacityPrediction? Prediction, string? Problem)> PredictCapacityAsync(RunLog log, Morphology morphology, CancellationToken cancellationToken)
    {
        try
        {
            if (await regressions.InUseAsync(RegressionQuantity.Capacity, cancellationToken).ConfigureAwait(false) is not { } model) return (null, null);
            using var regression = CapacityRegression.Load(model.Path, model.Identity);
            CellFigures? cell = File.Exists(folder.CellResultPath) ? await JsonFile.ReadAsync<CellFigures>(folder.CellResultPath, cancellationToken).ConfigureAwait(false) : null;
            return (regression.Predict(morphology, cell?.AnswerTo(regression.Target), _record.Sample.Material), null);
        }
        catch (InputException error)
        {
            await log.DecideAsync("fault", "Capacity not predicted", $"{error.What}. {error.Remedy}.", cancellationToken).ConfigureAwait(false);
            return (null, $"{error.What}. {error.Remedy}.");
        }
    }

    /// <summary>CE₁ that the cell model's step wrote down.</summary>
    private double? CellModelAnswer() => journal.Events.LastOrDefault(line => line.Kind == RunEventKind.CellModelDone)?.Data["ce1"]?.GetValue<double>();

    private async Task ReportAsync(RunLog log, CancellationToken cancellationToken)
    {
        if (IsDone(RunEventKind.ReportDone)) return;
        watcher.OnStep(RunStep.Reporting, 0, "writing the report");
        await ReportWriter.WriteAsync(folder, time, cancellationToken).ConfigureAwait(false);
        await log.AppendAsync(RunEventKind.ReportDone, new JsonObject
        {
            ["files"] = await HashesAsync([folder.ReportPath, folder.ReportJsonPath], cancellationToken).ConfigureAwait(false),
        }, cancellationToken).ConfigureAwait(false);
    }

    private bool IsDone(string kind) => journal.Events.Any(line => line.Kind == kind);

    private static async Task<IReadOnlyList<Particle>> LoadAsync(RunAnalyses analyses, FrameRecord record, CancellationToken cancellationToken)
        => await analyses.LoadAsync(record.Metadata.FrameId, cancellationToken).ConfigureAwait(false)
            ?? throw new InputException("the analysis of an accepted frame is missing", record.Metadata.FrameId, "Run verify on the run; restore analysis/ from a backup");

    private async Task<JsonArray> HashesAsync(IReadOnlyList<string> paths, CancellationToken cancellationToken)
    {
        var files = new JsonArray();
        foreach (string path in paths)
        {
            files.Add(new JsonObject
            {
                ["path"] = Path.GetRelativePath(folder.FolderPath, path).Replace('\\', '/'),
                ["sha256"] = await FileHash.Sha256Async(path, cancellationToken).ConfigureAwait(false),
            });
        }

        return files;
    }

    private sealed class StepProgress(RunWatcher watcher) : IProgress<CellModelProgress>
    {
        public void Report(CellModelProgress value) => watcher.OnStep(RunStep.CellModel, value.Fraction, $"cell model, {value.Stage}");
    }
}
