namespace LtoAutoscope.Instruments.ImageSources;

/// <summary>The operating system's notices that something changed in a folder. Shares often give none, so they only shorten a wait.</summary>
internal sealed class FolderNotices : IDisposable
{
    private readonly SemaphoreSlim _notice = new(0, 1);
    private readonly FileSystemWatcher? _watcher;

    public FolderNotices(string folder)
    {
        try
        {
            _watcher = new FileSystemWatcher(folder) { NotifyFilter = NotifyFilters.FileName | NotifyFilters.LastWrite | NotifyFilters.Size };
            _watcher.Created += (_, _) => Notice();
            _watcher.Changed += (_, _) => Notice();
            _watcher.Renamed += (_, _) => Notice();
            _watcher.EnableRaisingEvents = true;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or ArgumentException or PlatformNotSupportedException)
        {
            _watcher?.Dispose();
            _watcher = null;
        }
    }

    /// <summary>Waits for a notice, or for a time.</summary>
    public async Task WaitAsync(TimeSpan longest, TimeProvider timeProvider, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(longest, timeProvider);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            await _notice.WaitAsync(either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // No notice; a look is due all the same.
        }
    }

    public void Dispose() => _watcher?.Dispose();

    private void Notice()
    {
        try
        {
            _notice.Release();
        }
        catch (SemaphoreFullException)
        {
            // One is enough.
        }
    }
}
