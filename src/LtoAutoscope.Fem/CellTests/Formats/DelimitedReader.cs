using LtoAutoscope.Domain;

namespace LtoAutoscope.Fem.CellTests.Formats;

/// <summary>What the readers of delimited text share.</summary>
public abstract class DelimitedReader : ICellTestReader
{
    private const int RowsShown = 8;

    /// <inheritdoc/>
    public abstract string Format { get; }

    /// <inheritdoc/>
    public abstract bool CanRead(CellTestHead head);

    /// <inheritdoc/>
    public CellTestPreview Preview(Stream stream, CellTestHead head, CellTestMapping? mapping)
    {
        ArgumentNullException.ThrowIfNull(head);
        if (NotText(head) is { } binary) return new CellTestPreview(Format, [], [], []) { CanMap = false, Problems = [$"{binary.What}. {binary.Remedy}"] };
        TablePlan plan = TablePlan.Of(head, DialectOf(head), mapping);
        return new CellTestPreview(DialectOf(head).Format, plan.Headers, plan.Columns, [.. plan.Sample.Take(RowsShown)])
        {
            HeaderLine = plan.HeaderIndex + 1, DecimalComma = plan.DecimalComma, Problems = plan.Problems, MassG = MassG(head),
        };
    }

    /// <inheritdoc/>
    public CellTestReading Read(Stream stream, CellTestHead head, string source, CellTestMapping? mapping, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(head);
        if (NotText(head) is { } binary) throw new InputException(binary.What, source, binary.Remedy);
        TableDialect dialect = DialectOf(head);
        TablePlan plan = TablePlan.Of(head, dialect, mapping);
        if (plan.Problems.Count > 0) throw plan.Error(source);
        (bool isDayFirst, string? note) = plan.MayHaveDates ? DateOrder.Find(Times(stream, head, plan, cancellationToken), dialect.Started(head.Lines), dialect.AreDotsDayFirst) : (false, null);
        using StreamReader text = Text(stream, head);
        CellTestReading reading = new DelimitedTable(plan, dialect, isDayFirst, source).Read(text, cancellationToken);
        return reading with { MassG = MassG(head), Notes = note is null ? reading.Notes : [note, .. reading.Notes] };
    }

    /// <summary>Mass of active material that the file names, g; NaN where it names none.</summary>
    protected virtual double MassG(CellTestHead head) => double.NaN;

    /// <summary>What is special to the file.</summary>
    private protected abstract TableDialect DialectOf(CellTestHead head);

    private static StreamReader Text(Stream stream, CellTestHead head)
    {
        stream.Position = 0;
        return new StreamReader(stream, head.Encoding, detectEncodingFromByteOrderMarks: true, 1 << 16, leaveOpen: true);
    }

    /// <summary>What the column of the time holds, row by row.</summary>
    private static IEnumerable<string> Times(Stream stream, CellTestHead head, TablePlan plan, CancellationToken cancellationToken)
    {
        using StreamReader text = Text(stream, head);
        var splitter = new FieldSplitter(plan.Separator);
        for (long line = 1; text.ReadLine() is { } row; line++)
        {
            if ((line & 1023) == 0) cancellationToken.ThrowIfCancellationRequested();
            if (!plan.IsRow(row, line)) continue;
            splitter.Split(row);
            yield return splitter.Field(row, plan.Time!.Column).ToString();
        }
    }

    private static (string What, string Remedy)? NotText(CellTestHead head)
    {
        if (head.StartsWith("PK\u0003\u0004"u8)) return ("it is a workbook (xlsx) or another zip archive", "Export the table of records as CSV from the cycler's program, or save the sheet as CSV");
        if (head.StartsWith("NEWARE"u8)) return ("it is a binary Neware file (.nda)", "Export it as CSV from BTSDA");
        if (head.Bytes.Span.IndexOf("Standard Jet DB"u8) is >= 0 and < 64) return ("it is an Arbin database (.res)", "Export the channel as CSV from the Arbin program");
        if (head.Bytes.Length == 0) return ("the file is empty", "Export it again from the cycler's program");
        return head.IsText ? null : ("the file is neither text nor a BioLogic .mpr", "Export it as text (CSV, .mpt) from the cycler's program");
    }
}
