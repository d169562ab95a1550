using LtoAutoscope.Fem.Protocols;

namespace LtoAutoscope.Fem.CellTests;

/// <summary>Parts the rows of a test into stretches over which the cycler did one thing.</summary>
internal static class TestSegments
{
    private const double RestShare = 0.01;
    private const double SteadyV = 0.003;
    private const double RateStep = 0.2;

    /// <summary>The current below which the cell rests, A: a hundredth of the usual current, and at most a two-hundredth of what empties 175 mAh/g in an hour.</summary>
    internal static double RestCurrentA(IReadOnlyList<CellTestPoint> points, double massG)
    {
        double[] flowing = [.. points.Select(p => Math.Abs(p.CurrentA)).Where(c => c > 0).Order()];
        return flowing.Length > 0 ? Math.Min(RestShare * flowing[flowing.Length / 2], 0.175 * massG / 200) : double.PositiveInfinity;
    }

    /// <summary>The stretches in order.</summary>
    /// <param name="points">The rows.</param>
    /// <param name="rest">Current below which the cell rests, A.</param>
    internal static List<TestSegment> Find(IReadOnlyList<CellTestPoint> points, double rest)
    {
        var segments = new List<TestSegment>();
        for (int i = 0; i < points.Count;)
        {
            int sign = Math.Abs(points[i].CurrentA) < rest ? 0 : Math.Sign(points[i].CurrentA), first = i;
            var mode = sign == 0 ? StepMode.Rest : StepMode.Current;
            double start = points[i].CurrentA;
            for (i++; i < points.Count && SignOf(points[i]) == sign; i++)
            {
                bool moved = sign != 0 && Math.Abs(points[i].CurrentA - start) > RateStep * Math.Abs(start);
                if (mode != StepMode.Current || !moved) continue;
                // The current falls while the voltage stands: a hold. Otherwise another rate begins.
                int far = Math.Min(points.Count - 1, i + 3);
                bool steady = SignOf(points[far]) == sign && Math.Abs(points[far].VoltageV - points[i].VoltageV) < SteadyV && Math.Abs(points[far].CurrentA) < Math.Abs(points[i].CurrentA);
                segments.Add(new TestSegment(mode, first, i - 1, sign));
                (first, start, mode) = (i, points[i].CurrentA, steady ? StepMode.Voltage : StepMode.Current);
            }

            segments.Add(new TestSegment(mode, first, i - 1, sign));
        }

        return segments;

        int SignOf(CellTestPoint p) => Math.Abs(p.CurrentA) < rest ? 0 : Math.Sign(p.CurrentA);
    }

    /// <summary>Time between the row before a stretch of current and its first row, s: the cycler writes a row at the end of an interval. A gap in the rows counts nothing.</summary>
    internal static double LeadS(IReadOnlyList<CellTestPoint> points, TestSegment s)
    {
        if (s.First == 0 || s.Sign == 0 || s.Last == s.First) return 0;
        double lead = points[s.First].TimeS - points[s.First - 1].TimeS;
        return lead <= 2.5 * (points[s.First + 1].TimeS - points[s.First].TimeS) ? lead : 0;
    }

    /// <summary>Mean current of a stretch, A, with its sign.</summary>
    internal static double MeanCurrentA(IReadOnlyList<CellTestPoint> points, TestSegment s)
    {
        double charge = 0, time = points[s.Last].TimeS - points[s.First].TimeS;
        for (int i = s.First + 1; i <= s.Last; i++) charge += 0.5 * (points[i].CurrentA + points[i - 1].CurrentA) * (points[i].TimeS - points[i - 1].TimeS);
        return time > 0 ? charge / time : points[s.First].CurrentA;
    }
}
