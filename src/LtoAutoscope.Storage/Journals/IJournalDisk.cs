namespace LtoAutoscope.Storage.Journals;

/// <summary>The two operations of a journal that a disk can refuse; a seam so that tests can let them fail.</summary>
internal interface IJournalDisk
{
    /// <summary>Writes the bytes at an offset and flushes them to the disk.</summary>
    void Write(FileStream file, long offset, ReadOnlySpan<byte> bytes);

    /// <summary>Cuts the file off and flushes.</summary>
    void Truncate(FileStream file, long length);
}
