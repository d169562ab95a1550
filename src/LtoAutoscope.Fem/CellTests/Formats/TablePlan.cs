using LtoAutoscope.Domain;

namespace LtoAutoscope.Fem.CellTests.Formats;

/// <summary>How a delimited file is to be read: where its header is, what separates its fields, what its columns hold.</summary>
internal sealed class TablePlan
{
    private const int LinesSearched = 400;
    private const int SampleRows = 60;
    private static readonly TestQuantity[] Times = [TestQuantity.Time, TestQuantity.StepTime, TestQuantity.Date];
    private readonly List<string> _problems = [];
    private readonly List<ColumnUse> _columns = [];

    private TablePlan(IReadOnlyList<string> lines, int header, char separator) => (HeaderIndex, Separator, Headers) = (header, separator, header < lines.Count ? new FieldSplitter(separator).All(Strip(lines[header])) : []);

    /// <summary>Position of the header row among the lines, from 0.</summary>
    internal int HeaderIndex { get; }

    internal char Separator { get; }

    internal IReadOnlyList<string> Headers { get; private set; }

    internal bool DecimalComma { get; private set; }

    /// <summary>Lines under the header that hold units.</summary>
    internal int UnitLines { get; private set; }

    internal IReadOnlyList<ColumnUse> Columns => _columns;

    internal IReadOnlyList<string> Problems => _problems;

    /// <summary>The first rows of figures, cut into fields.</summary>
    internal IReadOnlyList<string[]> Sample { get; private set; } = [];

    /// <summary>The column of a quantity, or null.</summary>
    internal ColumnUse? Find(TestQuantity quantity) => _columns.Find(column => column.Quantity == quantity);

    /// <summary>The column that gives the time.</summary>
    internal ColumnUse? Time => Times.Select(Find).FirstOrDefault(column => column is not null);

    /// <summary>Whether the times may be dates.</summary>
    internal bool MayHaveDates => Time is { } time && (time.Quantity == TestQuantity.Date || time.Unit == TestUnits.Clock);

    /// <summary>Whether a line, counted from 1, is one of figures.</summary>
    internal bool IsRow(string text, long line) => line > HeaderIndex + 1 + UnitLines && IsContent(text);

    /// <summary>Makes the plan. It never throws: what is missing stands in <see cref="Problems"/>.</summary>
    internal static TablePlan Of(CellTestHead head, TableDialect dialect, CellTestMapping? mapping)
    {
        IReadOnlyList<string> lines = head.Lines;
        int header = Math.Max(0, (mapping?.HeaderLine ?? dialect.HeaderLine(lines) ?? 1 + FindHeader(lines, dialect)) - 1);
        var plan = new TablePlan(lines, header, header < lines.Count ? SeparatorOf(lines[header]) : ',');
        if (header >= lines.Count)
        {
            plan._problems.Add($"the header row is said to be line {header + 1}, and the {(head.IsWhole ? "file" : "part of the file in which it is looked for")} has {lines.Count} lines");
            return plan;
        }

        plan.TakeSample(lines, dialect);
        if (mapping is { Columns.Count: > 0 }) plan.Take(mapping.Columns);
        else plan.FindColumns(dialect);
        plan.DecimalComma = mapping?.DecimalComma ?? plan.FindDecimalComma();
        plan.CheckNeeds(mapping is { Columns.Count: > 0 });
        return plan;
    }

    /// <summary>Position of the first line that names a voltage, and a time or a current, from 0; of the last comment above the first row of figures that does where no other line does; of the first line with several fields where none does.</summary>
    internal static int FindHeader(IReadOnlyList<string> lines, TableDialect dialect)
    {
        int first = -1, comment = -1;
        bool hasFigures = false;
        for (int i = 0; i < Math.Min(lines.Count, LinesSearched); i++)
        {
            if (string.IsNullOrWhiteSpace(lines[i])) continue;
            char separator = SeparatorOf(lines[i]);
            string[] fields = new FieldSplitter(separator).All(Strip(lines[i]));
            if (fields.Length < 2) continue;
            bool isContent = IsContent(lines[i]);
            if (first < 0 && isContent) first = i;
            bool Has(TestQuantity quantity) => IndexOf(fields, quantity, dialect) >= 0;
            if (Has(TestQuantity.Voltage) && (Times.Any(Has) || Has(TestQuantity.Current)))
            {
                if (isContent) return i;
                if (!hasFigures) comment = i;
            }

            hasFigures |= isContent && fields.Count(IsFigure) >= 2;
        }

        return Math.Max(0, comment >= 0 ? comment : first);
    }

