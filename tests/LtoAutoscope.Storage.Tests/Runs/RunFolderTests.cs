using System.Text.Json;
using System.Text.Json.Nodes;
using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Files;
using LtoAutoscope.Domain.Frames;
using LtoAutoscope.Domain.Runs;
using LtoAutoscope.Storage.Data;
using LtoAutoscope.Storage.Runs;
using Microsoft.Extensions.Time.Testing;

namespace LtoAutoscope.Storage.Tests.Runs;

public sealed class RunFolderTests : IAsyncLifetime
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
    public async Task CreateAsync_OpenedAgain_HasTheSameRecord()
    {
        RunRecord record = SampleData.Record();
        await RunFolder.CreateAsync(_data, record, Token);
        RunFolder opened = await RunFolder.OpenAsync(_data, record.RunId, Token);
        Assert.Equal(JsonSerializer.Serialize(record, DomainJson.Line), JsonSerializer.Serialize(opened.Record, DomainJson.Line));
        Assert.Equal([record.RunId], RunFolder.List(_data));
        Assert.Empty(await opened.ReadJournalAsync(Token));
    }

    [Fact]
    public async Task CreateAsync_SameIdTwice_IsRefused()
    {
        await RunFolder.CreateAsync(_data, SampleData.Record(), Token);
        await Assert.ThrowsAsync<InputException>(() => RunFolder.CreateAsync(_data, SampleData.Record(), Token));
    }

    [Theory]
    [InlineData("../outside")]
    [InlineData("a/b")]
    [InlineData("")]
    [InlineData("..")]
    public async Task OpenAsync_IdThatLeavesTheFolder_IsRefused(string id)
        => await Assert.ThrowsAsync<InputException>(() => RunFolder.OpenAsync(_data, id, Token));

    [Fact]
    public async Task OpenAsync_DamagedRecord_NamesFileAndLine()
    {
        RunFolder run = await RunFolder.CreateAsync(_data, SampleData.Record(), Token);
        string text = await File.ReadAllTextAsync(run.RecordPath, Token);
        await File.WriteAllTextAsync(run.RecordPath, text[..(text.Length / 2)], Token);
        var error = await Assert.ThrowsAsync<InputException>(() => RunFolder.OpenAsync(run.FolderPath, Token));
        Assert.Contains("run.json, line ", error.Where, StringComparison.Ordinal);
    }

    [Fact]
    public void List_FolderWithoutRecord_IsLeftOut()
    {
        Directory.CreateDirectory(_data.RunPath("20260314-180000-never-began"));
        Assert.Empty(RunFolder.List(_data));
    }

    [Fact]
    public async Task New_SameSecondAndSample_IsUnique()
    {
        var time = new FakeTimeProvider(SampleData.Evening);
        string first = RunId.New(_data, "lto-70", time);
        Assert.Equal("20260314-180000-lto-70", first);
        await RunFolder.CreateAsync(_data, SampleData.Record(first), Token);
        Assert.Equal("20260314-180000-lto-70-2", RunId.New(_data, "lto-70", time));
    }

    [Fact]
    public async Task OpenJournalAsync_Appended_IsReadLive()
    {
        RunFolder run = await RunFolder.CreateAsync(_data, SampleData.Record(), Token);
        await using IRunJournal journal = await run.OpenJournalAsync(TimeProvider.System, Token);
        await journal.AppendAsync(RunEventKind.RunStarted, new JsonObject { ["run_id"] = run.RunId }, Token);
        RunEvent read = Assert.Single(await run.ReadJournalAsync(Token));
        Assert.Equal(RunEventKind.RunStarted, read.Kind);
    }

    [Fact]
    public async Task Frames_Saved_LoadWithPixelsAndMetadata()
    {
        RunFolder run = await RunFolder.CreateAsync(_data, SampleData.Record(), Token);
        IFrameStore store = run.Frames(new PlainCodec());
        Frame frame = SampleData.Frame("a01-f0001");
        FrameRecord record = await store.SaveAsync(frame, Token);
        Assert.Equal("frames/a01-f0001.tif", record.RelativePath);
        Assert.Equal(await FileHash.Sha256Async(run.PathOf(record.RelativePath), Token), record.Sha256);
        Frame loaded = await store.LoadAsync(record, Token);
        Assert.Equal(frame.Metadata, loaded.Metadata);
        Assert.Equal(frame.Image.Pixels, loaded.Image.Pixels);
        Assert.True(await store.VerifyAsync(record, Token));
    }

    [Fact]
    public async Task Frames_OneBitFlipped_VerifyIsFalseAndLoadRefuses()
    {
        RunFolder run = await RunFolder.CreateAsync(_data, SampleData.Record(), Token);
        RunFrameStore store = run.Frames(new PlainCodec());
        FrameRecord record = await store.SaveAsync(SampleData.Frame("a01-f0001"), Token);
        string path = run.PathOf(record.RelativePath);
        byte[] bytes = await File.ReadAllBytesAsync(path, Token);
        bytes[^5] ^= 1;
        await File.WriteAllBytesAsync(path, bytes, Token);
        Assert.False(await store.VerifyAsync(record, Token));
        await Assert.ThrowsAsync<InputException>(() => store.LoadAsync(record, Token));
        File.Delete(path);
        Assert.False(await store.VerifyAsync(record, Token));
        await Assert.ThrowsAsync<FileNotFoundException>(() => store.LoadAsync(record, Token));
    }

    [Fact]
    public async Task Frames_CancelledSave_LeavesNothing()
    {
        RunFolder run = await RunFolder.CreateAsync(_data, SampleData.Record(), Token);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run.Frames(new PlainCodec()).SaveAsync(SampleData.Frame("a01-f0001"), new CancellationToken(canceled: true)));
        Assert.Empty(Directory.GetFiles(run.FramesPath));
    }
}
