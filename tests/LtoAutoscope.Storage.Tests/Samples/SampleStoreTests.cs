using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Cells;
using LtoAutoscope.Domain.Samples;
using LtoAutoscope.Storage.Data;
using LtoAutoscope.Storage.Samples;
using LtoAutoscope.Storage.Tests.Runs;

namespace LtoAutoscope.Storage.Tests.Samples;

public sealed class SampleStoreTests : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private DataFolder _data = null!;
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
        => _data = await DataFolder.OpenAsync(_folder.FullPath, new DataFolderOptions { MinimumFreeBytes = 0 }, TimeProvider.System, Token);

    public ValueTask DisposeAsync()
    {
        _data.Dispose();
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task SaveAsync_FoundAndListed_IsTheSame()
    {
        var store = new SampleStore(_data);
        Sample sample = SampleData.Sample("b") with { Description = "from the 70 °C batch" };
        await store.SaveAsync(sample, Token);
        await store.SaveAsync(SampleData.Sample("a"), Token);
        Assert.Equal(sample, await store.FindAsync("b", Token));
        Assert.Null(await store.FindAsync("c", Token));
        Assert.Null(await store.FindAsync("../accounts/x", Token));
        Assert.Equal(["a", "b"], (await store.ListAsync(Token)).Select(s => s.Name));
    }

    [Fact]
    public async Task SaveAsync_NameThatLeavesTheFolder_IsRefused()
        => await Assert.ThrowsAsync<InputException>(() => new SampleStore(_data).SaveAsync(SampleData.Sample("../x"), Token));

    [Fact]
    public async Task CellTests_SavedAndListedBySample_AreTheSame()
    {
        var store = new CellTestStore(_data);
        var cell = new CellTest("lto-70", "cell-1", 0.913, 0.2, SampleData.Evening);
        await store.SaveAsync(cell, Token);
        await store.SaveAsync(cell with { CellName = "cell-2", SampleName = "lto-180" }, Token);
        CellTest found = Assert.Single(await store.ListAsync("lto-70", Token));
        Assert.Empty(found.Cycles);
        Assert.Equal(cell, found with { Cycles = cell.Cycles });
        Assert.Equal(2, (await store.ListAsync(null, Token)).Count);
        var error = await Assert.ThrowsAsync<InputException>(() => store.SaveAsync(cell with { Ce1 = 91.3 }, Token));
        Assert.Contains("not a percentage", error.What, StringComparison.Ordinal);
    }
}
