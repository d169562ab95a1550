using LtoAutoscope.Domain;
using LtoAutoscope.Fem.CellTests.Formats;

namespace LtoAutoscope.Fem.CellTests;

/// <summary>
/// Cell tests as delimited text with one header row: columns are found by name and unit, whatever their order. It takes the Battery Data
/// Format (BDF 1.3: <c>Test Time / s</c>, <c>Voltage / V</c>, <c>Current / A</c>, or the machine names <c>test_time_second</c> …) and plain CSV with
/// units in the header or in the row beneath. Separators: comma, semicolon, tab; decimal commas where the separator allows them. Lines that start with <c>#</c> are left out. Columns that it
/// cannot find can be named by a person.
/// </summary>
public sealed class DelimitedCellTestReader : DelimitedReader
{
    private static readonly TableDialect Plain = new("delimited text");
    private static readonly TableDialect Bdf = new("Battery Data Format (BDF)");

    /// <inheritdoc/>
    public override string Format => Plain.Format;

    /// <inheritdoc/>
    public override bool CanRead(CellTestHead head)
    {
        ArgumentNullException.ThrowIfNull(head);
        return head.IsText && TablePlan.Of(head, Plain, null).Problems.Count == 0;
    }

    /// <summary>The rows of a text.</summary>
    /// <param name="text">The file.</param>
    /// <param name="source">What messages call it.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="InputException">Something in it is wrong; the message has the line.</exception>
    public IReadOnlyList<CellTestPoint> Read(TextReader text, string source, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(text);
        using var stream = new MemoryStream(System.Text.Encoding.UTF8.GetBytes(text.ReadToEnd()));
        return Read(stream, CellTestHead.Of(stream), source, null, cancellationToken).Points;
    }

    private protected override TableDialect DialectOf(CellTestHead head)
    {
        string header = head.Lines.FirstOrDefault(TablePlan.IsContent) ?? "";
        return header.Contains("Test Time / s", StringComparison.OrdinalIgnoreCase) || header.Contains("test_time_second", StringComparison.OrdinalIgnoreCase) ? Bdf : Plain;
    }
}
