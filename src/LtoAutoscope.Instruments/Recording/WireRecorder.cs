using System.Collections.Concurrent;
using System.Text;
using LtoAutoscope.Instruments.Transports;

namespace LtoAutoscope.Instruments.Recording;

/// <summary>
/// Writes down what goes over every wire: a bounded ring of files, or one file. It never holds up or fails a wire: records wait in a bounded queue for a thread of their
/// own, and what a full, slow or dead disk does not take is lost, counted, and written down as lost when the disk takes lines again.
/// </summary>
/// <remarks>Thread safety: all members.</remarks>
public sealed class WireRecorder : IWireTap, IAsyncDisposable
{
    private const long PendingBytes = 32 << 20;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private readonly IWireLogTarget _target;
    private readonly WireRecorderSettings _settings;
    private readonly TimeProvider _time;
    private readonly long _began;
    private readonly DateTimeOffset _beganAt;
    private readonly BlockingCollection<WireRecord> _pending;
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Dictionary<int, WireRecord> _open = [];
    private Stream? _stream;
    private long _streamBytes;
    private long _pendingBytes;
    private long _dropped;
    private long _told;
    private long _failedAt;
    private bool _hasFailed;
    private int _connections;

    internal WireRecorder(IWireLogTarget target, WireRecorderSettings settings, TimeProvider timeProvider)
    {
        (_target, _settings, _time, _began, _beganAt) = (target, settings, timeProvider, timeProvider.GetTimestamp(), timeProvider.GetUtcNow());
        _pending = new BlockingCollection<WireRecord>(settings.PendingRecords);
        new Thread(WriteUntilClosed) { IsBackground = true, Name = "wire recorder" }.Start();
    }

    /// <summary>Records to a ring of files. The folder is made when the first record comes.</summary>
    /// <param name="settings">Where and how much.</param>
    /// <param name="timeProvider">The clock.</param>
    public WireRecorder(WireRecorderSettings settings, TimeProvider timeProvider)
        : this(new WireLogRing(settings), settings, timeProvider)
    {
    }

    /// <summary>Records to one file, which is begun anew.</summary>
    /// <param name="path">The file; its folder is made.</param>
    /// <param name="timeProvider">The clock.</param>
    /// <param name="wholeImages">Whether image connections are kept byte for byte, so that a replay gives the same frames.</param>
    public static WireRecorder ToFile(string path, TimeProvider timeProvider, bool wholeImages = false)
    {
        var settings = new WireRecorderSettings { Folder = "" };
        if (wholeImages) settings = settings with { RecordBytes = 1 << 20, ImagePurposes = new Dictionary<string, FrameLayout?>() };
        return new WireRecorder(new WireLogFile(path), settings, timeProvider);
    }

    /// <summary>Records that were lost because the disk did not take them.</summary>
    public long Dropped => Interlocked.Read(ref _dropped);

    /// <inheritdoc/>
    public IByteLink Listen(IByteLink link, string purpose)
    {
        string word = string.Concat(purpose.Where(character => character is > ' ' and < '\x7F'));
        var recorded = new RecordedLink(link, word.Length == 0 ? "wire" : word, Interlocked.Increment(ref _connections), this, _settings);
        recorded.Begin();
        return recorded;
    }

    /// <summary>Writes what waits, for two seconds at most, and closes the file.</summary>
    public async ValueTask DisposeAsync()
    {
        try
        {
            _pending.CompleteAdding();
        }
        catch (ObjectDisposedException)
        {
            return;
        }

        await Task.WhenAny(_ended.Task, Task.Delay(Patience, _time, CancellationToken.None)).ConfigureAwait(false);
    }

    /// <summary>Queues a record, or counts it as lost.</summary>
    internal void Post(int connection, string purpose, WireRecordKind kind, ReadOnlyMemory<byte> bytes, long omitted, string text)
    {
        var record = new WireRecord
        {
            At = _time.GetUtcNow(), Elapsed = _time.GetElapsedTime(_began), Connection = connection, Purpose = purpose, Kind = kind, Bytes = bytes, Omitted = omitted, Text = text,
        };
        try
        {
            if (Interlocked.Read(ref _pendingBytes) + bytes.Length <= PendingBytes && _pending.TryAdd(record))
            {
                Interlocked.Add(ref _pendingBytes, bytes.Length);
                return;
            }
        }
        catch (Exception closed) when (closed is InvalidOperationException or ObjectDisposedException)
        {
            // The recorder is closed; the wire goes on without it.
        }

        Interlocked.Increment(ref _dropped);
    }

    private void WriteUntilClosed()
    {
        try
        {
            foreach (WireRecord record in _pending.GetConsumingEnumerable())
            {
                Interlocked.Add(ref _pendingBytes, -record.Bytes.Length);
                if (record.Kind == WireRecordKind.Opened) _open[record.Connection] = record;
                else if (record.Kind == WireRecordKind.Closed) _open.Remove(record.Connection);
                if (!TryWrite(record)) Interlocked.Increment(ref _dropped);
            }

            Close();
        }
        finally
        {
            _ended.TrySetResult();
        }
    }

    private bool TryWrite(WireRecord record)
    {
        if (_hasFailed && _time.GetElapsedTime(_failedAt) < _settings.RetryAfter) return false;
        try
        {
            if (_stream is null || _streamBytes >= _target.StreamBytes) Begin(record);
            TellLosses(record);
            Put(WireLine.Format(record));
            if (_pending.Count == 0) _stream!.Flush();
            _hasFailed = false;
            return true;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException)
        {
            (_hasFailed, _failedAt) = (true, _time.GetTimestamp());
            Close();
            return false;
        }
    }

    /// <summary>A new file tells again which connections are open, so that each can be read without the others.</summary>
    private void Begin(WireRecord first)
    {
        Close();
        _stream = _target.Next();
        _streamBytes = 0;
        Put(WireLine.Header);
        Put(WireLine.BeganAt(_beganAt));
        foreach (WireRecord open in _open.Values.Where(open => open != first).OrderBy(open => open.Connection)) Put(WireLine.Format(open));
    }

    private void TellLosses(WireRecord before)
    {
        long dropped = Dropped;
        if (dropped == _told) return;
        Put(WireLine.Format(before with
        {
            Connection = 0, Purpose = "recorder", Kind = WireRecordKind.Note, Bytes = default, Omitted = 0,
            Text = FormattableString.Invariant($"{dropped - _told} records were lost before this one, because the disk did not take them"),
        }));
        _told = dropped;
    }

    private void Put(string line)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(line + "\n");
        _stream!.Write(bytes);
        _streamBytes += bytes.Length;
    }

    private void Close()
    {
        try
        {
            _stream?.Dispose();
        }
        catch (IOException)
        {
            // What the disk did not take is counted by whoever wrote it.
        }

        _stream = null;
    }
}
