namespace LtoAutoscope.Storage.Journals;

/// <summary>The real disk.</summary>
internal sealed class JournalDisk : IJournalDisk
{
    /// <summary>The one instance; it has no state.</summary>
    internal static JournalDisk Real { get; } = new();

    /// <inheritdoc/>
    public void Write(FileStream file, long offset, ReadOnlySpan<byte> bytes)
    {
        RandomAccess.Write(file.SafeFileHandle, bytes, offset);
        RandomAccess.FlushToDisk(file.SafeFileHandle);
    }

    /// <inheritdoc/>
    public void Truncate(FileStream file, long length)
    {
        file.SetLength(length);
        RandomAccess.FlushToDisk(file.SafeFileHandle);
    }
}
