using LtoAutoscope.Fem.Protocols;

namespace LtoAutoscope.Fem.CellTests;

/// <summary>Makes half cycles of a test's stretches.</summary>
/// <param name="points">The rows, lithiation positive.</param>
/// <param name="counted">Charge that the cycler counted up to each row, Ah; empty where it counted none.</param>
/// <param name="massG">Mass of active material, g.</param>
/// <param name="chargeFrom">Where the charges come from: integrated or counted.</param>
internal sealed class HalfCycleFinder(IReadOnlyList<CellTestPoint> points, IReadOnlyList<double> counted, double massG, ChargeSource chargeFrom)
{
    /// <summary>A half cycle below this share of the largest is a pulse or noise at rest.</summary>
    private const double LeastHalfCycle = 0.002;

    /// <summary>The half cycles in order; those that are pulses or noise are joined to their neighbours.</summary>
    internal List<HalfCycle> Find(IReadOnlyList<TestSegment> segments)
    {
        var halves = new List<Half>();
        foreach (var s in segments)
        {
            if (s.Sign == 0) continue;
            if (halves.Count == 0 || halves[^1].Sign != s.Sign) halves.Add(new Half(s.Sign, []));
            halves[^1].Segments.Add(s);
        }

        HalfCycle[] all = [.. halves.Select(Close).Where(half => half.ChargeMAhG > 0)];
        double least = all.Length > 0 ? LeastHalfCycle * all.Max(half => half.ChargeMAhG) : 0;
        if (all.Length == halves.Count && !all.Any(half => half.ChargeMAhG < least)) return [.. all];
        // A flicker of the current at rest, or a pulse, is no half cycle; what it parted belongs together.
        var merged = new List<Half>();
        for (int i = 0; i < halves.Count; i++)
        {
            if (Close(halves[i]).ChargeMAhG is var charge && (charge <= 0 || charge < least)) continue;
            if (merged.Count > 0 && merged[^1].Sign == halves[i].Sign) merged[^1].Segments.AddRange(halves[i].Segments);
            else merged.Add(halves[i]);
        }

        return [.. merged.Select(Close)];
    }

    private HalfCycle Close(Half half)
    {
        double integrated = 0, count = 0, perGram = 1 / (3.6 * massG), longest = 0, current = double.NaN;
        var curve = new List<(double, double)>(half.Segments.Sum(s => s.Last - s.First + 1));
        foreach (var s in half.Segments)
        {
            integrated += Math.Abs(points[s.First].CurrentA) * TestSegments.LeadS(points, s) * perGram;
            if (counted.Count > 0 && s.First > 0) count += (counted[s.First] - counted[s.First - 1]) * 1000 / massG;
            for (int i = s.First; i <= s.Last; i++)
            {
                if (i > s.First)
                {
                    integrated += 0.5 * Math.Abs(points[i].CurrentA + points[i - 1].CurrentA) * (points[i].TimeS - points[i - 1].TimeS) * perGram;
                    if (counted.Count > 0) count += (counted[i] - counted[i - 1]) * 1000 / massG;
                }

                curve.Add((chargeFrom == ChargeSource.Counted ? count : integrated, points[i].VoltageV));
            }

            double duration = points[s.Last].TimeS - points[s.First].TimeS;
            if (s.Mode == StepMode.Current && duration >= longest) (longest, current) = (duration, Math.Abs(TestSegments.MeanCurrentA(points, s)));
        }

        return new HalfCycle(half.Sign, chargeFrom == ChargeSource.Counted ? count : integrated, curve)
        {
            IntegratedMAhG = integrated, CountedMAhG = counted.Count > 0 ? count : double.NaN, CurrentA = current, Span = (points[half.Segments[0].First].TimeS, points[half.Segments[^1].Last].TimeS),
        };
    }

    private readonly record struct Half(int Sign, List<TestSegment> Segments);
}
