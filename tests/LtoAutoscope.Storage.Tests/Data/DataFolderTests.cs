using LtoAutoscope.Domain;
using LtoAutoscope.Storage.Data;

namespace LtoAutoscope.Storage.Tests.Data;

public sealed class DataFolderTests : IDisposable
{
    private static readonly DataFolderOptions AnySpace = new() { MinimumFreeBytes = 0 };
    private readonly TemporaryFolder _folder = new();
    private static CancellationToken Token => TestContext.Current.CancellationToken;
    private string Root => _folder.PathOf("data");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task OpenAsync_NewPath_MakesTheLayout()
    {
        using DataFolder data = await OpenAsync(Root);
        string[] expected = ["accounts", "alerts", "audit", "cells", "doses", "index", "models", "nights", "queue", "recipes", "runs", "samples", "timing"];
        Assert.Equal(expected, Directory.GetDirectories(Root).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.Empty(Directory.GetFiles(Root, "*write-test*"));
        Assert.False(data.IsReadOnly);
    }

    [Fact]
    public async Task OpenAsync_HeldInThisProcess_IsRefusedUntilDisposed()
    {
        DataFolder first = await OpenAsync(Root);
        var error = await Assert.ThrowsAsync<InputException>(() => OpenAsync(Root));
        Assert.Contains($"process {Environment.ProcessId} ", error.What, StringComparison.Ordinal);
        Assert.NotEmpty(error.Remedy);
        first.Dispose();
        using DataFolder second = await OpenAsync(Root);
    }

    [Fact]
    public async Task OpenAsync_HeldByAnotherProcess_NamesItAndIsFreeAfterItWasKilled()
    {
        using var child = ChildProcess.Start("lock", Root);
        Assert.Equal("locked", await child.StandardOutput.ReadLineAsync(Token));
        var error = await Assert.ThrowsAsync<InputException>(() => OpenAsync(Root));
        Assert.Contains($"process {child.Id} ", error.What, StringComparison.Ordinal);
        Assert.True(DataFolder.OpenReadOnly(Root).IsReadOnly);

        child.Kill();
        await child.WaitForExitAsync(Token);
        using DataFolder own = await OpenAsync(Root);
    }

    [Fact]
    public async Task OpenAsync_LeftoverPartialFiles_AreSweptAndOthersKept()
    {
        Directory.CreateDirectory(Path.Combine(Root, "runs", "r", "frames"));
        string leftover = Path.Combine(Root, "runs", "r", "frames", "a.tif.0123.partial"), kept = Path.Combine(Root, "runs", "r", "frames", "a.tif");
        await File.WriteAllTextAsync(leftover, "x", Token);
        await File.WriteAllTextAsync(kept, "x", Token);
        using DataFolder data = await OpenAsync(Root);
        Assert.False(File.Exists(leftover));
        Assert.True(File.Exists(kept));
    }

    [Fact]
    public async Task OpenAsync_AFileInTheWay_SaysSo()
    {
        await File.WriteAllTextAsync(Root, "a file", Token);
        var error = await Assert.ThrowsAsync<InputException>(() => OpenAsync(Root));
        Assert.Equal(Root, error.Where);
        Assert.Contains("cannot be made", error.What, StringComparison.Ordinal);
    }

    [Fact]
    public async Task OpenAsync_NoRightToWrite_SaysSo()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "needs a file system that nobody may write: /proc");
        var error = await Assert.ThrowsAsync<InputException>(() => OpenAsync("/proc/lto-autoscope"));
        Assert.Contains("--data", error.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task OpenAsync_TooLittleSpace_SaysHowMuchIsLeftAndFreesTheLock()
    {
        var greedy = new DataFolderOptions { MinimumFreeBytes = long.MaxValue };
        var error = await Assert.ThrowsAsync<InputException>(() => DataFolder.OpenAsync(Root, greedy, TimeProvider.System, Token));
        Assert.Contains("GiB left", error.What, StringComparison.Ordinal);
        using DataFolder data = await OpenAsync(Root);
    }

    [Fact]
    public void OpenReadOnly_NoDataFolder_SaysSo()
        => Assert.Throws<InputException>(() => DataFolder.OpenReadOnly(_folder.PathOf("nothing")));

    private static Task<DataFolder> OpenAsync(string path) => DataFolder.OpenAsync(path, AnySpace, TimeProvider.System, Token);
}
