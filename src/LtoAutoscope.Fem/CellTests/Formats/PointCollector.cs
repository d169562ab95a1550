using System.Globalization;
using LtoAutoscope.Domain;

namespace LtoAutoscope.Fem.CellTests.Formats;

/// <summary>
/// Gathers rows into a test: <see cref="TestClock"/> gives them their time and <see cref="ChargeCounter"/> adds up counted charges, a current that the file leaves out is made from its charge, amounts get their sign
/// from the counters, and rows that cannot be are left out and told.
/// </summary>
internal sealed class PointCollector
{
    /// <summary>No half cell goes beyond it: a voltage above is one in mV.</summary>
    private const double NoCellAboveV = 20;

    /// <summary>Rows of one test; more are refused, so that a file cannot fill the memory.</summary>
    internal const int MostRows = 5_000_000;

    /// <summary>Above this share of all charge, discharge under currents that are nowhere negative means that they are amounts; what a cycler counts while it switches on is less.</summary>
    private const double MostWithoutSign = 0.1;

    private readonly string _format, _source;
    private readonly List<CellTestPoint> _points = [];
    private readonly List<BadRow> _bad = [];
    private readonly List<string> _notes = [];
    private readonly ChargeCounter _counter = new();
    private readonly TestClock _clock;
    private double _net;
    private bool _ownCurrent = true, _hasNegative;
    private long _badCount;
    private int _waiting;

    internal PointCollector(string format, string source)
    {
        (_format, _source) = (format, source);
        _clock = new TestClock(_points, Put, (line, what) => Bad(line, what));
    }

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
            throw new InputException(string.Create(CultureInfo.InvariantCulture, $"the test has more than {MostRows:N0} rows"), string.Create(CultureInfo.InvariantCulture, $"{_source}, line {line}"), "Split the file, or export it with wider intervals between rows");
        _clock.Place(row, line);
    }

    /// <summary>Whether the row could be used.</summary>
    private bool Put(RowValues row, long line, double time)
    {
        double current = row.CurrentA;
        if (double.IsNaN(current))
        {
            _ownCurrent = false;
            double net = double.IsFinite(row.NetAh) ? row.NetAh : double.IsFinite(row.StepAh) ? _net + row.StepAh : double.NaN;
            if (!double.IsFinite(net))
            {
                Bad(line, "the row has neither a current nor a charge");
                return false;
            }

            double interval = _points.Count > 0 ? time - _points[^1].TimeS : 0;
            current = _points.Count == 0 ? 0 : interval > 0 ? (net - _net) * 3600 / interval : _points[^1].CurrentA;
            // A row at the moment of the one before begins a step: it has the current of the row that follows.
            if (interval > 0) GiveWaiting(current);
            else _waiting++;
            _net = net;
        }

        _hasNegative |= current < 0;
        _counter.Add(row, _ownCurrent && !_hasNegative);
        _points.Add(new CellTestPoint(time, row.VoltageV, current, row.TemperatureK));
        return true;
    }

    internal CellTestReading Finish()
    {
        _clock.DropBack();
        if (_badCount > 0 && (_badCount * 20 > _points.Count + _badCount || _points.Count < 3))
        {
            BadRow first = _bad[0];
            throw new InputException(
                _badCount == 1 ? first.What : string.Create(CultureInfo.InvariantCulture, $"{first.What}; {_badCount} of {_points.Count + _badCount} rows cannot be used, the others: {string.Join("; ", _bad.Skip(1).Take(4).Select(row => $"line {row.Line}, {row.What}"))}"),
                string.Create(CultureInfo.InvariantCulture, $"{_source}, line {first.Line}{(first.Column > 0 ? $", column {first.Column}" : "")}"), "Mend these rows, or take them out; one row in twenty may be bad");
        }

        if (_points.Count < 3) throw new InputException($"there are {_points.Count} rows of figures", _source, "Give a test with a header row and at least three rows");
        if (!_ownCurrent) _notes.Add("The file has no column of the current: it was made from the charge between rows.");
        _notes.AddRange(_clock.Notes());
        MakeSigns();
        MakeVolts();
        (IReadOnlyList<double> counted, string? note) = _counter.Finish(_points, _ownCurrent);
        if (note is not null) _notes.Add(note);
        if (_badCount > 0) _notes.Add(string.Create(CultureInfo.InvariantCulture, $"{_badCount} rows could not be used and were left out, the first in line {_bad[0].Line}: {_bad[0].What}."));
        return new CellTestReading(_format, _points) { CountedAh = counted, BadRowCount = _badCount, BadRows = _bad, Notes = _notes };
    }

    private void GiveWaiting(double current)
    {
        for (; _waiting > 0; _waiting--)
            if (_points.Count >= _waiting) _points[^_waiting] = _points[^_waiting] with { CurrentA = current };
    }

    /// <summary>Where the current is nowhere negative and yet charge was counted as discharged, the currents are amounts and the counters tell their direction.</summary>
    private void MakeSigns()
    {
        if (_hasNegative || !_ownCurrent) return;
        if (_counter.Directions.Count == _points.Count && _counter.DischargedAh > MostWithoutSign * _counter.ThroughputAh)
        {
            // A row at the begin of a step has counted nothing yet: it goes the way of the one that follows.
            sbyte next = 0;
            for (int i = _points.Count - 1; i >= 0; i--)
            {
                if (_points[i].CurrentA == 0) next = 0;
                else if (_counter.Directions[i] != 0) next = _counter.Directions[i];
                else if (next == 0 && i > 0) next = _counter.Directions[i - 1];
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
