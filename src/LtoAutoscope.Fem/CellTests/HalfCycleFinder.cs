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

    /// <summary>The half cycles in order; those that are pulses or noise are left out, and what they parted is joined. With them, for each stretch, the position of its half cycle; −1 for rests and pulses.</summary>
    internal (IReadOnlyList<HalfCycle> HalfCycles, IReadOnlyList<int> OfSegment) Find(IReadOnlyList<TestSegment> segments)
    {
        var halves = new List<Half>();
        for (int i = 0; i < segments.Count; i++)
        {
            if (segments[i].Sign == 0) continue;
            if (halves.Count == 0 || halves[^1].Sign != segments[i].Sign) halves.Add(new Half(segments[i].Sign, []));
            halves[^1].Segments.Add(i);
        }

        HalfCycle[] all = [.. halves.Select(half => Close(half, segments))];
        double least = LeastHalfCycle * all.Select(half => half.ChargeMAhG).DefaultIfEmpty().Max();
        // A flicker of the current at rest, or a pulse, is no half cycle; what it parted belongs together.
        var kept = new List<Half>();
        var cycles = new List<HalfCycle?>();
        for (int i = 0; i < halves.Count; i++)
        {
            if (all[i].ChargeMAhG <= 0 || all[i].ChargeMAhG < least) continue;
            if (kept.Count > 0 && kept[^1].Sign == halves[i].Sign)
            {
                kept[^1].Segments.AddRange(halves[i].Segments);
                cycles[^1] = null;
                continue;
            }

            kept.Add(halves[i]);
            cycles.Add(all[i]);
        }

        int[] ofSegment = new int[segments.Count];
        Array.Fill(ofSegment, -1);
        for (int i = 0; i < kept.Count; i++)
            foreach (int segment in kept[i].Segments) ofSegment[segment] = i;
        return ([.. kept.Zip(cycles, (half, cycle) => cycle ?? Close(half, segments))], ofSegment);
    }

    private HalfCycle Close(Half half, IReadOnlyList<TestSegment> segments)
    {
        double integrated = 0, count = 0, perGram = 1 / (3.6 * massG), longest = 0, current = double.NaN;
        var curve = new List<(double, double)>(half.Segments.Sum(i => segments[i].Last - segments[i].First + 1));
        foreach (TestSegment s in half.Segments.Select(i => segments[i]))
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
            IntegratedMAhG = integrated, CountedMAhG = counted.Count > 0 ? count : double.NaN, CurrentA = current, Span = (points[segments[half.Segments[0]].First].TimeS, points[segments[half.Segments[^1]].Last].TimeS),
        };
    }

    private readonly record struct Half(int Sign, List<int> Segments);
}
