using System.Globalization;
using LtoAutoscope.Domain;

namespace LtoAutoscope.Fem.CellTests.Formats;

/// <summary>
/// Gathers rows into a test: steps' own times are put one after the other, a clock that begins anew is carried on, counted charges are added up over the counter's resets, a current that the file leaves out is made
/// from its charge, amounts get their sign from the counters, and rows that cannot be are left out and told.
/// </summary>
internal sealed class PointCollector(string format, string source)
{
    /// <summary>No half cell goes beyond it: a voltage above is one in mV.</summary>
    private const double NoCellAboveV = 20;

    /// <summary>Rows of one test; more are refused, so that a file cannot fill the memory.</summary>
    internal const int MostRows = 5_000_000;

    /// <summary>Above this share of rows without a counter the file counts nothing.</summary>
    private const double MostUncounted = 0.05;

    /// <summary>So many rows in order after one whose time goes back mean that the clock began anew, as it does when a test is resumed; fewer are stray rows.</summary>
    private const int RowsOfANewClock = 5;

    /// <summary>Above this share of all charge, discharge under currents that are nowhere negative means that they are amounts; what a cycler counts while it switches on is less.</summary>
    private const double MostWithoutSign = 0.1;

    private readonly List<(RowValues Row, long Line)> _back = [];
    private readonly List<sbyte> _directions = [];
    private readonly List<CellTestPoint> _points = [];
    private readonly List<double> _counted = [];
    private readonly List<BadRow> _bad = [];
    private readonly List<string> _notes = [];
    private readonly CapacityBalance _balance = new();
    private RowValues _last = new();
    private double _stepBase, _clockBase, _throughput, _discharged, _net, _moved, _firstTime = double.NaN;
    private bool _countsNone, _ownCurrent = true, _hasNegative;
    private long _badCount, _uncounted, _newClocks, _newClockLine;
    private int _waiting;

    /// <summary>Whether some row's state told its direction.</summary>
    internal bool KnowsDirection { get; set; }

    /// <summary>Whether files of this format write currents as amounts.</summary>
    internal bool MayBeAmounts { get; set; }

    internal void Note(string text) => _notes.Add(text);

    internal void Bad(long line, string what, int column = 0)
    {
        if (_bad.Count < CellTestReading.BadRowsKept) _bad.Add(new BadRow(line, what, column));
        _badCount++;
    }

    internal void Add(RowValues row, long line)
    {
        if (_points.Count >= MostRows)
            throw new InputException(string.Create(CultureInfo.InvariantCulture, $"the test has more than {MostRows:N0} rows"), string.Create(CultureInfo.InvariantCulture, $"{source}, line {line}"), "Split the file, or export it with wider intervals between rows");
        if (row.IsStepTime)
        {
            if (_points.Count > 0 && (row.TimeS < _last.TimeS || (double.IsFinite(row.Step) && row.Step != _last.Step))) _stepBase += _last.TimeS;
            Put(row, line, row.TimeS + _stepBase);
            return;
        }

        if (double.IsNaN(_firstTime)) _firstTime = row.TimeS < 1e8 ? 0 : row.TimeS;
        double time = row.TimeS - _firstTime + _clockBase;
        if (_points.Count > 0 && time < _points[^1].TimeS)
        {
            if (_back.Count > 0 && row.TimeS < _back[^1].Row.TimeS) DropBack();
            _back.Add((row, line));
            if (_back.Count == RowsOfANewClock) BeginANewClock();
            return;
        }

        DropBack();
        Put(row, line, time);
    }

    private void BeginANewClock()
    {
        (RowValues Row, long Line)[] rows = [.. _back];
        _back.Clear();
        _clockBase = _points[^1].TimeS - (rows[0].Row.TimeS - _firstTime);
        if (_newClocks++ == 0) _newClockLine = rows[0].Line;
        foreach ((RowValues row, long line) in rows) Put(row, line, row.TimeS - _firstTime + _clockBase);
    }

