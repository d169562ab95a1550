using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Particles;
using LtoAutoscope.Domain.Recipes;
using LtoAutoscope.Domain.Runs;
using LtoAutoscope.Imaging.Annotations;
using LtoAutoscope.Pipeline.Datasets;
using LtoAutoscope.Pipeline.Live;
using LtoAutoscope.Pipeline.Running;
using LtoAutoscope.Storage.Data;
using LtoAutoscope.Storage.Datasets;
using LtoAutoscope.Storage.Models;
using LtoAutoscope.Storage.Runs;

namespace LtoAutoscope.Pipeline.Tests.Running;

/// <summary>Which network a run gets, and that a switch changes nothing that is there.</summary>
public sealed class RunModelsTests : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("lto-models-").FullName;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static string Shipped => Path.Combine(Repository.Models, RunModels.ShippedName);

    public ValueTask DisposeAsync()
    {
        Directory.Delete(_folder, recursive: true);
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task ForNewAsync_ChoiceByChoice_TheNearerOneGoesFirst()
    {
        using DataFolder data = await DataFolder.OpenAsync(_folder, new DataFolderOptions(), TimeProvider.System, Token);
        var plain = new SegmentationSettings();
        string sha256 = await FileHash.Sha256Async(Shipped, Token);
        var models = new RunModels(Repository.Models, data);
        Assert.Equal(new RunModel(Shipped, $"lto-unet.onnx sha256:{sha256}"), await models.ForNewAsync(plain, "it", Token));

        ModelRecord own = await RegisterVariantAsync(data);
        Assert.Equal(Shipped, (await models.ForNewAsync(plain, "it", Token)).Path);
        await new ModelRegistry(data, TimeProvider.System).UseAsync(own.Reference, sha256, "ada", "test", Token);
        Assert.Equal(own.Identity, (await models.ForNewAsync(plain, "it", Token)).Identity);
        Assert.Equal(own.Identity, (await models.ForNewAsync(plain with { Model = own.Reference }, "it", Token)).Identity);
        Assert.Equal(Shipped, (await new RunModels(Repository.Models, data, Shipped).ForNewAsync(plain, "it", Token)).Path);
        Assert.Equal(Shipped, (await new RunModels(Repository.Models, null).ForNewAsync(plain, "it", Token)).Path);
        await Assert.ThrowsAsync<InputException>(() => models.ForNewAsync(plain with { Model = "nowhere.onnx" }, "it", Token));
    }

    [Fact]
    public async Task UseAsync_WhileARunIsUnderWay_HoldsFromTheNextRunOnAndLeavesPastOnesAsTheyAre()
    {
        await using LabBench bench = await LabBench.StartAsync();
        string first = (await bench.EnqueueAsync("one")).JobId;
        await bench.UntilAsync(lab => lab.Running is { Particles: > 0 }, "the first frame");
        DataFolder data = DataFolder.OpenReadOnly(bench.DataPath);
        ModelRecord own = await RegisterVariantAsync(data);
        await new ModelRegistry(data, TimeProvider.System).UseAsync(own.Reference, await FileHash.Sha256Async(Shipped, Token), "ada", "test", Token);
        JobView before = await bench.EndOfAsync(first);
        Assert.True(before.State == RunState.Completed, before.Reason);
        RunFolder past = await bench.FolderOfAsync(before);
        Assert.StartsWith("lto-unet.onnx sha256:", past.Record.SegmentationModel, StringComparison.Ordinal);
        Assert.Equal(past.Record.SegmentationModel, (await JsonFile.ReadAsync<Morphology>(past.MorphologyPath, Token)).SegmentationModel);
        SortedDictionary<string, string> hashes = await HashesAsync(past.FolderPath);

        JobView after = await bench.EndOfAsync((await bench.EnqueueAsync("two", stub: "B")).JobId);
        Assert.True(after.State == RunState.Completed, after.Reason);
        RunFolder next = await bench.FolderOfAsync(after);
        Assert.Equal(own.Identity, next.Record.SegmentationModel);
        Assert.Equal(own.Identity, (await JsonFile.ReadAsync<Morphology>(next.MorphologyPath, Token)).SegmentationModel);

        // Its frames go out to be corrected and come back, and still nothing of it has changed.
        string export = Path.Combine(_folder, "export");
        (int pictures, int particles) = await AnnotationFolder.WriteAsync(export, DatasetExport.OfRunAsync(past, [], Token), TimeProvider.System.GetUtcNow(), null, Token);
        Assert.True(pictures > 0 && particles >= before.Particles);
        CheckedAnnotations read = AnnotationFolder.Read(export, OutlineSource.Labels, null, Token);
        Assert.True(read.Problems.All(static p => p.IsWarning || p.What.Contains("pixels", StringComparison.Ordinal)), string.Join("\n", read.Problems));
        DatasetRecord made = await DatasetImport.AddAsync(data, read with { Problems = [] }, "lab", isGolden: false, "ada", "", TimeProvider.System, Token);
        Assert.All(made.Pictures, picture => Assert.Equal(past.RunId, picture.RunId));
        await Assert.ThrowsAsync<InputException>(() => DatasetImport.AddAsync(data, read with { Problems = [] }, "same", isGolden: true, "ada", "", TimeProvider.System, Token));
        Assert.Equal(hashes, await HashesAsync(past.FolderPath));
    }

    /// <summary>The shipped network with one more entry in its metadata (field 14 of an ONNX ModelProto, appended as protobuf allows): the same maps, another hash.</summary>
    private static async Task<ModelRecord> RegisterVariantAsync(DataFolder data)
    {
        byte[] bytes = [.. await File.ReadAllBytesAsync(Shipped, Token), 0x72, 8, 0x0A, 2, (byte)'b', (byte)'y', 0x12, 2, (byte)'m', (byte)'e'];
        return await new ModelRegistry(data, TimeProvider.System).RegisterAsync(bytes, "lab-unet", "1.0.0", new Dictionary<string, string>(), "ada", "", Token);
    }

    private static async Task<SortedDictionary<string, string>> HashesAsync(string folder)
    {
        var hashes = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (string path in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)) hashes[Path.GetRelativePath(folder, path)] = await FileHash.Sha256Async(path, Token);
        return hashes;
    }
}
