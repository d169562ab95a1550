using System.Text.Json;
using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Cells;
using LtoAutoscope.Domain.Instruments;
using LtoAutoscope.Domain.Runs;
using LtoAutoscope.Domain.Samples;
using LtoAutoscope.Fem.Exchange;
using LtoAutoscope.Learning;
using LtoAutoscope.Learning.Onnx;
using LtoAutoscope.Learning.Regression;
using LtoAutoscope.Pipeline.Cells;
using LtoAutoscope.Pipeline.Live;
using LtoAutoscope.Pipeline.Regressions;
using LtoAutoscope.Storage.Models;
using LtoAutoscope.Storage.Runs;
using LtoAutoscope.Storage.Verification;

namespace LtoAutoscope.Pipeline.Tests.Running;

/// <summary>The laboratory against a twin on the real wire.</summary>
public sealed class LabTests
{
    private const string ParticleColumns =
        "particle_id,frame,x_px,y_px,area_nm2,diameter_nm,feret_max_nm,feret_min_nm,length_nm,width_nm,aspect_ratio,perimeter_nm,circularity,solidity,"
        + "fractal_dimension,fractal_dimension_se,touches_border,weight,confidence";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task RunNextAsync_QueuedSample_LeavesTheFilesOfTheContractAndAnIndexThatComesBack()
    {
        await using LabBench bench = await LabBench.StartAsync();
        await UseCapacityRegressionAsync(bench);
        JobView job = await bench.EndOfAsync((await bench.EnqueueAsync()).JobId);
        Assert.True(job.State == RunState.Completed, job.Reason);

        RunFolder folder = await bench.FolderOfAsync(job);
        string[] table = await File.ReadAllLinesAsync(folder.ParticlesCsvPath, Token);
        Assert.StartsWith(ParticleColumns, table[0], StringComparison.Ordinal);
        using JsonDocument morphology = await JsonAsync(folder.MorphologyPath);
        int particles = morphology.RootElement.GetProperty("particle_count").GetInt32();
        Assert.InRange(particles, 60, table.Length - 1);
        Assert.Equal(1450.0 / 512, morphology.RootElement.GetProperty("pixel_size_nm").GetDouble(), 3);
        foreach (JsonElement measures in (JsonElement[])[morphology.RootElement, morphology.RootElement.GetProperty("volume_weighted")])
        {
            foreach (string measure in (string[])["diameter_nm", "aspect_ratio", "fractal_dimension"])
            {
                JsonElement summary = measures.GetProperty(measure);
                foreach (string key in (string[])["mean", "median", "std", "d10", "d50", "d90"]) Assert.True(summary.GetProperty(key).GetDouble() > 0, $"{measure}.{key}");
                foreach (string key in (string[])["mean_ci95", "median_ci95"]) Assert.Equal(2, summary.GetProperty(key).GetArrayLength());
            }
        }

        using JsonDocument cell = await JsonAsync(folder.CellResultPath);
        foreach (string key in (string[])["ce1", "ce1_interval", "q_lithiation_mAh_g", "q_delithiation_mAh_g", "q_side_mAh_g", "loss_breakdown", "balance_error", "wall_s"])
            Assert.True(cell.RootElement.TryGetProperty(key, out _), key);
        Assert.InRange(cell.RootElement.GetProperty("ce1").GetDouble(), 0.5, 1);
        Assert.InRange(cell.RootElement.GetProperty("balance_error").GetDouble(), 0, 1e-6);
        Assert.StartsWith("time_s,current_A_m2,voltage_V,lithiation", (await File.ReadAllLinesAsync(folder.VoltagePath, Token))[0], StringComparison.Ordinal);
        Assert.NotEmpty(Directory.EnumerateFiles(folder.FemPath, "*.vti"));
        Assert.NotEmpty(Directory.EnumerateFiles(folder.FramesPath, "*_overlay.png"));
        Assert.True(File.Exists(folder.ParticlesParquetPath) && File.Exists(folder.PredictionPath) && File.Exists(folder.ReportPath));
        CapacityPrediction capacity = (await JsonFile.ReadAsync<RegressionPrediction>(folder.PredictionPath, Token)).Capacity!;
        Assert.Equal(2, capacity.RatePerHour);
        Assert.InRange(capacity.CapacityMAhG, 100, 200);
        Assert.StartsWith("own-capacity@1 sha256:", capacity.Model, StringComparison.Ordinal);
        await AssertSoundAsync(folder);
        Assert.Equal("lto", KeptMaterial.Find(folder)!.Name);
        Assert.Empty(BpxRules.Problems(System.Text.Json.Nodes.JsonNode.Parse(await File.ReadAllTextAsync(folder.BpxPath, Token))!.AsObject()));
        Assert.Contains("Capacity at 2 C", await File.ReadAllTextAsync(folder.ReportPath, Token), StringComparison.Ordinal);
        Assert.Contains("crystallographic", await File.ReadAllTextAsync(folder.ReportPath, Token), StringComparison.Ordinal);

        RunDetail detail = (await bench.Lab.ReadRunAsync(job.RunId!, Token))!;
        Assert.Equal(RunState.Completed, detail.State);
        Assert.Equal(particles, detail.Convergence[^1].Particles);
        Assert.Equal(table.Length - 1, detail.Particles.Count);
        Assert.True(detail.HasReport && detail.HasBpx && detail.HasMaterial);
        foreach (string file in (string[])["cell.bpx.json", "fem/material.yaml"])
        {
            await using Stream? download = await bench.Lab.OpenRunFileAsync(job.RunId!, file, Token);
            Assert.NotNull(download);
        }

        Assert.NotEmpty(detail.Curve);
        foreach (FrameView frame in detail.Frames)
        {
            Assert.NotEmpty((await bench.Lab.ReadFramePreviewAsync(job.RunId!, frame.Metadata.FrameId, Token))!);
            FrameOutlines outlines = (await bench.Lab.ReadFrameOutlinesAsync(job.RunId!, frame.Metadata.FrameId, Token))!;
            Assert.Equal(frame.WholeCount + frame.BorderCount, outlines.Particles.Count);
        }

        Assert.Null(await bench.Lab.OpenRunFileAsync(job.RunId!, "../../queue/journal.ndjson", Token));
        Assert.Null(await bench.Lab.ReadFramePreviewAsync(job.RunId!, "../run", Token));

        IReadOnlyList<RunSummary> before = await bench.Lab.ListRunsAsync(Token);
        await bench.StopLabAsync();
        Directory.Delete(Path.Combine(bench.DataPath, "index"), recursive: true);
        await bench.StartLabAsync();
        Assert.Equal(before, await bench.Lab.ListRunsAsync(Token));
    }