    /// <summary>Rows whose time went back and that no clock explains.</summary>
    private void DropBack()
    {
        foreach ((RowValues row, long line) in _back) Bad(line, string.Create(CultureInfo.InvariantCulture, $"time goes back from {_points[^1].TimeS:0.###} s to {row.TimeS - _firstTime + _clockBase:0.###} s"));
        _back.Clear();
    }

    private void Put(RowValues row, long line, double time)
    {
        double current = row.CurrentA;
        if (double.IsNaN(current))
        {
            _ownCurrent = false;
            double net = double.IsFinite(row.NetAh) ? row.NetAh : double.IsFinite(row.StepAh) ? _net + row.StepAh : double.NaN;
            if (!double.IsFinite(net))
            {
                Bad(line, "the row has neither a current nor a charge");
                return;
            }

            double interval = _points.Count > 0 ? time - _points[^1].TimeS : 0;
            current = _points.Count == 0 ? 0 : interval > 0 ? (net - _net) * 3600 / interval : _points[^1].CurrentA;
            // A row at the moment of the one before begins a step: it has the current of the row that follows.
            if (interval > 0) GiveWaiting(current);
            else _waiting++;
            _net = net;
        }

        _hasNegative |= current < 0;
        _moved = 0;
        Count(row);
        _balance.Add(_counted, _throughput, _moved);
        _points.Add(new CellTestPoint(time, row.VoltageV, current, row.TemperatureK));
        _counted.Add(_throughput);
        _last = Carried(row);
    }

    internal CellTestReading Finish()
    {
        DropBack();
        if (_badCount > 0 && (_badCount * 20 > _points.Count + _badCount || _points.Count < 3))
        {
            BadRow first = _bad[0];
            throw new InputException(
                _badCount == 1 ? first.What : string.Create(CultureInfo.InvariantCulture, $"{first.What}; {_badCount} of {_points.Count + _badCount} rows cannot be used, the others: {string.Join("; ", _bad.Skip(1).Take(4).Select(row => $"line {row.Line}, {row.What}"))}"),
                string.Create(CultureInfo.InvariantCulture, $"{source}, line {first.Line}{(first.Column > 0 ? $", column {first.Column}" : "")}"), "Mend these rows, or take them out; one row in twenty may be bad");
        }

        if (_points.Count < 3) throw new InputException($"there are {_points.Count} rows of figures", source, "Give a test with a header row and at least three rows");
        if (!_ownCurrent) _notes.Add("The file has no column of the current: it was made from the charge between rows.");
        if (_newClocks > 0)
            _notes.Add(string.Create(CultureInfo.InvariantCulture, $"The clock of the test began anew {(_newClocks == 1 ? "once" : $"{_newClocks} times")}, first in line {_newClockLine}, as when a test is resumed: its time was carried on from the row before, without what passed in between."));
        MakeSigns();
        MakeVolts();
        IReadOnlyList<double>? balance = _ownCurrent ? _balance.Of(_points, _throughput) : null;
        if (balance is not null) _notes.Add("The capacity falls while charge flows the other way: it was taken as the balance of charge and discharge, as the current has it.");
        if (_badCount > 0) _notes.Add(string.Create(CultureInfo.InvariantCulture, $"{_badCount} rows could not be used and were left out, the first in line {_bad[0].Line}: {_bad[0].What}."));
        return new CellTestReading(format, _points) { CountedAh = _countsNone || _uncounted > MostUncounted * _points.Count || _throughput <= 0 ? [] : balance ?? _counted, BadRowCount = _badCount, BadRows = _bad, Notes = _notes };
    }

