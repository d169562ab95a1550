using LtoAutoscope.Daemon.Hosting;
using LtoAutoscope.Pipeline.Running;
using LtoAutoscope.Storage.Data;

namespace LtoAutoscope.Daemon.Watch;

/// <summary>
/// Writes the daemon's heartbeat once a second from a thread of its own, so that it needs neither the pool of threads nor a lock of the laboratory. It beats as
/// running only while both live: the pool takes a piece of work, and the laboratory has changed what it shows, which it does once a second.
/// </summary>
internal sealed class HeartbeatService(DataFolder data, Lab lab, SystemdWatchdog watchdog, TimeProvider time, ILogger<HeartbeatService> logger) : IHostedLifecycleService, IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    /// <summary>How long the pool may leave a piece of work lying.</summary>
    private static readonly TimeSpan PoolPatience = TimeSpan.FromSeconds(15);

    /// <summary>How long the laboratory may show nothing new: connecting and parking a slow stage takes minutes.</summary>
    private static readonly TimeSpan LabPatience = TimeSpan.FromMinutes(5);

    private readonly ManualResetEventSlim _ending = new();
    private Thread? _thread;
    private long _poolAnswered, _labChanged, _sequence;
    private bool _isTold;

    /// <inheritdoc/>
    public Task StartingAsync(CancellationToken cancellationToken)
    {
        _poolAnswered = _labChanged = time.GetTimestamp();
        lab.Changed += OnChange;
        _thread = new Thread(Beat) { IsBackground = true, Name = "heartbeat", Priority = ThreadPriority.AboveNormal };
        _thread.Start();
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>The last word, when everything else has ended.</summary>
    public Task StoppedAsync(CancellationToken cancellationToken)
    {
        lab.Changed -= OnChange;
        _ending.Set();
        _thread?.Join(Interval);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public void Dispose() => _ending.Set();

    private void OnChange() => Volatile.Write(ref _labChanged, time.GetTimestamp());

    private void Beat()
    {
        try
        {
            // Written over in place and never flushed: a beat must not wait for the disk. Its size is fixed, so one write replaces the one before.
            using var file = new FileStream(Path.Combine(data.Root, Heartbeat.FileName), FileMode.OpenOrCreate, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete, 1);
            do
            {
                ThreadPool.UnsafeQueueUserWorkItem(static beat => Volatile.Write(ref beat._poolAnswered, beat.Now), this, preferLocal: false);
                string reason = Reason();
                if (reason.Length == 0) watchdog.Ping($"{lab.Current.State}: {lab.Current.StateDetail}");
                Write(file, reason.Length == 0 ? HeartbeatState.Running : HeartbeatState.Hung, reason);
            }
            while (!_ending.Wait(Interval));

            Write(file, HeartbeatState.Ended, "");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            Tell(error);
        }
    }

    private long Now => time.GetTimestamp();

    private string Reason()
    {
        if (time.GetElapsedTime(Volatile.Read(ref _poolAnswered)) > PoolPatience) return $"the pool of threads has taken no work for {PoolPatience.TotalSeconds:0} s";
        return time.GetElapsedTime(Volatile.Read(ref _labChanged)) > LabPatience ? $"the laboratory has shown nothing new for {LabPatience.TotalMinutes:0} min" : "";
    }

    private void Write(FileStream file, HeartbeatState state, string reason)
    {
        var beat = new Heartbeat(++_sequence, Environment.ProcessId, time.GetUtcNow(), state, lab.InstrumentName, $"{lab.Current.State}: {lab.Current.StateDetail}", reason);
        try
        {
            RandomAccess.Write(file.SafeFileHandle, beat.ToBytes(), 0);
            _isTold = false;
        }
        catch (IOException error)
        {
            Tell(error);
        }
    }

    /// <summary>Once: the watch hears the silence, the log tells why.</summary>
    private void Tell(Exception error)
    {
        if (!_isTold) logger.LogError(error, "The heartbeat cannot be written; the watch will take that for silence");
        _isTold = true;
    }
}
