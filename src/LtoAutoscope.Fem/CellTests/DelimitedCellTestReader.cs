using System.Globalization;
using LtoAutoscope.Domain;

namespace LtoAutoscope.Fem.CellTests;

/// <summary>
/// Cell tests as delimited text with one header row: columns are found by name and unit, whatever their order. It takes the Battery Data
/// Format (BDF 1.3: <c>Test Time / s</c>, <c>Voltage / V</c>, <c>Current / A</c>, or the machine names <c>test_time_second</c> …) and plain CSV with
/// units in the header. Separators: comma, semicolon (then with decimal commas allowed), tab. Lines that start with <c>#</c> are left out.
/// </summary>
public sealed class DelimitedCellTestReader : ICellTestReader
{
    /// <inheritdoc/>
    public bool CanRead(string path, IReadOnlyList<string> head)
    {
        ArgumentNullException.ThrowIfNull(head);
        string? header = head.FirstOrDefault(IsContent);
        if (header is null) return false;
        string[] names = Fields(header, Separator(header));
        return TestColumn.Find(names, TestQuantity.Voltage, out _) is not null && TestColumn.Find(names, TestQuantity.Time, out _) is not null;
    }

    /// <inheritdoc/>
    public IReadOnlyList<CellTestPoint> Read(TextReader text, string source, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(text);
        var points = new List<CellTestPoint>();
        TestColumn time = default, voltage = default, current = default;
        TestColumn? temperature = null;
        char separator = ',';
        int line = 0, columns = 0;
        while (text.ReadLine() is { } row)
        {
            line++;
            if ((line & 1023) == 0) cancellationToken.ThrowIfCancellationRequested();
            if (!IsContent(row)) continue;
            if (columns == 0)
            {
                separator = Separator(row);
                string[] names = Fields(row, separator);
                (time, voltage, current) = (Need(names, TestQuantity.Time, source), Need(names, TestQuantity.Voltage, source), Need(names, TestQuantity.Current, source));
                temperature = TestColumn.Find(names, TestQuantity.Temperature, out _);
                columns = names.Length;
                continue;
            }

            string[] fields = Fields(row, separator);
            if (fields.Length != columns)
                throw new InputException($"the row has {fields.Length} fields, the header {columns}", $"{source}, line {line}", "Mend the row, or take it out");
            var point = new CellTestPoint(Number(time), Number(voltage), Number(current), temperature is { } t ? Number(t) : double.NaN);
            if (points.Count > 0 && point.TimeS < points[^1].TimeS)
                throw new InputException($"time goes back from {points[^1].TimeS} s to {point.TimeS} s", $"{source}, line {line}", "Give the time since the start of the test, in order");
            points.Add(point);

            double Number(TestColumn column)
            {
                string word = separator == ';' ? fields[column.Index].Replace(',', '.') : fields[column.Index];
                if (!double.TryParse(word, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) || !double.IsFinite(value))
                    throw new InputException($"'{fields[column.Index]}' is no number", $"{source}, line {line}, column {column.Index + 1}", "Write a finite number, or take the row out");
                return (value * column.Factor) + column.Offset;
            }
        }

        if (points.Count < 3) throw new InputException($"there are {points.Count} rows of figures", source, "Give a test with a header row and at least three rows");
        return points;
    }

    private static TestColumn Need(string[] names, TestQuantity quantity, string source)
    {
        if (TestColumn.Find(names, quantity, out string? unknown) is { } column) return column;
        string what = quantity.ToString().ToLowerInvariant();
        throw new InputException(
            unknown is null ? $"there is no column with a {what}" : $"the unit of column '{unknown}' is not known", source,
            $"Name it with its unit, such as {TestColumn.Examples(quantity)}; the file has: {string.Join(", ", names)}");
    }

    private static bool IsContent(string line) => !string.IsNullOrWhiteSpace(line) && !line.StartsWith('#');

    private static char Separator(string header) => header.Contains('\t') ? '\t' : header.Contains(';') ? ';' : ',';

    private static string[] Fields(string line, char separator) => [.. line.TrimStart('\uFEFF').Split(separator).Select(f => f.Trim().Trim('"').Trim())];
}
