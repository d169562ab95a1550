using System.Text;
using LtoAutoscope.Domain.Files;

namespace LtoAutoscope.Domain.Tests.Files;

public sealed class AtomicFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("lto-atomic-").FullName;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task WriteTextAsync_NewFolder_WritesUtf8WithoutMark()
    {
        string path = Path.Combine(_folder, "a", "b.txt");
        await AtomicFile.WriteTextAsync(path, "µm", Token);
        Assert.Equal(Encoding.UTF8.GetBytes("µm"), await File.ReadAllBytesAsync(path, Token));
        Assert.Single(Directory.EnumerateFileSystemEntries(Path.GetDirectoryName(path)!));
    }

    [Fact]
    public async Task WriteAsync_FailsHalfWay_KeepsTheOldContentAndLeavesNothing()
    {
        string path = Path.Combine(_folder, "a.txt");
        await AtomicFile.WriteTextAsync(path, "old", Token);
        await Assert.ThrowsAsync<IOException>(() => AtomicFile.WriteAsync(path, async (stream, token) =>
        {
            await stream.WriteAsync("new, but not who"u8.ToArray(), token);
            throw new IOException("The disk is full.");
        }, Token));
        Assert.Equal("old", await File.ReadAllTextAsync(path, Token));
        Assert.Equal([path], Directory.EnumerateFiles(_folder));
    }

    [Fact]
    public async Task WriteAsync_Cancelled_KeepsTheOldContent()
    {
        string path = Path.Combine(_folder, "a.txt");
        await AtomicFile.WriteTextAsync(path, "old", Token);
        using var cancelled = new CancellationTokenSource();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => AtomicFile.WriteAsync(path, async (stream, _) =>
        {
            await stream.WriteAsync("new"u8.ToArray(), CancellationToken.None);
            await cancelled.CancelAsync();
        }, cancelled.Token));
        Assert.Equal("old", await File.ReadAllTextAsync(path, Token));
        Assert.Equal([path], Directory.EnumerateFiles(_folder));
    }

    [Fact]
    public async Task WriteTextAsync_ReadersBesideManyWrites_SeeOneWholeContentOrAnother()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "A reader holds the old file there, and the writer is told so.");
        string path = Path.Combine(_folder, "a.txt");
        string[] contents = [.. Enumerable.Range(1, 40).Select(i => new string((char)('a' + i % 26), 20_000 + i))];
        await AtomicFile.WriteTextAsync(path, contents[0], Token);
        using var done = new CancellationTokenSource();
        Task reader = Task.Run(async () =>
        {
            while (!done.IsCancellationRequested) Assert.Contains(await File.ReadAllTextAsync(path, Token), contents);
        }, Token);
        foreach (string content in contents) await AtomicFile.WriteTextAsync(path, content, Token);
        await done.CancelAsync();
        await reader;
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
