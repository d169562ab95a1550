using System.Collections.Immutable;
using System.Text.Json.Nodes;
using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Files;
using LtoAutoscope.Domain.Runs;

namespace LtoAutoscope.Storage.Journals;

/// <summary>
/// A journal in a file, one event a line. <see cref="AppendAsync"/> returns only when the line is on the disk; when it throws, the file
/// ends at the last whole line again.
/// </summary>
/// <remarks>Thread safety: appends from several threads are put in a row by one gate; <see cref="Events"/> is an immutable snapshot. One writer a file: the lock of the data folder sees to it.</remarks>
public sealed class NdjsonJournal : IRunJournal
{
    private readonly SemaphoreSlim _gate = new(1, 1);
    private readonly FileStream _file;
    private readonly IJournalDisk _disk;
    private readonly TimeProvider _time;
    private long _length;
    private volatile ImmutableList<RunEvent> _events;
    private bool _closed;

    private NdjsonJournal(FileStream file, IJournalDisk disk, JournalContent content, TimeProvider time)
    {
        (_file, _disk, _time) = (file, disk, time);
        (_events, _length) = (content.Events, content.IntactLength);
    }

    /// <summary>The file.</summary>
    public string Path => _file.Name;

    /// <summary>Bytes of all whole lines.</summary>
    public long Length => Interlocked.Read(ref _length);

    /// <inheritdoc/>
    public IReadOnlyList<RunEvent> Events => _events;

    /// <summary>
    /// Opens a journal for writing; makes it, and flushes its folder, where there is none. A torn last line is cut off after it was copied
    /// to <c>NAME.torn-n</c> beside the journal.
    /// </summary>
    /// <exception cref="InputException">A line that is not the last is damaged; the file is left as it is.</exception>
    /// <exception cref="IOException">The file cannot be opened or made.</exception>
    public static Task<NdjsonJournal> OpenAsync(string path, TimeProvider time, CancellationToken cancellationToken)
        => OpenAsync(path, time, JournalDisk.Real, cancellationToken);

    internal static async Task<NdjsonJournal> OpenAsync(string path, TimeProvider time, IJournalDisk disk, CancellationToken cancellationToken)
    {
        string full = System.IO.Path.GetFullPath(path);
        string folder = System.IO.Path.GetDirectoryName(full)!;
        Directory.CreateDirectory(folder);
        bool isNew = !File.Exists(full);
        var file = new FileStream(full, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read | FileShare.Delete, bufferSize: 0, FileOptions.None);
        try
        {
            if (isNew)
            {
                file.Flush(flushToDisk: true);
                AtomicFile.FlushFolder(folder);
            }

            byte[] bytes = new byte[file.Length];
            await file.ReadExactlyAsync(bytes, cancellationToken).ConfigureAwait(false);
            JournalContent content = JournalContent.Parse(bytes, full);
            if (content.IntactLength < bytes.Length)
            {
                await KeepTornAsync(full, bytes.AsMemory((int)content.IntactLength), cancellationToken).ConfigureAwait(false);
                file.SetLength(content.IntactLength);
                file.Flush(flushToDisk: true);
            }

            return new NdjsonJournal(file, disk, content, time);
        }
        catch
        {
            await file.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <inheritdoc/>
    /// <remarks>The token is heeded until the write begins; from then on the line is written whole or not at all.</remarks>
    public async Task<RunEvent> AppendAsync(string kind, JsonObject data, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(kind);
        ArgumentNullException.ThrowIfNull(data);
        await _gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            ObjectDisposedException.ThrowIf(_closed, this);
            byte[] line = JournalLine.Format(_events.Count + 1, _time.GetUtcNow(), kind, data);
            // What is kept in memory is read back from the bytes, so that a replay after a restart gives exactly the same.
            if (!JournalLine.TryParse(line.AsSpan(..^1), _events.Count + 1, out RunEvent? entry, out string? problem))
                throw new ArgumentException($"The data of '{kind}' cannot be written: {problem}.", nameof(data));
            Write(line);
            Interlocked.Add(ref _length, line.Length);
            _events = _events.Add(entry!);
            return entry!;
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>Closes the file after the append under way, if there is one.</summary>
    public async ValueTask DisposeAsync()
    {
        await _gate.WaitAsync().ConfigureAwait(false);
        try
        {
            if (_closed) return;
            _closed = true;
            await _file.DisposeAsync().ConfigureAwait(false);
        }
        finally
        {
            _gate.Release();
        }
    }

    private void Write(byte[] line)
    {
        // A truncation that failed after an earlier error is made good first.
        if (_file.Length != _length) _disk.Truncate(_file, _length);
        try
        {
            _disk.Write(_file, _length, line);
        }
        catch
        {
            try
            {
                _disk.Truncate(_file, _length);
            }
            catch (IOException)
            {
                // The next append, or the next opening, cuts the rest off.
            }

            throw;
        }
    }

    private static async Task KeepTornAsync(string path, ReadOnlyMemory<byte> torn, CancellationToken cancellationToken)
    {
        int number = 1;
        while (File.Exists($"{path}.torn-{number}")) number++;
        await AtomicFile.WriteAsync($"{path}.torn-{number}", torn, cancellationToken).ConfigureAwait(false);
    }
}