    private static bool IsFigure(string field) => FigureText.TryNumber(field, false, out _) || FigureText.TryNumber(field, true, out _);

    internal static bool IsContent(string line) => !string.IsNullOrWhiteSpace(line) && !line.StartsWith('#');

    internal static string Strip(string line) => line.TrimStart('\uFEFF');

    internal static char SeparatorOf(string line) => line.Contains('\t') ? '\t' : line.Contains(';') ? ';' : ',';

    private static int IndexOf(string[] headers, TestQuantity quantity, TableDialect dialect)
    {
        foreach (string name in ColumnNames.Of(quantity, dialect.Names))
        {
            int index = Array.FindIndex(headers, header => ColumnNames.Split(header).Name == name);
            if (index >= 0) return index;
        }

        return -1;
    }

    private void TakeSample(IReadOnlyList<string> lines, TableDialect dialect)
    {
        var splitter = new FieldSplitter(Separator);
        int next = HeaderIndex + 1;
        while (next < lines.Count && !IsContent(lines[next])) next++;
        if (next < lines.Count && splitter.All(lines[next]).Select(unit => unit.Trim().Trim('[', ']', '(', ')')).ToArray() is var units && !lines[next].Any(char.IsAsciiDigit) && units.Length > 1 && units.Count(TestUnits.IsUnit) >= 2)
        {
            Headers = [.. Headers.Select((header, i) => i < units.Length && units[i].Length > 0 && ColumnNames.Split(header).Unit.Length == 0 ? $"{header} ({units[i]})" : header)];
            UnitLines = next - HeaderIndex;
            next++;
        }

        Sample = [.. lines.Skip(next).Where(IsContent).Select(splitter.All).Where(fields => dialect.LeadingEmpty == 0 || LeadingEmpty(fields) >= dialect.LeadingEmpty).Take(SampleRows)];
    }

    private static int LeadingEmpty(string[] fields)
    {
        int empty = Array.FindIndex(fields, field => field.Length > 0);
        return empty < 0 ? 0 : empty;
    }

    private void Take(IReadOnlyList<ColumnUse> given)
    {
        foreach (ColumnUse use in given)
        {
            if (use.Column < 0 || use.Column >= Headers.Count) _problems.Add($"{Word(use.Quantity)}: there is no column {use.Column + 1}; the file has {Headers.Count}");
            else if (Find(use.Quantity) is not null) _problems.Add($"{Word(use.Quantity)}: two columns are named for it");
            else if (TestUnits.Scale(use.Quantity, use.Unit) is null) _problems.Add($"{Word(use.Quantity)}: the unit '{use.Unit}' is not one of {string.Join(", ", TestUnits.Of(use.Quantity))}");
            else _columns.Add(use with { Header = Headers[use.Column] });
        }
    }

    private void FindColumns(TableDialect dialect)
    {
        string[] headers = [.. Headers];
        foreach (TestQuantity quantity in Enum.GetValues<TestQuantity>())
        {
            string? unknown = null;
            foreach (string name in ColumnNames.Of(quantity, dialect.Names))
            {
                for (int i = 0; i < headers.Length && Find(quantity) is null; i++)
                {
                    var (called, unit) = ColumnNames.Split(headers[i]);
                    if (called != name || _columns.Exists(column => column.Column == i)) continue;
                    if (UnitOf(quantity, i, unit, dialect) is { } known) _columns.Add(new ColumnUse(quantity, i, headers[i], known));
                    else unknown ??= headers[i];
                }
            }

            if (unknown is not null && Find(quantity) is null && quantity is TestQuantity.Voltage or TestQuantity.Current or TestQuantity.Time)
                _problems.Add($"the unit of column '{unknown}' is not known");
        }
    }

