namespace LtoAutoscope.Daemon.Watch;

/// <summary>Reads the heartbeat of a data folder. A disk that hangs is silence too, so no reading is waited for without end.</summary>
/// <remarks>Thread safety: one caller.</remarks>
internal sealed class HeartbeatFile(string path, TimeProvider time)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);
    private Task<Heartbeat?>? _reading;

    /// <summary>The newest beat; null when there is none, when it is torn, or when the disk does not answer.</summary>
    public async Task<Heartbeat?> ReadAsync(CancellationToken cancellationToken)
    {
        _reading ??= Task.Run(Read, CancellationToken.None);
        try
        {
            Heartbeat? beat = await _reading.WaitAsync(Patience, time, cancellationToken).ConfigureAwait(false);
            _reading = null;
            return beat;
        }
        catch (TimeoutException)
        {
            return null;
        }
    }

    private Heartbeat? Read()
    {
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 1);
            byte[] bytes = new byte[4096];
            int length = RandomAccess.Read(file.SafeFileHandle, bytes, 0);
            return Heartbeat.Parse(bytes.AsSpan(0, length));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