    /// <summary>Has runs use a regression of capacity; returns its file.</summary>
    private static async Task<string> UseCapacityRegressionAsync(LabBench bench)
    {
        double[][] rows = [.. Enumerable.Range(0, 12).Select(static i => new double[] { 20 + 40 * i })];
        var set = new TrainingSet { Features = ["mean_diameter_nm"], Target = "capacity_2c", Rows = rows, Targets = [.. rows.Select(static row => 170 - 0.1 * row[0])], Source = "test" };
        SvrModel model = SvrTraining.Train(set, new SvrOptions { C = 100, Epsilon = 0.1, Gamma = 0.1, Material = "lto" }, Token);
        var models = new RegressionModels(bench.Data, "");
        ModelRegistry registry = models.RegistryOf(RegressionQuantity.Capacity);
        ModelRecord record = await registry.RegisterAsync(SvrOnnxFile.ToBytes(model), "own-capacity", "1", new Dictionary<string, string> { [RegressionFits.TargetKey] = set.Target }, "ada", "", Token);
        await models.UseAsync(RegressionTarget.CapacityAt(2), "own-capacity@1", "ada", null, Token);
        return registry.PathOf(record);
    }

    [Fact]
    public async Task StopAsync_WhileExposing_BlanksHaltsAndHoldsTheJobUntilItIsResumed()
    {
        // Each scan takes about two seconds, so that the press falls into one.
        await using LabBench bench = await LabBench.StartAsync(timeFactor: 4);
        await bench.WriteRecipeAsync("slow", dwellUs: 40);
        string jobId = (await bench.EnqueueAsync(recipe: "slow")).JobId;
        await bench.UntilAsync(lab => lab.Running is { ScanProgress: not null, Particles: > 0 } running && running.Activity.StartsWith("exposing", StringComparison.Ordinal), "an exposure");

        var place = bench.Twin!.Microscope.Stage.True;
        StopReport report = await bench.Lab.StopAsync("tester", Token);

        Assert.True(report.Sent);
        Assert.True(report.BlankConfirmed);
        Assert.True(report.HaltConfirmed);
        JobView held = await bench.JobAsync(jobId, job => job.State != RunState.Running);
        Assert.True(held.State == RunState.Stopped, held.Reason);
        await bench.UntilAsync(lab => lab.State == LabState.Paused && lab.Running is null, "the hold");
        Assert.Equal(1, bench.Twin.Microscope.Column.Blanker);
        Assert.Equal(report, bench.Lab.Current.LastStop!.Report);
        // Nothing moves after a STOP, not even to the safe position.
        Assert.Equal(place.XMm, bench.Twin.Microscope.Stage.True.XMm, 3);
        Assert.Equal(place.YMm, bench.Twin.Microscope.Stage.True.YMm, 3);

        await bench.Lab.ResumeAsync("tester", Token);
        JobView done = await bench.EndOfAsync(jobId);
        Assert.True(done.State == RunState.Completed, done.Reason);
        Assert.Equal(held.RunId, done.RunId);
        await AssertCountedOnceAsync(await bench.FolderOfAsync(done));
    }

