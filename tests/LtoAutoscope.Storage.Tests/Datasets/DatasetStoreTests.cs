using LtoAutoscope.Domain;
using LtoAutoscope.Storage.Datasets;
using Microsoft.Extensions.Time.Testing;

namespace LtoAutoscope.Storage.Tests.Datasets;

public sealed class DatasetStoreTests : IDisposable
{
    private static readonly Dictionary<string, string> Nothing = [];
    private readonly TemporaryFolder _folder = new();
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 3, 14, 18, 0, 0, TimeSpan.Zero));

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private DatasetStore Store => new(_folder.PathOf("datasets"), _time);

    public void Dispose()
    {
        foreach (string path in Directory.EnumerateFiles(_folder.FullPath, "*", SearchOption.AllDirectories)) File.SetAttributes(path, FileAttributes.Normal);
        _folder.Dispose();
    }

    [Fact]
    public async Task AddAsync_CorrectedAgain_MakesANewVersionAndLeavesTheOldOne()
    {
        DatasetRecord first = await AddAsync(1), second = await AddAsync(2);
        Assert.Equal(("lab@1", "lab@2"), (first.Reference, second.Reference));
        Assert.Equal([1, 2], (await Store.ListAsync(Token)).Select(static r => r.Version));
        Assert.Equal([1], await File.ReadAllBytesAsync(Path.Combine(Store.PathOf(first), "labels", "a.png"), Token));
        Assert.Equal("ada", (await Store.ListAsync(Token))[0].By);
        Assert.Equal(_time.GetUtcNow(), second.ImportedAt);
        Assert.Empty(await Store.VerifyAsync(first, Token));
    }

    [Fact]
    public async Task AddAsync_NothingNew_IsRefused()
    {
        await AddAsync(1);
        Assert.Contains("exactly these", (await Assert.ThrowsAsync<InputException>(() => AddAsync(1))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AddAsync_PictureThatIsUsedForTheOtherPurpose_IsRefused()
    {
        InputException refused = await Assert.ThrowsAsync<InputException>(() => AddAsync(1, new Dictionary<string, string> { ["image-hash"] = "golden/frames@1" }));
        Assert.Contains("golden/frames@1", refused.Message, StringComparison.Ordinal);
        Assert.Empty(await Store.ListAsync(Token));
    }

    [Theory]
    [InlineData("../x")]
    [InlineData("")]
    [InlineData(".hidden")]
    public async Task AddAsync_NameThatLeadsElsewhere_IsRefused(string name) => await Assert.ThrowsAsync<InputException>(() => AddAsync(1, name: name));

    [Fact]
    public async Task VerifyAsync_FileThatSomebodyChanged_IsNamed()
    {
        DatasetRecord record = await AddAsync(1);
        string path = Path.Combine(Store.PathOf(record), "labels", "a.png");
        File.SetAttributes(path, FileAttributes.Normal);
        await File.WriteAllBytesAsync(path, [9], Token);
        Assert.Equal(["labels/a.png"], await Store.VerifyAsync(record, Token));
    }

    [Fact]
    public async Task AddAsync_TwoAtOnce_BothGetAVersionOfTheirOwn()
    {
        DatasetRecord[] made = await Task.WhenAll(AddAsync(1), AddAsync(2));
        Assert.Equal([1, 2], made.Select(static r => r.Version).Order());
    }

    private Task<DatasetRecord> AddAsync(byte content, IReadOnlyDictionary<string, string>? forbidden = null, string name = "lab") => Store.AddAsync(
        new DatasetRecord
        {
            Name = "", Version = 0, ImportedAt = default, By = "ada", ImportedFrom = "here", OutlinesFrom = "labels", Sha256 = "",
            Pictures = [new DatasetPicture("a", 3, "run", "a01-f0001", "original", "image-hash")],
        },
        name, [new DatasetFile("images/a.png", [7]), new DatasetFile("labels/a.png", [content])], forbidden ?? Nothing, Token);
}
