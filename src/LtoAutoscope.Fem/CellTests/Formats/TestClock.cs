using System.Globalization;

namespace LtoAutoscope.Fem.CellTests.Formats;

/// <summary>
/// Time of each row since the start of the test: steps' own times are put one after the other, a clock that begins anew is carried on, the hour of summer time is taken out of dates, and rows whose time goes back
/// for no such reason, as those that were written twice or in another order, are left out.
/// </summary>
/// <param name="points">The rows that were taken so far.</param>
/// <param name="put">Takes a row with its line and time; false where it cannot be used.</param>
/// <param name="bad">Takes the line of a row that is left out, and why.</param>
internal sealed class TestClock(IReadOnlyList<CellTestPoint> points, Func<RowValues, long, double, bool> put, Action<long, string> bad)
{
    /// <summary>So many rows in order after one whose time goes back are looked at for a clock that began anew; fewer are stray rows.</summary>
    private const int RowsLookedAt = 5;

    /// <summary>A clock does not begin anew before so many rows.</summary>
    private const int RowsBefore = 20;

    /// <summary>Rows from which the usual interval is taken.</summary>
    private const int RowsOfTheInterval = 100;

    /// <summary>A time from here on, s, is a date.</summary>
    private const double FirstDate = 1e8;

    /// <summary>A clock that began anew, or was set by an hour, is as near as so many usual intervals.</summary>
    private const double Near = 2.5;

    /// <summary>Resolution of times that are written in whole seconds, s.</summary>
    private const double Resolution = 2;

    private const double Hour = 3600;

    /// <summary>Rows further apart do not show a clock that is set forward, s.</summary>
    private const double LongestIntervalOfAnHour = 900;

    /// <summary>Largest relative change of the current over the hour that summer time leaves out.</summary>
    private const double SteadyCurrent = 0.2;

    private readonly List<(RowValues Row, long Line)> _back = [];
    private double _stepBase, _base, _zero, _begin = double.NaN, _lastTime, _lastStep = double.NaN;
    private int _firstClockEnd = int.MaxValue, _clockStart;
    private long _newClocks, _newClockLine, _hours, _hourLine;

    private bool IsDate => _zero > 0;

    /// <summary>Takes a row.</summary>
    internal void Place(RowValues row, long line)
    {
        if (row.IsStepTime)
        {
            if (points.Count > 0 && (row.TimeS < _lastTime || (double.IsFinite(row.Step) && row.Step != _lastStep))) _stepBase += _lastTime;
            Put(row, line, row.TimeS + _stepBase);
            return;
        }

        if (double.IsNaN(_begin)) (_begin, _zero) = (row.TimeS, row.TimeS < FirstDate ? 0 : row.TimeS);
        double time = TimeOf(row);
        if (points.Count > 0 && time < points[^1].TimeS)
        {
            if (_back.Count > 0 && row.TimeS < _back[^1].Row.TimeS) DropBack();
            _back.Add((row, line));
            if (_back.Count == RowsLookedAt) Decide();
            return;
        }

        DropBack();
        if (IsSetForward(row, time)) SetBase(_base - Hour, line, isHour: true);
        Put(row, line, TimeOf(row));
    }

    /// <summary>Leaves out the rows whose time went back and that no clock explains.</summary>
    internal void DropBack()
    {
        foreach ((RowValues row, long line) in _back) bad(line, string.Create(CultureInfo.InvariantCulture, $"time goes back from {points[^1].TimeS:0.###} s to {TimeOf(row):0.###} s"));
        _back.Clear();
    }

    /// <summary>What a person should know of the clock.</summary>
    internal IEnumerable<string> Notes()
    {
        if (_newClocks > 0)
            yield return string.Create(CultureInfo.InvariantCulture, $"The clock of the test began anew {Times(_newClocks)}, first in line {_newClockLine}, as when a test is resumed: its time was carried on from the row before, without what passed in between.");
        if (_hours > 0)
            yield return string.Create(CultureInfo.InvariantCulture, $"The dates jump by an hour {Times(_hours)}, first in line {_hourLine}, as summer time begins or ends: the hour was taken out.");
    }

    private static string Times(long count) => count == 1 ? "once" : string.Create(CultureInfo.InvariantCulture, $"{count} times");

    private double TimeOf(RowValues row) => row.TimeS - _zero + _base;

    private void Put(RowValues row, long line, double time)
    {
        if (put(row, line, time)) (_lastTime, _lastStep) = (row.TimeS, row.Step);
    }

    private double NearS() => Math.Max(Resolution, Near * CountedColumn.UsualIntervalS(points, Math.Max(0, points.Count - RowsOfTheInterval)));

    private void Decide()
    {
        RowValues first = _back[0].Row;
        double last = points[^1].TimeS, later = TimeOf(first) + Hour - last;
        bool isHour = IsDate && later >= 0 && later <= NearS();
        bool isNew = !IsDate && points.Count >= RowsBefore && Math.Abs(first.TimeS - _begin) <= NearS();
        // What stands in the file already was written twice. While a cell rests its rows are alike an hour later, and move no charge.
        if ((!isHour && !isNew) || _back.Count(back => (isNew || back.Row.CurrentA != 0) && IsThere(back.Row)) > RowsLookedAt / 2)
        {
            DropBack();
            return;
        }

        (RowValues Row, long Line)[] rows = [.. _back];
        _back.Clear();
        SetBase(isHour ? _base + Hour : last - (first.TimeS - _zero), rows[0].Line, isHour);
        foreach ((RowValues row, long line) in rows) Put(row, line, TimeOf(row));
    }

    private void SetBase(double value, long line, bool isHour)
    {
        if (_clockStart == 0) _firstClockEnd = points.Count;
        (_base, _clockStart) = (value, points.Count);
        if (isHour && _hours++ == 0) _hourLine = line;
        else if (!isHour && _newClocks++ == 0) _newClockLine = line;
    }

    /// <summary>Whether a row stands in the file already, on its first clock or on the present one.</summary>
    private bool IsThere(RowValues row) => IsThere(row, 0, Math.Min(points.Count, _firstClockEnd), row.TimeS - _zero) || IsThere(row, _clockStart, points.Count, TimeOf(row));

    private bool IsThere(RowValues row, int from, int to, double time)
    {
        int low = from, high = to;
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (points[middle].TimeS < time) low = middle + 1;
            else high = middle;
        }

        for (; low < to && points[low].TimeS == time; low++)
            if (points[low].VoltageV == row.VoltageV && (points[low].CurrentA == row.CurrentA || double.IsNaN(row.CurrentA))) return true;
        return false;
    }

    /// <summary>Whether the date jumped over an hour as summer time begins: in a Sunday's first hours, on the hour, under one current.</summary>
    private bool IsSetForward(RowValues row, double time)
    {
        if (!IsDate || points.Count < RowsBefore || time - points[^1].TimeS < Hour) return false;
        double near = NearS(), from = points[^1].TimeS + _zero - _base, to = row.TimeS - Hour, before = points[^1].CurrentA;
        DateTime onTheHour = DateTime.UnixEpoch.AddHours(Math.Floor(to / Hour));
        return near <= Near * LongestIntervalOfAnHour && to - from <= near && from < (onTheHour - DateTime.UnixEpoch).TotalSeconds
            && onTheHour is { DayOfWeek: DayOfWeek.Sunday, Hour: <= 3 } && before != 0 && Math.Abs((row.CurrentA / before) - 1) <= SteadyCurrent;
    }
}