    [Fact]
    public async Task PauseAsync_AfterFrame_HoldsAndGoesOnWithTheNextFrame()
    {
        await using LabBench bench = await LabBench.StartAsync();
        await bench.WriteRecipeAsync("long", goal: 150);
        string jobId = (await bench.EnqueueAsync(recipe: "long")).JobId;
        await bench.UntilAsync(lab => lab.Running is { Particles: > 0 }, "the first frame");
        await bench.Lab.PauseAsync(afterSample: false, "tester", Token);
        JobView held = await bench.JobAsync(jobId, job => job.State != RunState.Running);
        Assert.Equal(RunState.Stopped, held.State);
        await bench.UntilAsync(lab => lab.State == LabState.Paused, "the pause");

        await bench.Lab.ResumeAsync("tester", Token);
        JobView done = await bench.EndOfAsync(jobId);
        Assert.True(done.State == RunState.Completed, done.Reason);
        await AssertCountedOnceAsync(await bench.FolderOfAsync(done));
    }

    [Fact]
    public async Task PauseAsync_AfterSample_FinishesItAndHoldsTheNext()
    {
        await using LabBench bench = await LabBench.StartAsync();
        string first = (await bench.EnqueueAsync("one")).JobId, second = (await bench.EnqueueAsync("two", stub: "B")).JobId;
        await bench.UntilAsync(lab => lab.Running is not null, "the first run");
        await bench.Lab.PauseAsync(afterSample: true, "tester", Token);
        Assert.Equal(RunState.Completed, (await bench.EndOfAsync(first)).State);
        await bench.UntilAsync(lab => lab.State == LabState.Paused && lab.Running is null, "the hold");
        Assert.Equal(RunState.Queued, bench.Job(second).State);

        await bench.Lab.ResumeAsync("tester", Token);
        Assert.Equal(RunState.Completed, (await bench.EndOfAsync(second)).State);
    }

