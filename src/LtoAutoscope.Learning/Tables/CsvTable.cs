using System.Globalization;
using System.Text;
using LtoAutoscope.Domain;

namespace LtoAutoscope.Learning.Tables;

/// <summary>
/// A comma-separated table with a header row. Values stay text until a column is asked for, so a column that nobody uses may hold words.
/// Numbers are written with a decimal point; lines that are empty or start with <c>#</c> are left out.
/// </summary>
public sealed class CsvTable
{
    private readonly List<string[]> _rows;
    private readonly List<int> _lines;

    private CsvTable(string source, string[] columns, List<string[]> rows, List<int> lines)
    {
        Source = source;
        Columns = columns;
        _rows = rows;
        _lines = lines;
    }

    /// <summary>Where it was read from, for messages.</summary>
    public string Source { get; }

    /// <summary>Column names in file order.</summary>
    public IReadOnlyList<string> Columns { get; }

    /// <summary>Number of data rows.</summary>
    public int RowCount => _rows.Count;

    /// <summary>Reads a file.</summary>
    /// <exception cref="InputException">It is missing, unreadable, empty, or a row is longer or shorter than the header.</exception>
    public static CsvTable Read(string path)
    {
        try
        {
            using var reader = new StreamReader(path);
            return Read(reader, path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new InputException("the data file cannot be read", path, "Name an existing CSV file that this account may read", error);
        }
    }

    /// <summary>Reads from text.</summary>
    /// <param name="reader">The text.</param>
    /// <param name="source">What to call it in messages.</param>
    /// <exception cref="InputException">It has no header or no rows, or a row is longer or shorter than the header.</exception>
    public static CsvTable Read(TextReader reader, string source)
    {
        List<string[]> rows = [];
        List<int> lines = [];
        string[]? columns = null;
        int line = 0;
        while (reader.ReadLine() is { } text)
        {
            line++;
            if (string.IsNullOrWhiteSpace(text) || text.StartsWith('#')) continue;
            string[] fields = Split(text.TrimStart('\uFEFF'), source, line);
            if (columns is null)
            {
                columns = Header(fields, source, line);
                continue;
            }

            if (fields.Length != columns.Length)
                throw new InputException($"the row has {fields.Length} fields, the header {columns.Length}", $"{source}, line {line}", "Mend the row, or take it out");
            rows.Add(fields);
            lines.Add(line);
        }

        if (columns is null) throw new InputException("the table is empty", source, "Give a CSV file with a header row and at least one row of figures");
        if (rows.Count == 0) throw new InputException("the table has a header but no rows", source, "Add at least one row of figures");
        return new CsvTable(source, columns, rows, lines);
    }

    /// <summary>Whether the table has the column.</summary>
    public bool Has(string column) => IndexOf(column) >= 0;

    /// <summary>One column as numbers.</summary>
    /// <exception cref="InputException">There is no such column, or a field is no finite number; the message names file, line and column.</exception>
    public double[] Numbers(string column)
    {
        int index = IndexOf(column);
        if (index < 0)
            throw new InputException($"there is no column '{column}'", Source, $"Use one of: {string.Join(", ", Columns)}");
        var values = new double[_rows.Count];
        for (int row = 0; row < values.Length; row++)
        {
            string text = _rows[row][index];
            if (!double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) || !double.IsFinite(value))
                throw new InputException($"'{text}' is no number", $"{Source}, line {_lines[row]}, column '{column}'", "Write a finite number with a decimal point, or take the row out");
            values[row] = value;
        }

        return values;
    }

    /// <summary>One column as it was written.</summary>
    /// <exception cref="InputException">There is no such column.</exception>
    public string[] Texts(string column)
    {
        int index = IndexOf(column);
        return index >= 0 ? [.. _rows.Select(row => row[index])] : throw new InputException($"there is no column '{column}'", Source, $"Use one of: {string.Join(", ", Columns)}");
    }

    /// <summary>The line of the file on which a row stands.</summary>
    /// <param name="row">Its number, from 0.</param>
    public int LineOf(int row) => _lines[row];

    /// <summary>Several columns as rows of numbers, in the order of <paramref name="columns"/>.</summary>
    /// <inheritdoc cref="Numbers" path="/exception"/>
    public double[][] Rows(IReadOnlyList<string> columns)
    {
        double[][] byColumn = [.. columns.Select(Numbers)];
        var rows = new double[RowCount][];
        for (int row = 0; row < rows.Length; row++)
        {
            rows[row] = new double[byColumn.Length];
            for (int column = 0; column < byColumn.Length; column++) rows[row][column] = byColumn[column][row];
        }

        return rows;
    }

    private static string[] Header(string[] fields, string source, int line)
    {
        string? twice = fields.GroupBy(name => name, StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1)?.Key;
        if (twice is not null) throw new InputException($"column '{twice}' stands there twice", $"{source}, line {line}", "Give each column its own name");
        return fields;
    }

    /// <summary>The fields of a line (RFC 4180, without line breaks inside quotes).</summary>
    private static string[] Split(string text, string source, int line)
    {
        List<string> fields = [];
        var field = new StringBuilder();
        bool quoted = false;
        for (int at = 0; at < text.Length; at++)
        {
            char letter = text[at];
            if (letter == '"' && quoted && at + 1 < text.Length && text[at + 1] == '"') field.Append(text[++at]);
            else if (letter == '"') quoted = !quoted;
            else if (letter == ',' && !quoted) End();
            else field.Append(letter);
        }

        if (quoted) throw new InputException("a quotation mark is not closed", $"{source}, line {line}", "Close it; a field may not run over a line's end");
        End();
        return [.. fields];

        void End()
        {
            fields.Add(field.ToString().Trim());
            field.Clear();
        }
    }

    private int IndexOf(string column)
    {
        for (int index = 0; index < Columns.Count; index++)
            if (Columns[index] == column) return index;
        return -1;
    }
}
