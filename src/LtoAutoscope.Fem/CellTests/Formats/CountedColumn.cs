namespace LtoAutoscope.Fem.CellTests.Formats;

/// <summary>
/// One column of charge, which is either the charge of the step, half cycle or cycle, going up and set back in one row, or the balance of charge and discharge, going up and down (Novonix, Basytec). Its name tells
/// it only by habit: what it does under current does, and the integral of the current has to agree. Intervals much longer than the usual one say nothing, since nobody knows what flowed in them.
/// </summary>
internal sealed class CountedColumn
{
    /// <summary>An interval of more than so many usual ones is a gap.</summary>
    private const double LongInterval = 10;

    /// <summary>A counter that is set back shows at most this share of what it showed.</summary>
    private const double SetBackTo = 0.5;

    /// <summary>A fall of more than so many times what the current can have moved is no charge.</summary>
    private const double MostMoved = 3;

    /// <summary>A share of falling rows below it is noise of a counter that only rises.</summary>
    private const double LeastFalling = 0.02;

    /// <summary>A counter that rises under both directions of the current, each with this share or more, is no balance.</summary>
    private const double RisesBothWays = 0.1;

    private readonly List<double> _values = [];
    private bool _isNet, _isKnown, _isMixed;

    /// <summary>Takes what the column shows in the next row.</summary>
    /// <param name="value">Charge, Ah.</param>
    /// <param name="isNet">Whether the column's name means a balance.</param>
    /// <param name="blank">Rows before the first that showed nothing.</param>
    internal void Add(double value, bool isNet, long blank = 0)
    {
        while (_values.Count < blank) _values.Add(value);
        _isMixed |= _isKnown && isNet != _isNet;
        (_isNet, _isKnown) = (isNet, true);
        _values.Add(value);
    }

    /// <summary>The count up to each row where the column is another than its name says, with what to tell of it; else null.</summary>
    internal (IReadOnlyList<double> CountedAh, string Note)? Otherwise(IReadOnlyList<CellTestPoint> points)
    {
        if (_isMixed || _values.Count != points.Count || points.Count < 2) return null;
        double longest = LongInterval * UsualIntervalS(points), integral = 0, step = 0, moves = 0, balance = 0, charging = 0, discharging = 0;
        int rising = 0, falling = 0, setBack = 0;
        List<double> asStep = [0], asBalance = [0];
        for (int i = 1; i < points.Count; i++)
        {
            double before = Math.Abs(_values[i - 1]), now = Math.Abs(_values[i]), interval = points[i].TimeS - points[i - 1].TimeS, one = points[i - 1].CurrentA, two = points[i].CurrentA;
            double rise = now >= before ? now - before : now, moved = Math.Abs(_values[i] - _values[i - 1]);
            bool isSetBack = now <= SetBackTo * before && moved > MostMoved * Math.Max(Math.Abs(one), Math.Abs(two)) * interval / 3600;
            asStep.Add(asStep[^1] + rise);
            asBalance.Add(asBalance[^1] + (isSetBack ? now : moved));
            if (interval > longest) continue;
            integral += 0.5 * (Math.Abs(one) + Math.Abs(two)) * interval / 3600;
            step += rise;
            moves += moved;
            balance += isSetBack ? now : moved;
            if (isSetBack) setBack++;
            if (!(one * two > 0)) continue;
            if (now > before) (rising, charging, discharging) = (rising + 1, charging + (one > 0 ? rise : 0), discharging + (one < 0 ? rise : 0));
            else if (now < before && now > SetBackTo * before) falling++;
        }

        if (!(integral > 0)) return null;
        bool Closer(double one, double other) => Math.Abs(one - integral) < Math.Abs(other - integral);
        if (!_isNet) return falling > 0 && Closer(balance, step) ? (asBalance, "The capacity falls while charge flows the other way: it was taken as the balance of charge and discharge, as the current has it.") : null;
        bool isStep = falling <= LeastFalling * rising && Math.Min(charging, discharging) > RisesBothWays * (charging + discharging);
        string told = "The column of the net charge is set back in one row: it was taken as the charge of the step, as the current has it.";
        return isStep ? (asStep, told) : setBack > 0 && Closer(balance, moves) ? (asBalance, told) : null;
    }

    /// <summary>Charge that flowed, whatever its direction, Ah.</summary>
    internal static double IntegralAh(IReadOnlyList<CellTestPoint> points)
    {
        double sum = 0;
        for (int i = 1; i < points.Count; i++) sum += 0.5 * (Math.Abs(points[i].CurrentA) + Math.Abs(points[i - 1].CurrentA)) * (points[i].TimeS - points[i - 1].TimeS) / 3600;
        return sum;
    }

    /// <summary>Median of the intervals between rows, s; of some of them where there are many. Rows at one moment count not.</summary>
    /// <param name="points">The rows.</param>
    /// <param name="first">The row from which on.</param>
    internal static double UsualIntervalS(IReadOnlyList<CellTestPoint> points, int first = 0)
    {
        const int Most = 2000;
        int stride = Math.Max(1, (points.Count - first) / Most);
        var intervals = new List<double>();
        for (int i = first + 1; i < points.Count; i += stride)
            if (points[i].TimeS > points[i - 1].TimeS) intervals.Add(points[i].TimeS - points[i - 1].TimeS);
        intervals.Sort();
        return intervals.Count > 0 ? intervals[intervals.Count / 2] : 0;
    }
}