    [Fact]
    public async Task SkipSampleAsync_WhileAcquiring_EndsWithWhatWasCounted()
    {
        await using LabBench bench = await LabBench.StartAsync();
        await bench.WriteRecipeAsync("endless", goal: 100_000, maximumFrames: 400);
        string jobId = (await bench.EnqueueAsync(recipe: "endless")).JobId;
        await bench.UntilAsync(lab => lab.Running is { Particles: > 0 }, "the first frame");
        await bench.Lab.SkipSampleAsync("tester", Token);
        JobView done = await bench.EndOfAsync(jobId);
        Assert.True(done.State == RunState.Completed, done.Reason);
        RunDetail detail = (await bench.Lab.ReadRunAsync(done.RunId!, Token))!;
        Assert.InRange(detail.Morphology!.ParticleCount, 1, 10_000);
        Assert.Contains(detail.Decisions, decision => decision.Reason.Contains("A person ended the sample", StringComparison.Ordinal));
    }

    [Fact]
    public async Task ShutDownAsync_WhileAcquiring_ParksAndTheNextStartGoesOn()
    {
        await using LabBench bench = await LabBench.StartAsync();
        await bench.WriteRecipeAsync("long", goal: 150);
        string jobId = (await bench.EnqueueAsync(recipe: "long")).JobId;
        await bench.UntilAsync(lab => lab.Running is { Particles: > 0 }, "the first frame");
        await bench.StopLabAsync();
        Assert.Equal(1, bench.Twin!.Microscope.Column.Blanker);

        await bench.StartLabAsync();
        JobView done = await bench.EndOfAsync(jobId);
        Assert.True(done.State == RunState.Completed, done.Reason);
        await AssertCountedOnceAsync(await bench.FolderOfAsync(done));
    }

    [Fact]
    public async Task PollAsync_NothingListens_SaysWhyAndTheQueueGoesOnOnceItIsThere()
    {
        await using LabBench bench = await LabBench.StartAsync(withTwin: false);
        string jobId = (await bench.EnqueueAsync()).JobId;
        await bench.UntilAsync(lab => lab.State == LabState.Disconnected && lab.StateDetail.Contains("127.0.0.1", StringComparison.Ordinal), "the reason");
        Assert.False(bench.Lab.Current.Instrument.IsConnected);
        StopReport report = await bench.Lab.StopAsync("tester", Token);
        Assert.False(report.Sent);
        Assert.NotEmpty(report.Detail);
        await bench.Lab.ResumeAsync("tester", Token);

        await bench.StartTwinAsync();
        JobView done = await bench.EndOfAsync(jobId);
        Assert.True(done.State == RunState.Completed, done.Reason);
    }

    [Fact]
    public async Task RunNextAsync_MicroscopeRestartsInTheMiddle_GoesOnAndCountsEachFrameOnce()
    {
        await using LabBench bench = await LabBench.StartAsync();
        await bench.WriteRecipeAsync("long", goal: 150);
        string jobId = (await bench.EnqueueAsync(recipe: "long")).JobId;
        await bench.UntilAsync(lab => lab.Running is { Particles: > 0 }, "the first frame");
        await bench.StopTwinAsync();
        await Task.Delay(1500, Token);
        await bench.StartTwinAsync();
        JobView done = await bench.EndOfAsync(jobId);
        Assert.True(done.State == RunState.Completed, done.Reason);
        await AssertCountedOnceAsync(await bench.FolderOfAsync(done));
    }

