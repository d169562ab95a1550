using LtoAutoscope.Domain;
using LtoAutoscope.Storage.Data;
using LtoAutoscope.Storage.Models;
using Microsoft.Extensions.Time.Testing;

namespace LtoAutoscope.Storage.Tests.Models;

public sealed class ModelRegistryTests : IAsyncLifetime
{
    private const string ShippedSha256 = "5111";
    private static readonly Dictionary<string, string> Metadata = new() { ["parent_sha256"] = "aa", ["data_sha256"] = "bb" };
    private readonly TemporaryFolder _folder = new();
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 3, 14, 18, 0, 0, TimeSpan.Zero));
    private DataFolder _data = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private ModelRegistry Registry => new(_data, _time);

    public async ValueTask InitializeAsync() => _data = await DataFolder.OpenAsync(_folder.FullPath, new DataFolderOptions { MinimumFreeBytes = 0 }, _time, Token);

    public ValueTask DisposeAsync()
    {
        _data.Dispose();
        foreach (string path in Directory.EnumerateFiles(_folder.FullPath, "*", SearchOption.AllDirectories)) File.SetAttributes(path, FileAttributes.Normal);
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task RegisterAsync_File_IsKeptWithWhoWhenAndParentage_AndIsNotUsed()
    {
        ModelRecord made = await RegisterAsync(1);
        ModelRegistryState state = await Registry.ReadAsync(Token);
        ModelRecord read = Assert.Single(state.Models);
        Assert.Equal(made.Identity, read.Identity);
        Assert.Equal(("ada", "aa", "bb", _time.GetUtcNow()), (read.By, read.ParentSha256, read.DataSha256, read.RegisteredAt));
        Assert.Equal([1], await File.ReadAllBytesAsync(Registry.PathOf(read), Token));
        Assert.Null(state.InUse);
        Assert.Equal(made.Identity, (await RegisterAsync(1)).Identity);
        Assert.Single((await Registry.ReadAsync(Token)).Models);
    }

    [Fact]
    public async Task RegisterAsync_AnotherFileUnderTheSameVersion_IsRefused()
    {
        await RegisterAsync(1);
        Assert.Contains("never replaced", (await Assert.ThrowsAsync<InputException>(() => RegisterAsync(2))).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("shipped", "1")]
    [InlineData("comparisons", "1")]
    [InlineData("../up", "1")]
    [InlineData("fine", "../up")]
    public async Task RegisterAsync_NameThatCannotBe_IsRefused(string name, string version)
        => await Assert.ThrowsAsync<InputException>(() => Registry.RegisterAsync([1], name, version, Metadata, "ada", "", Token));

    [Fact]
    public async Task UseAsync_NeverCompared_IsRefusedUntilItWasOrAReasonIsGiven()
    {
        ModelRecord one = await RegisterAsync(1), two = await RegisterAsync(2, "2");
        InputException refused = await Assert.ThrowsAsync<InputException>(() => Registry.UseAsync(one.Reference, ShippedSha256, "ada", null, Token));
        Assert.Contains("model compare shipped own@1", refused.Remedy, StringComparison.Ordinal);

        string id = Registry.NewComparison();
        await Registry.RecordComparisonAsync(id, (ModelRegistry.Shipped, ShippedSha256), (one.Reference, one.Sha256), 4, "ada", Token);
        ModelUse use = await Registry.UseAsync(one.Reference, ShippedSha256, "ada", null, Token);
        Assert.Equal((one.Reference, one.Sha256, id), (use.Reference, use.Sha256, use.Comparison));

        // A comparison with the shipped one says nothing about the one in use now.
        await Registry.RecordComparisonAsync(Registry.NewComparison(), (ModelRegistry.Shipped, ShippedSha256), (two.Reference, two.Sha256), 4, "ada", Token);
        await Assert.ThrowsAsync<InputException>(() => Registry.UseAsync(two.Reference, ShippedSha256, "ada", null, Token));
        ModelUse bold = await Registry.UseAsync(two.Reference, ShippedSha256, "eve", "the microscope waits", Token);
        Assert.Equal(("eve", "the microscope waits", null), (bold.By, bold.Reason, bold.Comparison));
        Assert.Equal([one.Reference, two.Reference], (await Registry.ReadAsync(Token)).Uses.Select(static u => u.Reference));
    }

    [Fact]
    public async Task UseAsync_Shipped_GoesBack()
    {
        ModelRecord one = await RegisterAsync(1);
        await Registry.UseAsync(one.Reference, ShippedSha256, "ada", "test", Token);
        Assert.Equal(ModelRegistry.Shipped, (await Registry.UseAsync(ModelRegistry.Shipped, ShippedSha256, "ada", "test", Token)).Reference);
    }

    [Fact]
    public async Task UseAsync_FileThatIsNotWhatItWas_IsRefused()
    {
        ModelRecord one = await RegisterAsync(1);
        File.SetAttributes(Registry.PathOf(one), FileAttributes.Normal);
        await File.WriteAllBytesAsync(Registry.PathOf(one), [9], Token);
        Assert.Contains("was registered with", (await Assert.ThrowsAsync<InputException>(() => Registry.UseAsync(one.Reference, ShippedSha256, "ada", "test", Token))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task UseAsync_UnknownModel_ListsTheKnownOnes()
    {
        await RegisterAsync(1);
        Assert.Contains("shipped, own@1", (await Assert.ThrowsAsync<InputException>(() => Registry.UseAsync("nobody@1", ShippedSha256, "ada", "test", Token))).Remedy, StringComparison.Ordinal);
    }

    private Task<ModelRecord> RegisterAsync(byte content, string version = "1") => Registry.RegisterAsync([content], "own", version, Metadata, "ada", "note", Token);
}
