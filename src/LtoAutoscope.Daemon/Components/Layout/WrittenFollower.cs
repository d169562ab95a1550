using LtoAutoscope.Storage.Data;

namespace LtoAutoscope.Daemon.Components.Layout;

/// <summary>Reads what a page shows once more whenever something of it was written, by whomever; what is written meanwhile is read in one more go.</summary>
internal sealed class WrittenFollower : IDisposable
{
    private readonly DataFolder _data;
    private readonly string[] _folders;
    private readonly Func<Func<Task>, Task> _dispatch;
    private readonly Func<Task> _read;
    private bool _isReading, _isStale;
    private volatile bool _gone;

    /// <summary>Begins to follow.</summary>
    /// <param name="data">The data folder.</param>
    /// <param name="dispatch">Brings work to the page's own thread.</param>
    /// <param name="read">Reads and draws; runs there, and throws nothing.</param>
    /// <param name="folders">The folders that the page shows.</param>
    public WrittenFollower(DataFolder data, Func<Func<Task>, Task> dispatch, Func<Task> read, params string[] folders)
    {
        (_data, _dispatch, _read, _folders) = (data, dispatch, read, folders);
        data.Written += Notice;
    }

    public void Dispose()
    {
        _gone = true;
        _data.Written -= Notice;
    }

    private void Notice(string folder)
    {
        if (!_gone && _folders.Contains(folder)) _ = FollowAsync();
    }

    private async Task FollowAsync()
    {
        // Whoever wrote does not wait for a page, nor fail with it.
        await Task.Yield();
        await _dispatch(ReadAsync);
    }

    private async Task ReadAsync()
    {
        _isStale = true;
        if (_isReading) return;
        _isReading = true;
        try
        {
            while (_isStale && !_gone)
            {
                _isStale = false;
                await _read();
            }
        }
        finally
        {
            _isReading = false;
        }
    }
}
