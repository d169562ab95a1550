using LtoAutoscope.Domain;

namespace LtoAutoscope.Fem.CellTests;

/// <summary>A reader of one kind of cell-test file. Thread safety: implementations hold no state.</summary>
public interface ICellTestReader
{
    /// <summary>Whether the file looks like its kind, from its name and first lines.</summary>
    /// <param name="path">The file's path.</param>
    /// <param name="head">Its first lines, at most 20.</param>
    bool CanRead(string path, IReadOnlyList<string> head);

    /// <summary>The rows, with the current's sign as the file has it.</summary>
    /// <param name="text">The file.</param>
    /// <param name="source">What messages call it.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="InputException">Something in it is wrong; the message has the line.</exception>
    IReadOnlyList<CellTestPoint> Read(TextReader text, string source, CancellationToken cancellationToken);
}
