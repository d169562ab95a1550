using System.Text.Json;
using System.Text.Json.Nodes;
using LtoAutoscope.Domain.Files;
using LtoAutoscope.Domain.Frames;
using LtoAutoscope.Domain.Particles;
using LtoAutoscope.Domain.Runs;
using LtoAutoscope.Storage.Data;
using LtoAutoscope.Storage.Runs;

namespace LtoAutoscope.Storage.Tests.Runs;

/// <summary>Writes a run folder as the run engine does, in miniature.</summary>
internal static class RunBuilder
{
    /// <summary>A run with so many accepted frames; completed with results when asked.</summary>
    internal static async Task<RunFolder> BuildAsync(DataFolder data, string runId, string sample, int frames, bool complete, CancellationToken token)
    {
        RunRecord record = SampleData.Record(runId, sample);
        RunFolder run = await RunFolder.CreateAsync(data, record, token);
        await using IRunJournal journal = await run.OpenJournalAsync(TimeProvider.System, token);
        await journal.AppendAsync(RunEventKind.RunStarted, new JsonObject { ["run"] = JsonSerializer.SerializeToNode(record, DomainJson.Line) }, token);
        for (int i = 1; i <= frames; i++) await AddFrameAsync(run, journal, $"a01-f{i:0000}", token);
        if (complete) await CompleteAsync(run, journal, frames, token);
        return run;
    }

    internal static async Task<FrameRecord> AddFrameAsync(RunFolder run, IRunJournal journal, string frameId, CancellationToken token)
    {
        await journal.AppendAsync(RunEventKind.ExposureIntended, new JsonObject { ["frame_id"] = frameId, ["dose_e_nm2"] = 12.5, ["attempt"] = 1 }, token);
        Frame frame = SampleData.Frame(frameId);
        FrameRecord record = await run.Frames(new PlainCodec()).SaveAsync(frame, token);
        await journal.AppendAsync(RunEventKind.FrameSaved, new JsonObject { ["frame_id"] = frameId, ["record"] = JsonSerializer.SerializeToNode(record, DomainJson.Line) }, token);
        Particle[] particles = [.. Enumerable.Range(1, 3).Select(label => SampleData.Particle(frameId, label))];
        await FrameAnalysisFile.WriteAsync(run, new FrameAnalysis(frameId, particles, new LabelImage(8, 6), 0.25), token);
        await journal.AppendAsync(RunEventKind.FrameAccepted, new JsonObject { ["frame_id"] = frameId, ["particle_count"] = 3, ["whole_count"] = 2 }, token);
        return record;
    }

    private static async Task CompleteAsync(RunFolder run, IRunJournal journal, int frames, CancellationToken token)
    {
        await journal.AppendAsync(RunEventKind.AcquisitionDone, new JsonObject { ["reason"] = "goal reached" }, token);
        MeasureSummary summary = new() { Mean = 71, Median = 70.5, Std = 3, D10 = 66, D50 = 70.5, D90 = 76, MeanCi95 = [70, 72], MedianCi95 = [69, 72] };
        MorphologySummaries three = new() { DiameterNm = summary, AspectRatio = summary, FractalDimension = summary };
        await JsonFile.WriteAsync(run.MorphologyPath, new Morphology
        {
            ParticleCount = 2 * frames, FrameCount = frames, PixelSizeNm = 3.125, DiameterNm = summary, AspectRatio = summary, FractalDimension = summary, VolumeWeighted = three,
        }, token);
        await DoneAsync(RunEventKind.MorphologyDone, run.MorphologyPath);
        await AtomicFile.WriteTextAsync(run.CellResultPath, """
            {"ce1":0.91,"ce1_interval":[0.9,0.92],"q_lithiation_mAh_g":175,"q_delithiation_mAh_g":159.25,"q_side_mAh_g":12,"loss_breakdown":{"side_reaction_mAh_g":12,"trapped_lithium_mAh_g":3.75},"balance_error":1e-9,"wall_s":3,"run_with":{}}
            """, token);
        await DoneAsync(RunEventKind.CellModelDone, run.CellResultPath);
        await AtomicFile.WriteTextAsync(run.PredictionPath, """{"ce1":0.905,"rmse":0.02,"inside_training_data":true,"trained_on":"a virtual set"}""", token);
        await DoneAsync(RunEventKind.PredictionDone, run.PredictionPath);
        await AtomicFile.WriteTextAsync(run.ReportPath, "<!doctype html>", token);
        await DoneAsync(RunEventKind.ReportDone, run.ReportPath);
        await journal.AppendAsync(RunEventKind.RunCompleted, [], token);

        async Task DoneAsync(string kind, string path)
        {
            string relative = Path.GetRelativePath(run.FolderPath, path).Replace('\\', '/');
            var entry = new JsonObject { ["path"] = relative, ["sha256"] = await FileHash.Sha256Async(path, token) };
            await journal.AppendAsync(kind, new JsonObject { ["files"] = new JsonArray(entry) }, token);
        }
    }
}
