using LtoAutoscope.Domain;

namespace LtoAutoscope.Fem.CellTests;

/// <summary>A reader of one kind of cell-test file, text or binary. Thread safety: implementations hold no state.</summary>
public interface ICellTestReader
{
    /// <summary>The kind, in words.</summary>
    string Format { get; }

    /// <summary>Whether the file is of its kind, from its content; the name plays no part.</summary>
    bool CanRead(CellTestHead head);

    /// <summary>What the file looks like. It never throws for what is wrong in the file: that stands in the preview.</summary>
    /// <param name="stream">The file, from its start; seekable.</param>
    /// <param name="head">Its beginning.</param>
    /// <param name="mapping">What a person says of its columns, or null.</param>
    CellTestPreview Preview(Stream stream, CellTestHead head, CellTestMapping? mapping);

    /// <summary>The rows, with the current's sign as the file has it. A row that cannot be used is left out and told.</summary>
    /// <param name="stream">The file, from its start; seekable.</param>
    /// <param name="head">Its beginning.</param>
    /// <param name="source">What messages call it.</param>
    /// <param name="mapping">What a person says of its columns, or null.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="InputException">It cannot be read, or more than one row in twenty is bad; the message has the line.</exception>
    CellTestReading Read(Stream stream, CellTestHead head, string source, CellTestMapping? mapping, CancellationToken cancellationToken);
}
