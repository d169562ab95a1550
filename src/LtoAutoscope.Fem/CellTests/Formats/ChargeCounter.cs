namespace LtoAutoscope.Fem.CellTests.Formats;

/// <summary>Adds up what the cycler counted, over its counters' resets.</summary>
internal sealed class ChargeCounter
{
    /// <summary>Above this share of rows without a counter the file counts nothing.</summary>
    private const double MostUncounted = 0.05;

    private readonly List<double> _counted = [];
    private readonly List<sbyte> _directions = [];
    private readonly CountedColumn _column = new();
    private RowValues _last = new();
    private double _throughput;
    private bool _countsNone;
    private long _uncounted;

    /// <summary>Charge counted as discharged, Ah.</summary>
    internal double DischargedAh { get; private set; }

    /// <summary>Charge counted, whatever its direction, Ah.</summary>
    internal double ThroughputAh => _throughput;

    /// <summary>By row whether the counters of both directions went up: 1 charging, −1 discharging, 0 neither or both.</summary>
    internal IReadOnlyList<sbyte> Directions => _directions;

    /// <summary>Rows at the begin where none had a count yet.</summary>
    private long Blank => _uncounted == _counted.Count ? _uncounted : 0;

    /// <summary>Takes a row that is used. A counter that falls was set back, and what it shows was counted since.</summary>
    /// <param name="row">The row.</param>
    /// <param name="needsDirection">Whether the counters may have to tell the current's direction.</param>
    internal void Add(RowValues row, bool needsDirection)
    {
        if (!_countsNone) Count(row, needsDirection, _counted.Count == 0);
        _counted.Add(_throughput);
        _last = Carried(row);
    }

    /// <summary>The count up to each row, Ah, empty where the file counts none, and what to tell of it.</summary>
    /// <param name="points">The rows.</param>
    /// <param name="checksByCurrent">Whether the current is the file's own, so that it can tell what the column is.</param>
    internal (IReadOnlyList<double> CountedAh, string? Note) Finish(IReadOnlyList<CellTestPoint> points, bool checksByCurrent)
    {
        if (_countsNone || _uncounted > MostUncounted * points.Count || _throughput <= 0) return ([], null);
        return checksByCurrent && _column.Otherwise(points) is { } other ? other : (_counted, null);
    }

    private void Count(RowValues row, bool needsDirection, bool isFirst)
    {
        if (double.IsFinite(row.ChargeAh) && double.IsFinite(row.DischargeAh))
        {
            double charged = Rise(row.ChargeAh, _last.ChargeAh, isFirst), discharged = Rise(row.DischargeAh, _last.DischargeAh, isFirst);
            _throughput += charged + discharged;
            DischargedAh += discharged;
            if (needsDirection) _directions.Add((sbyte)(charged > 0 == discharged > 0 ? 0 : charged > 0 ? 1 : -1));
        }
        else if (double.IsFinite(row.CapacityAh))
        {
            _throughput += Rise(row.CapacityAh, _last.CapacityAh, isFirst);
            _column.Add(row.CapacityAh, isNet: false, Blank);
        }
        else if (double.IsFinite(row.NetAh))
        {
            _throughput += isFirst || double.IsNaN(_last.NetAh) ? 0 : Math.Abs(row.NetAh - _last.NetAh);
            _column.Add(row.NetAh, isNet: true, Blank);
        }
        else if (double.IsFinite(row.StepAh)) _throughput += isFirst ? 0 : Math.Abs(row.StepAh);
        else if (double.IsFinite(_last.StepAh)) _countsNone = true;
        else
        {
            _uncounted++;
            if (double.IsFinite(_last.CapacityAh)) _column.Add(_last.CapacityAh, isNet: false);
            else if (double.IsFinite(_last.NetAh)) _column.Add(_last.NetAh, isNet: true);
        }
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

    private static double Rise(double now, double before, bool isFirst)
    {
        (now, before) = (Math.Abs(now), Math.Abs(before));
        return isFirst || double.IsNaN(before) ? 0 : now >= before ? now - before : now;
    }
}