    /// <summary>Adds what the counters rose by. A counter that falls was set back, and what it shows was counted since.</summary>
    private void Count(RowValues row)
    {
        if (_countsNone) return;
        bool isFirst = _points.Count == 0;
        if (double.IsFinite(row.ChargeAh) && double.IsFinite(row.DischargeAh))
        {
            double charged = Rise(row.ChargeAh, _last.ChargeAh, isFirst), discharged = Rise(row.DischargeAh, _last.DischargeAh, isFirst);
            _throughput += charged + discharged;
            _discharged += discharged;
            if (_ownCurrent && !_hasNegative) _directions.Add((sbyte)(charged > 0 == discharged > 0 ? 0 : charged > 0 ? 1 : -1));
        }
        else if (double.IsFinite(row.CapacityAh))
        {
            double rise = Rise(row.CapacityAh, _last.CapacityAh, isFirst);
            _throughput += rise;
            if (!isFirst && double.IsFinite(_last.CapacityAh)) _moved = Math.Abs(row.CapacityAh - _last.CapacityAh) - rise;
        }
        else if (double.IsFinite(row.NetAh)) _throughput += isFirst || double.IsNaN(_last.NetAh) ? 0 : Math.Abs(row.NetAh - _last.NetAh);
        else if (double.IsFinite(row.StepAh)) _throughput += isFirst ? 0 : Math.Abs(row.StepAh);
        else if (double.IsFinite(_last.StepAh)) _countsNone = true;
        else _uncounted++;
    }

    /// <summary>A row with the counters of the one before where its own are blank: what they rose by is counted with the next.</summary>
    private RowValues Carried(RowValues row)
    {
        if (double.IsNaN(row.ChargeAh)) row.ChargeAh = _last.ChargeAh;
        if (double.IsNaN(row.DischargeAh)) row.DischargeAh = _last.DischargeAh;
        if (double.IsNaN(row.CapacityAh)) row.CapacityAh = _last.CapacityAh;
        if (double.IsNaN(row.NetAh)) row.NetAh = _last.NetAh;
        return row;
    }

    private void GiveWaiting(double current)
    {
        for (; _waiting > 0; _waiting--)
            if (_points.Count >= _waiting) _points[^_waiting] = _points[^_waiting] with { CurrentA = current };
    }

    private static double Rise(double now, double before, bool isFirst)
    {
        (now, before) = (Math.Abs(now), Math.Abs(before));
        return isFirst || double.IsNaN(before) ? 0 : now >= before ? now - before : now;
    }

    /// <summary>Where the current is nowhere negative and yet charge was counted as discharged, the currents are amounts and the counters tell their direction.</summary>
    private void MakeSigns()
    {
        if (_hasNegative || !_ownCurrent) return;
        if (_directions.Count == _points.Count && _discharged > MostWithoutSign * _throughput)
        {
            // A row at the begin of a step has counted nothing yet: it goes the way of the one that follows.
            sbyte next = 0;
            for (int i = _points.Count - 1; i >= 0; i--)
            {
                if (_points[i].CurrentA == 0) next = 0;
                else if (_directions[i] != 0) next = _directions[i];
                else if (next == 0 && i > 0) next = _directions[i - 1];
                if (next < 0) _points[i] = _points[i] with { CurrentA = -_points[i].CurrentA };
            }

            _notes.Add("No current is negative while charge was counted as discharged: the currents were taken as amounts, and their direction from the counters.");
        }
        else if (MayBeAmounts && !KnowsDirection && _points.Exists(point => point.CurrentA > 0))
        {
            _notes.Add("No current is negative and no column tells the direction: if these are amounts, export the column of the state, or the charge and discharge capacities, as well.");
        }
    }

    private void MakeVolts()
    {
        double[] some = [.. _points.Where((_, i) => i % Math.Max(1, _points.Count / 200) == 0).Select(point => Math.Abs(point.VoltageV)).Order()];
        if (some[some.Length / 2] <= NoCellAboveV) return;
        for (int i = 0; i < _points.Count; i++) _points[i] = _points[i] with { VoltageV = _points[i].VoltageV / 1000 };
        _notes.Add("The voltages are above 20 V, which no cell has: they were taken as mV.");
    }
}
