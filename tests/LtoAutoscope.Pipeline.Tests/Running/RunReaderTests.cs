using System.Text.Json.Nodes;
using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Files;
using LtoAutoscope.Domain.Runs;
using LtoAutoscope.Pipeline.Live;
using LtoAutoscope.Pipeline.Running;
using LtoAutoscope.Pipeline.Tests.Live;
using LtoAutoscope.Storage.Data;
using LtoAutoscope.Storage.Runs;

namespace LtoAutoscope.Pipeline.Tests.Running;

public sealed class RunReaderTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("lto-reader-").FullName;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task ReadAsync_RunThatJustBegan_HasNothingThatIsNotThere()
    {
        using DataFolder data = await DataFolder.OpenAsync(_folder, new DataFolderOptions(), TimeProvider.System, Token);
        RunFolder folder = await RunFolder.CreateAsync(data, Lines.Record, Token);
        RunDetail detail = await RunReader.ReadAsync(folder, Token);
        Assert.Equal(RunState.Running, detail.State);
        Assert.Null(detail.Morphology);
        Assert.Null(detail.Cell);
        Assert.Null(detail.Regression);
        Assert.Empty(detail.Frames);
        Assert.Empty(detail.Curve);
        Assert.False(detail.HasReport);
    }

    [Fact]
    public async Task ReadAsync_VoltageTable_IsReadByTheNamesOfItsColumns()
    {
        using DataFolder data = await DataFolder.OpenAsync(_folder, new DataFolderOptions(), TimeProvider.System, Token);
        RunFolder folder = await RunFolder.CreateAsync(data, Lines.Record, Token);
        await AtomicFile.WriteTextAsync(folder.VoltagePath, "voltage_V,time_s,current_A_m2,lithiation\n1.55,0,0.1,0.25\n1.54,10,0.1,\n", Token);
        RunDetail detail = await RunReader.ReadAsync(folder, Token);
        Assert.Equal([1.55, 1.54], detail.Curve.Select(point => point.VoltageV));
        Assert.Equal([0.0, 10.0], detail.Curve.Select(point => point.TimeS));
        Assert.Equal(0.25, detail.Curve[0].Lithiation);
        Assert.True(double.IsNaN(detail.Curve[1].Lithiation));
    }

    [Fact]
    public async Task ReadAsync_DamagedResult_NamesTheFile()
    {
        using DataFolder data = await DataFolder.OpenAsync(_folder, new DataFolderOptions(), TimeProvider.System, Token);
        RunFolder folder = await RunFolder.CreateAsync(data, Lines.Record, Token);
        await AtomicFile.WriteTextAsync(folder.MorphologyPath, new JsonObject { ["particle_count"] = "many" }.ToJsonString(), Token);
        InputException error = await Assert.ThrowsAsync<InputException>(() => RunReader.ReadAsync(folder, Token));
        Assert.Contains("morphology.json", error.Where, StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
