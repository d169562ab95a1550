using System.Globalization;
using LtoAutoscope.Domain;

namespace LtoAutoscope.Fem.CellTests.Formats;

/// <summary>Reads rows of delimited text by a plan, line by line, however long the file is.</summary>
/// <param name="plan">Where its rows and columns are.</param>
/// <param name="dialect">What is special to its program.</param>
/// <param name="isDayFirst">Whether its dates have the day first.</param>
/// <param name="source">What messages call it.</param>
internal sealed class DelimitedTable(TablePlan plan, TableDialect dialect, bool isDayFirst, string source)
{
    private readonly FieldSplitter _splitter = new(plan.Separator);
    private readonly PointCollector _collector = new(dialect.Format, source);
    private readonly ColumnUse _time = plan.Time!, _voltage = plan.Find(TestQuantity.Voltage)!;
    private readonly ColumnUse? _current = plan.Find(TestQuantity.Current), _state = plan.Find(TestQuantity.State);
    private readonly ColumnUse[] _others = [.. plan.Columns.Where(column => column.Quantity is TestQuantity.Temperature or TestQuantity.Cycle or TestQuantity.Step
        or TestQuantity.ChargeCapacity or TestQuantity.DischargeCapacity or TestQuantity.Capacity or TestQuantity.NetCharge or TestQuantity.ChargeStep)];

    private int _columns, _steps, _stepDirection;
    private long _repeated;
    private string _problem = "";
    private int _problemColumn;

    internal CellTestReading Read(TextReader text, CancellationToken cancellationToken)
    {
        string header = "";
        long line = 0;
        while (text.ReadLine() is { } row)
        {
            line++;
            if ((line & 1023) == 0) cancellationToken.ThrowIfCancellationRequested();
            if (line == plan.HeaderIndex + 1) header = TablePlan.Strip(row).Trim();
            if (!plan.IsRow(row, line)) continue;
            if (row.AsSpan().Trim().SequenceEqual(header)) _repeated++;
            else Take(row, line);
        }

        _collector.MayBeAmounts = dialect.StateGivesSign;
        if (_repeated > 0) _collector.Note($"The header row comes {_repeated} times more in the file; these lines were passed over.");
        return _collector.Finish() with { Columns = plan.Columns };
    }

    private void Take(string row, long line)
    {
        _splitter.Split(row);
        if (dialect.LeadingEmpty > 0 && !IsRecord(row))
        {
            TakeStep(row);
            return;
        }

        if (_columns == 0) _columns = Math.Min(_splitter.Count, plan.Headers.Count);
        if (_splitter.Count < _columns)
        {
            _collector.Bad(line, $"the row has {_splitter.Count} fields, the header {plan.Headers.Count}");
            return;
        }

        if (_state is { } sign && dialect.StateGivesSign && sign.Column >= _splitter.Count)
        {
            _collector.Bad(line, $"the row has {_splitter.Count} fields and none for '{sign.Header}', which gives the current its sign");
            return;
        }

        _problem = "";
        var values = new RowValues { TimeS = Time(row), VoltageV = Number(row, _voltage), CurrentA = _current is { } c ? Number(row, c) : double.NaN, IsStepTime = _time.Quantity == TestQuantity.StepTime };
        foreach (ColumnUse column in _others) values.Set(column.Quantity, Optional(row, column));
        if (_problem.Length > 0)
        {
            _collector.Bad(line, _problem, _problemColumn);
            return;
        }

        if (dialect.StateGivesSign)
        {
            int direction = _state is { } state ? Direction(_splitter.Field(row, state.Column)) : _stepDirection;
            if (direction != 0) values.CurrentA = direction * Math.Abs(values.CurrentA);
            _collector.KnowsDirection |= direction != 0;
        }

        if (_steps > 0 && double.IsNaN(values.Step)) values.Step = _steps;
        _collector.Add(values, line);
    }

    /// <summary>The summary of a step or cycle: a field of it may tell what the step does.</summary>
    private void TakeStep(string row)
    {
        for (int i = 0; i < _splitter.Count; i++)
        {
            ReadOnlySpan<char> field = _splitter.Field(row, i);
            if (field.IsEmpty || char.IsAsciiDigit(field[0]) || field[0] is '-') continue;
            _steps++;
            _stepDirection = Direction(field);
            return;
        }
    }

    private bool IsRecord(string row)
    {
        for (int i = 0; i < dialect.LeadingEmpty && i < _splitter.Count; i++)
            if (_splitter.Field(row, i).Length > 0) return false;
        return _splitter.Count > dialect.LeadingEmpty;
    }

    private double Time(string row)
    {
        ReadOnlySpan<char> field = _splitter.Field(row, _time.Column);
        if (_time.Quantity != TestQuantity.Date)
        {
            if (_time.Unit != TestUnits.Clock) return Number(row, _time);
            if (FigureText.TryClock(field, out double clock)) return clock;
            if (FigureText.TryNumber(field, plan.DecimalComma, out double plain)) return plain;
        }

        if (FigureText.TryDate(field, isDayFirst, out double date)) return date;
        Wrong(_time, field, "no time");
        return double.NaN;
    }

    private double Number(string row, ColumnUse column)
    {
        ReadOnlySpan<char> field = _splitter.Field(row, column.Column);
        var (factor, offset) = TestUnits.Scale(column.Quantity, column.Unit)!.Value;
        if (FigureText.TryNumber(field, plan.DecimalComma, out double value)) return (value * factor) + offset;
        Wrong(column, field, "no number");
        return double.NaN;
    }

    private double Optional(string row, ColumnUse column)
        => column.Column < _splitter.Count && FigureText.TryNumber(_splitter.Field(row, column.Column), plan.DecimalComma, out double value) && TestUnits.Scale(column.Quantity, column.Unit) is var (factor, offset)
            ? (value * factor) + offset : double.NaN;

    private void Wrong(ColumnUse column, ReadOnlySpan<char> field, string what)
    {
        if (_problem.Length > 0) return;
        string shown = field.Length > 40 ? $"{field[..40]}…" : field.ToString();
        (_problem, _problemColumn) = (string.Create(CultureInfo.InvariantCulture, $"'{shown}' is {what} ({column.Header})"), column.Column + 1);
    }

    /// <summary>The direction that a state names: charging 1, discharging −1, neither 0.</summary>
    private static int Direction(ReadOnlySpan<char> state)
        => state.Contains("dchg", StringComparison.OrdinalIgnoreCase) || state.Contains("dis", StringComparison.OrdinalIgnoreCase) || state.Equals("D", StringComparison.OrdinalIgnoreCase) || state.Contains("放电", StringComparison.Ordinal) ? -1
            : state.Contains("chg", StringComparison.OrdinalIgnoreCase) || state.Contains("charge", StringComparison.OrdinalIgnoreCase) || state.Equals("C", StringComparison.OrdinalIgnoreCase) || state.Contains("充电", StringComparison.Ordinal) ? 1
            : 0;
}
