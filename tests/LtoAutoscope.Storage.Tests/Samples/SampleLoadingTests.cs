using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Samples;
using LtoAutoscope.Storage.Data;
using LtoAutoscope.Storage.Samples;

namespace LtoAutoscope.Storage.Tests.Samples;

public sealed class SampleLoadingTests : IAsyncLifetime
{
    private static readonly HolderMap Holder = new() { Name = "h", Stubs = [new Stub("1", 0, 0, 5), new Stub("2", 20, 0, 5), new Stub("G", 40, 0, 2) { Grating = new CalibrationGrating(463, 1) }] };
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
    public async Task LoadConfirmUnload_Reopened_IsTheSame()
    {
        await using (SampleLoading loading = await OpenAsync(Holder))
        {
            await loading.LoadAsync("a", "1", replaces: false, "ada", Token);
            await loading.LoadAsync("b", "2", replaces: false, "ada", Token);
            await loading.ConfirmAsync("a", "bob", Token);
            await loading.UnloadAsync("b", "ada", Token);
        }

        await using SampleLoading again = await OpenAsync(Holder);
        LoadedSample there = Assert.Single(again.Loaded);
        Assert.Equal(("a", "1", "ada", "bob", true), (there.Sample, there.Stub, there.LoadedBy, there.ConfirmedBy, there.IsConfirmed));
        Assert.Null(again.Find("b"));
    }

    [Fact]
    public async Task LoadAsync_WhatCannotLieThere_IsRefusedByName()
    {
        await using SampleLoading loading = await OpenAsync(Holder);
        await loading.LoadAsync("a", "1", replaces: false, "ada", Token);
        Assert.Contains("sample 'a' lies on stub '1'", (await Assert.ThrowsAsync<InputException>(() => loading.LoadAsync("b", "1", replaces: false, "ada", Token))).What, StringComparison.Ordinal);
        Assert.Contains("grating", (await Assert.ThrowsAsync<InputException>(() => loading.LoadAsync("b", "G", replaces: false, "ada", Token))).What, StringComparison.Ordinal);
        Assert.Contains("no stub '9'", (await Assert.ThrowsAsync<InputException>(() => loading.LoadAsync("b", "9", replaces: false, "ada", Token))).What, StringComparison.Ordinal);
        Assert.Contains("'b' lies on no stub", (await Assert.ThrowsAsync<InputException>(() => loading.ConfirmAsync("b", "ada", Token))).What, StringComparison.Ordinal);
    }

    [Fact]
    public async Task LoadAsync_OnAnotherStub_IsUnconfirmedAndOnOnePlaceOnly()
    {
        await using SampleLoading loading = await OpenAsync(Holder);
        await loading.LoadAsync("a", "1", replaces: false, "ada", Token);
        await loading.ConfirmAsync("a", "ada", Token);
        await loading.LoadAsync("a", "1", replaces: false, "ada", Token);
        Assert.True(loading.Find("a")!.IsConfirmed);
        await loading.LoadAsync("a", "2", replaces: false, "ada", Token);
        Assert.Equal(("2", false), (loading.Find("a")!.Stub, loading.Find("a")!.IsConfirmed));
        Assert.Null(loading.On("1"));
        await loading.LoadAsync("b", "2", replaces: true, "ada", Token);
        Assert.Null(loading.Find("a"));
    }

    [Fact]
    public async Task OpenAsync_OtherHolderOrOtherPlaces_TakesConfirmationsBackWithTheReason()
    {
        await using (SampleLoading loading = await OpenAsync(Holder))
        {
            await loading.LoadAsync("a", "1", replaces: false, "ada", Token);
            await loading.ConfirmAsync("a", "ada", Token);
        }

        await using (SampleLoading other = await OpenAsync(Holder with { Name = "other" })) Assert.Empty(other.Loaded);
        await using (SampleLoading back = await OpenAsync(Holder))
        {
            Assert.Equal((false, "1"), (back.Find("a")!.IsConfirmed, back.Find("a")!.Stub));
            Assert.Contains("was mounted", back.Find("a")!.Doubt, StringComparison.Ordinal);
            await back.ConfirmAsync("a", "ada", Token);
        }

        await using (SampleLoading same = await OpenAsync(Holder)) Assert.True(same.Find("a")!.IsConfirmed);
        await using SampleLoading moved = await OpenAsync(Holder with { Stubs = [Holder.Stubs[0] with { XMm = 0.4 }, .. Holder.Stubs.Skip(1)] });
        Assert.False(moved.Find("a")!.IsConfirmed);
    }

    [Fact]
    public async Task DoubtAsync_TakesConfirmationsBackOnce()
    {
        await using SampleLoading loading = await OpenAsync(Holder);
        await loading.LoadAsync("a", "1", replaces: false, "ada", Token);
        Assert.False(await loading.DoubtAsync("The chamber was opened.", Token));
        await loading.ConfirmAsync("a", "ada", Token);
        Assert.True(await loading.DoubtAsync("The chamber was opened.", Token));
        Assert.Equal((false, "The chamber was opened."), (loading.Find("a")!.IsConfirmed, loading.Find("a")!.Doubt));
        await loading.ConfirmAsync("a", "ada", Token);
        Assert.Equal("", loading.Find("a")!.Doubt);
    }

    private Task<SampleLoading> OpenAsync(HolderMap holder) => SampleLoading.OpenAsync(_data, holder, TimeProvider.System, Token);
}
