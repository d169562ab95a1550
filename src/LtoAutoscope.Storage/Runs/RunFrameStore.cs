using System.Security.Cryptography;
using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Files;
using LtoAutoscope.Domain.Frames;

namespace LtoAutoscope.Storage.Runs;

/// <summary>The frames of one run as files <c>frames/&lt;frame id&gt;.tif</c>.</summary>
/// <remarks>Thread safety: calls for different frames are independent.</remarks>
public sealed class RunFrameStore : IFrameStore
{
    private readonly string _runPath;
    private readonly IFrameCodec _codec;

    /// <param name="runPath">The run's folder.</param>
    /// <param name="codec">How a frame becomes a file.</param>
    public RunFrameStore(string runPath, IFrameCodec codec)
    {
        ArgumentNullException.ThrowIfNull(codec);
        (_runPath, _codec) = (Path.GetFullPath(runPath), codec);
    }

    /// <inheritdoc/>
    public async Task<FrameRecord> SaveAsync(Frame frame, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(frame);
        string relative = $"frames/{RequireId(frame.Metadata.FrameId)}{_codec.Extension}";
        using var buffer = new MemoryStream();
        _codec.Write(frame, buffer);
        ForgetAnalysis(frame.Metadata.FrameId);
        ReadOnlyMemory<byte> bytes = buffer.GetBuffer().AsMemory(0, checked((int)buffer.Length));
        await AtomicFile.WriteAsync(FullPath(relative), bytes, cancellationToken).ConfigureAwait(false);
        return new FrameRecord(frame.Metadata, relative, Convert.ToHexStringLower(SHA256.HashData(bytes.Span)));
    }

    /// <inheritdoc/>
    /// <exception cref="InputException">The file is not what the record says.</exception>
    public async Task<Frame> LoadAsync(FrameRecord record, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(record);
        string path = FullPath(record.RelativePath);
        if (!File.Exists(path)) throw new FileNotFoundException($"The frame {record.Metadata.FrameId} is not on the disk.", path);
        byte[] bytes = await File.ReadAllBytesAsync(path, cancellationToken).ConfigureAwait(false);
        string hash = Convert.ToHexStringLower(SHA256.HashData(bytes));
        if (hash != record.Sha256)
            throw new InputException($"the frame has the SHA-256 {hash} and was saved with {record.Sha256}", path, "Restore the file from a backup, or take the frame again");
        using var stream = new MemoryStream(bytes, writable: false);
        Frame read = _codec.Read(stream, path);
        return read with { Metadata = record.Metadata };
    }

    /// <inheritdoc/>
    public async Task<bool> VerifyAsync(FrameRecord record, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(record);
        string path = FullPath(record.RelativePath);
        return File.Exists(path) && await FileHash.Sha256Async(path, cancellationToken).ConfigureAwait(false) == record.Sha256;
    }

    /// <summary>A frame id that is safe in a path.</summary>
    /// <exception cref="ArgumentException">It is not.</exception>
    internal static string RequireId(string frameId)
        => Storage.Runs.RunId.IsValid(frameId) ? frameId : throw new ArgumentException($"'{frameId}' is no frame id.", nameof(frameId));

    /// <summary>What was seen on an earlier exposure of the same id must not be taken for this one's.</summary>
    private void ForgetAnalysis(string frameId)
    {
        string analysis = FullPath($"analysis/{frameId}.json");
        if (!File.Exists(analysis)) return;
        File.Delete(analysis);
        AtomicFile.FlushFolder(Path.GetDirectoryName(analysis)!);
    }

    private string FullPath(string relative)
    {
        string path = Path.GetFullPath(Path.Combine(_runPath, relative.Replace('/', Path.DirectorySeparatorChar)));
        if (!path.StartsWith(_runPath + Path.DirectorySeparatorChar, StringComparison.Ordinal))
            throw new ArgumentException($"'{relative}' leads out of the run folder.", nameof(relative));
        return path;
    }
}
