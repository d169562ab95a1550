using System.Globalization;
using LtoAutoscope.Domain;

namespace LtoAutoscope.Fem.CellTests.Formats;

/// <summary>
/// Gathers rows into a test: steps' own times are put one after the other, counted charges are added up over the counter's resets, a current that the file leaves out is made from its charge, and rows
/// that cannot be are left out and told.
/// </summary>
internal sealed class PointCollector(string format, string source)
{
    /// <summary>No half cell goes beyond it: a voltage above is one in mV.</summary>
    private const double NoCellAboveV = 20;

    /// <summary>Rows of one test; more are refused, so that a file cannot fill the memory.</summary>
    internal const int MostRows = 5_000_000;

    /// <summary>Above this share of rows without a counter the file counts nothing.</summary>
    private const double MostUncounted = 0.05;

    private readonly List<CellTestPoint> _points = [];
    private readonly List<double> _counted = [];
    private readonly List<BadRow> _bad = [];
    private readonly List<string> _notes = [];
    private RowValues _last = new();
    private double _stepBase, _throughput, _net, _firstTime = double.NaN;
    private bool _countsNone, _ownCurrent = true;
    private long _badCount, _uncounted;
    private int _waiting;

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
        double time = row.TimeS;
        if (row.IsStepTime)
        {
            if (_points.Count > 0 && (row.TimeS < _last.TimeS || (double.IsFinite(row.Step) && row.Step != _last.Step))) _stepBase += _last.TimeS;
            time += _stepBase;
        }

        if (double.IsNaN(_firstTime)) _firstTime = row.IsStepTime || time < 1e8 ? 0 : time;
        time -= _firstTime;
        if (_points.Count > 0 && time < _points[^1].TimeS)
        {
            Bad(line, string.Create(CultureInfo.InvariantCulture, $"time goes back from {_points[^1].TimeS:0.###} s to {time:0.###} s"));
            return;
        }

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

        Count(row);
        _points.Add(new CellTestPoint(time, row.VoltageV, current, row.TemperatureK));
        _counted.Add(_throughput);
        _last = Carried(row);
    }

    internal CellTestReading Finish()
    {
        if (_badCount > 0 && (_badCount * 20 > _points.Count + _badCount || _points.Count < 3))
        {
            BadRow first = _bad[0];
            throw new InputException(
                _badCount == 1 ? first.What : string.Create(CultureInfo.InvariantCulture, $"{first.What}; {_badCount} of {_points.Count + _badCount} rows cannot be used, the others: {string.Join("; ", _bad.Skip(1).Take(4).Select(row => $"line {row.Line}, {row.What}"))}"),
                string.Create(CultureInfo.InvariantCulture, $"{source}, line {first.Line}{(first.Column > 0 ? $", column {first.Column}" : "")}"), "Mend these rows, or take them out; one row in twenty may be bad");
        }

        if (_points.Count < 3) throw new InputException($"there are {_points.Count} rows of figures", source, "Give a test with a header row and at least three rows");
        if (!_ownCurrent) _notes.Add("The file has no column of the current: it was made from the charge between rows.");
        MakeVolts();
        if (_badCount > 0) _notes.Add(string.Create(CultureInfo.InvariantCulture, $"{_badCount} rows could not be used and were left out, the first in line {_bad[0].Line}: {_bad[0].What}."));
        return new CellTestReading(format, _points) { CountedAh = _countsNone || _uncounted > MostUncounted * _points.Count || _throughput <= 0 ? [] : _counted, BadRowCount = _badCount, BadRows = _bad, Notes = _notes };
    }

    /// <summary>Adds what the counters rose by. A counter that falls was set back, and what it shows was counted since.</summary>
    private void Count(RowValues row)
    {
        if (_countsNone) return;
        bool isFirst = _points.Count == 0;
        if (double.IsFinite(row.ChargeAh) && double.IsFinite(row.DischargeAh)) _throughput += Rise(row.ChargeAh, _last.ChargeAh, isFirst) + Rise(row.DischargeAh, _last.DischargeAh, isFirst);
        else if (double.IsFinite(row.CapacityAh)) _throughput += Rise(row.CapacityAh, _last.CapacityAh, isFirst);
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

    private void MakeVolts()
    {
        double[] some = [.. _points.Where((_, i) => i % Math.Max(1, _points.Count / 200) == 0).Select(point => Math.Abs(point.VoltageV)).Order()];
        if (some[some.Length / 2] <= NoCellAboveV) return;
        for (int i = 0; i < _points.Count; i++) _points[i] = _points[i] with { VoltageV = _points[i].VoltageV / 1000 };
        _notes.Add("The voltages are above 20 V, which no cell has: they were taken as mV.");
    }
}
