using LtoAutoscope.Domain;
using LtoAutoscope.Fem.CellTests.Formats;

namespace LtoAutoscope.Fem.CellTests;

/// <summary>The kinds of files that cell tests come in, and the choice of the right one by content.</summary>
public static class CellTestReaders
{
    /// <summary>All readers, the most particular first; the last one takes any delimited text.</summary>
    public static IReadOnlyList<ICellTestReader> All { get; } = [new BioLogicBinaryReader(), new BioLogicTextReader(), new MaccorReader(), new NewareReader(), new ArbinReader(), new DelimitedCellTestReader()];

    /// <summary>The reader of a file; that of delimited text where none knows it, whose message then says what it looks for.</summary>
    /// <param name="head">The file's beginning.</param>
    /// <param name="readers">Readers to try in order; <see cref="All"/> if null.</param>
    public static ICellTestReader Find(CellTestHead head, IReadOnlyList<ICellTestReader>? readers = null)
    {
        readers ??= All;
        return readers.FirstOrDefault(reader => reader.CanRead(head)) ?? readers[^1];
    }

    /// <summary>What a file looks like.</summary>
    /// <param name="stream">The file; seekable.</param>
    /// <param name="mapping">What a person says of its columns, or null.</param>
    public static CellTestPreview Preview(Stream stream, CellTestMapping? mapping = null)
    {
        CellTestHead head = CellTestHead.Of(stream);
        return Find(head).Preview(stream, head, mapping);
    }

    /// <summary>Reads a file.</summary>
    /// <param name="stream">The file; seekable.</param>
    /// <param name="source">What messages call it.</param>
    /// <param name="mapping">What a person says of its columns, or null.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="InputException">It cannot be read; the message says what, in which line and how to mend it.</exception>
    public static CellTestReading Read(Stream stream, string source, CellTestMapping? mapping, CancellationToken cancellationToken)
    {
        CellTestHead head = CellTestHead.Of(stream);
        return Find(head).Read(stream, head, source, mapping, cancellationToken);
    }
}