    [Fact]
    public async Task RunNextAsync_ModelsThatDoNotFit_FailThoseJobsAndTheRestGoesOn()
    {
        await using LabBench bench = await LabBench.StartAsync();
        // A regression of capacity is an extra: damaged, it costs its own figure and no run.
        string capacity = await UseCapacityRegressionAsync(bench);
        File.SetAttributes(capacity, FileAttributes.Normal);
        await File.AppendAllTextAsync(capacity, "x", Token);
        await bench.WriteRecipeAsync("no-model", model: "nowhere.onnx");
        await bench.WriteRecipeAsync("wrong-model", model: "virtual-ce/model.onnx");
        string missing = (await bench.EnqueueAsync("one", "no-model")).JobId, wrong = (await bench.EnqueueAsync("two", "wrong-model", "B")).JobId, good = (await bench.EnqueueAsync("three", stub: "C")).JobId;

        JobView first = await bench.EndOfAsync(missing), second = await bench.EndOfAsync(wrong), third = await bench.EndOfAsync(good);
        Assert.Equal(RunState.Failed, first.State);
        Assert.Contains("nowhere.onnx", first.Reason, StringComparison.Ordinal);
        Assert.Equal(RunState.Failed, second.State);
        Assert.Contains("model.onnx", second.Reason, StringComparison.Ordinal);
        Assert.True(third.State == RunState.Completed, third.Reason);
        RegressionPrediction prediction = await JsonFile.ReadAsync<RegressionPrediction>((await bench.FolderOfAsync(third)).PredictionPath, Token);
        Assert.Null(prediction.Capacity);
        Assert.Contains("SHA-256", prediction.CapacityProblem, StringComparison.Ordinal);
        Assert.InRange(prediction.Ce1, 0.5, 1.1);
        await bench.UntilAsync(lab => lab.State == LabState.Ready, "the end");
    }

    [Fact]
    public async Task EnqueueAsync_WhatDoesNotFit_IsRefusedWithItsRemedy()
    {
        await using LabBench bench = await LabBench.StartAsync(withTwin: false);
        await bench.WriteRecipeAsync("typo", more: "particle_gaol: 3");
        await bench.WriteRecipeAsync("greedy", goal: 0);
        var sample = new Sample { Name = "powder", Stub = "A" };
        async Task<InputException> RefusedAsync(Sample what, string recipe)
            => await Assert.ThrowsAsync<InputException>(() => bench.Lab.EnqueueAsync(new JobRequest { Sample = what, RecipeName = recipe }, "tester", Token));

        Assert.Contains("particle_gaol", (await RefusedAsync(sample, "typo")).Message, StringComparison.Ordinal);
        Assert.Contains("particle_goal", (await RefusedAsync(sample, "greedy")).Message, StringComparison.Ordinal);
        Assert.Contains("small", (await RefusedAsync(sample, "nothing")).Remedy, StringComparison.Ordinal);
        Assert.Contains("A, B", (await RefusedAsync(sample with { Stub = "Z" }, "small")).Remedy, StringComparison.Ordinal);
        Assert.Contains("lto", (await RefusedAsync(sample with { Material = "butter" }, "small")).Remedy, StringComparison.Ordinal);
        Assert.Contains("name", (await RefusedAsync(sample with { Name = "../x" }, "small")).Message, StringComparison.Ordinal);
        Assert.Empty(bench.Lab.Current.Queue);
    }

    private static async Task AssertCountedOnceAsync(RunFolder folder)
    {
        var journal = await folder.ReadJournalAsync(Token);
        string[] accepted = [.. journal.Where(line => line.Kind == RunEventKind.FrameAccepted).Select(line => line.Data["frame_id"]!.GetValue<string>())];
        Assert.NotEmpty(accepted);
        Assert.Equal(accepted.Distinct(), accepted);
        await AssertSoundAsync(folder);
    }

    private static async Task AssertSoundAsync(RunFolder folder)
    {
        VerifyReport report = await RunVerifier.VerifyAsync(folder.FolderPath, Token);
        Assert.True(report.IsSound, string.Join("; ", report.Problems));
        Assert.True(report.AcceptedCount > 0);
    }

    private static async Task<JsonDocument> JsonAsync(string path) => JsonDocument.Parse(await File.ReadAllTextAsync(path, Token));
}