    private string? UnitOf(TestQuantity quantity, int column, string word, TableDialect dialect)
    {
        if (TestUnits.Of(quantity).Count == 0) return "";
        bool isClock = quantity is TestQuantity.Time or TestQuantity.StepTime && Sample.Take(5).Any(row => column < row.Length && row[column].Contains(':'));
        if (isClock) return TestUnits.Clock;
        return word.Length > 0 ? TestUnits.Find(quantity, word) : dialect.Units.GetValueOrDefault(quantity);
    }

    /// <summary>A comma is the decimal sign where fields hold commas and no figure holds a point. A comma cannot be both the separator and in a figure without quotes.</summary>
    private bool FindDecimalComma()
    {
        bool comma = false;
        // Before any column is known, all that look like figures speak.
        int[] figures = _columns.Count > 0
            ? [.. _columns.Where(column => TestUnits.Of(column.Quantity).Count > 0 && column.Unit != TestUnits.Clock).Select(column => column.Column)]
            : [.. Enumerable.Range(0, Headers.Count)];
        foreach (int column in figures)
        {
            foreach (string[] row in Sample.Where(row => column < row.Length && row[column].All(c => char.IsAsciiDigit(c) || c is '.' or ',' or '-' or '+' or 'e' or 'E')))
            {
                string field = row[column];
                // A point before a comma sets off thousands.
                if (field.Contains('.') && field.LastIndexOf('.') > field.LastIndexOf(',')) return false;
                comma |= field.Contains(',');
            }
        }

        return comma;
    }

    private void CheckNeeds(bool isMapped)
    {
        if (Find(TestQuantity.Voltage) is null) Missing(TestQuantity.Voltage, "voltage");
        if (Time is null) Missing(TestQuantity.Time, "time");
        if (Find(TestQuantity.Current) is null && !GivesCurrent(Find(TestQuantity.NetCharge), isMapped) && Find(TestQuantity.ChargeStep) is null) Missing(TestQuantity.Current, "current");
        if (Find(TestQuantity.StepTime) is not null && Find(TestQuantity.Time) is null && Find(TestQuantity.Date) is { } date) _columns.RemoveAll(column => column == date);

        void Missing(TestQuantity quantity, string what)
        {
            if (_problems.Exists(problem => problem.StartsWith("the unit of column", StringComparison.Ordinal)) && !isMapped) return;
            _problems.Add($"there is no column with a {what}");
        }
    }

    /// <summary>Whether a current can be made from a net charge: not where its name leaves open that it is set back at every step.</summary>
    private static bool GivesCurrent(ColumnUse? net, bool isMapped) => net is not null && (isMapped || ColumnNames.Split(net.Header).Name != "ah");

    /// <summary>What keeps it from being read, as an error.</summary>
    internal InputException Error(string source)
    {
        string what = _problems[0];
        // A table of cycles or steps counts charge and tells no voltage.
        bool isSummary = Find(TestQuantity.Voltage) is null && (Find(TestQuantity.ChargeCapacity) ?? Find(TestQuantity.DischargeCapacity) ?? Find(TestQuantity.Capacity)) is not null;
        TestQuantity quantity = what.Contains("voltage", StringComparison.OrdinalIgnoreCase) ? TestQuantity.Voltage : what.Contains("current", StringComparison.OrdinalIgnoreCase) ? TestQuantity.Current : TestQuantity.Time;
        return new InputException(string.Join("; ", _problems), source,
            $"{(isSummary ? "It looks like the table of cycles or steps: export the table of records, with time, voltage and current row by row. Else name" : "Name")} it with its unit, such as {ColumnNames.Examples(quantity)}, or say which column holds what; the file has: {string.Join(", ", Headers.Select(header => header.Length > 40 ? header[..40] + "…" : header).Take(40))}");
    }

    private static string Word(TestQuantity quantity) => quantity.ToString();
}
