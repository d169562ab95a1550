namespace LtoAutoscope.Fem.CellTests;

/// <summary>Finds which sign of the current lithiates.</summary>
internal static class CurrentDirection
{
    /// <summary>A smaller change of the voltage, V, tells no direction: a hold, or a flat stretch with noise.</summary>
    private const double LeastRiseV = 2e-3;

    /// <summary>Intervals that a stretch must have: two rows may differ by noise alone.</summary>
    private const int LeastIntervals = 2;

    /// <summary>A stretch below this share of the largest one's charge is a pulse, a contact check or an interrupted start.</summary>
    private const double LeastShare = 0.05;

    /// <summary>The sign under which the voltage falls in the first stretch of current that moves it and is no pulse or interrupted start: that lithiates. Where none does, a discharge: negative currents, as cyclers write it.</summary>
    /// <param name="points">The rows, with the current's sign as the file has it.</param>
    /// <param name="massG">Mass of active material, g.</param>
    internal static int LithiationSign(IReadOnlyList<CellTestPoint> points, double massG)
    {
        List<TestSegment> flowing = [.. TestSegments.Find(points, TestSegments.RestCurrentA(points, massG)).Where(s => s.Sign != 0)];
        double[] charges = [.. flowing.Select(s => Math.Abs(TestSegments.MeanCurrentA(points, s)) * (points[s.Last].TimeS - points[s.First].TimeS))];
        double least = LeastShare * charges.DefaultIfEmpty().Max();
        for (int i = 0; i < flowing.Count; i++)
        {
            TestSegment s = flowing[i];
            double rise = points[s.Last].VoltageV - points[s.First].VoltageV;
            if (s.Last - s.First >= LeastIntervals && charges[i] >= least && Math.Abs(rise) >= LeastRiseV) return rise < 0 ? s.Sign : -s.Sign;
        }

        return -1;
    }
}
