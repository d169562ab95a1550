using System.Globalization;
using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Cells;
using LtoAutoscope.Fem.Protocols;

namespace LtoAutoscope.Fem.CellTests;

/// <summary>
/// A measured half cell under galvanostatic test: its rows, its half cycles, its CE1, and the protocol that it was put through. In a half
/// cell lithiation is the cell's discharge.
/// </summary>
public sealed class GalvanostaticTest
{
    /// <summary>A smaller change of the voltage, V, tells no direction: a hold, or a flat stretch with noise.</summary>
    private const double LeastRiseV = 2e-3;

    private const double RestShare = 0.01;
    private const double SteadyV = 0.003;
    private const double SteepEndV = 0.05;

    /// <summary>Ends of half cycles within it are one cut-off.</summary>
    private const double SameEndV = 0.02;

    private const double RateStep = 0.2;

    /// <summary>A half cycle below this share of the largest is a pulse or noise at rest.</summary>
    private const double LeastHalfCycle = 0.002;

    /// <summary>Difference between the integral of the current and the cycler's count at which a person is told, relative.</summary>
    private const double LargestDisagreement = 0.01;

    private readonly double _restA;

    private GalvanostaticTest(string source, CellTestDetails details, CellTestReading reading, IReadOnlyList<CellTestPoint> points, ChargeSource charge)
    {
        Source = source;
        Details = details;
        Reading = reading;
        Points = points;
        if (charge == ChargeSource.Counted && reading.CountedAh.Count == 0)
            throw new InputException("the file counts no charge", source, "Take the charge from the current, or export the columns of the capacity as well");
        ChargeFrom = charge == ChargeSource.Integrated || reading.CountedAh.Count == 0 ? ChargeSource.Integrated : ChargeSource.Counted;
        _restA = RestCurrent(points, details.MassG);
        Segments = FindSegments(points, _restA);
        HalfCycles = FindHalfCycles();
        Warnings = [.. reading.Notes, .. Compare()];
        if (HalfCycles.Count == 0) throw new InputException("no current flows", source, "Give a galvanostatic test of a half cell");
    }

    /// <summary>The file it came from.</summary>
    public string Source { get; }

    /// <summary>Mass, area, temperature, uncertainties.</summary>
    public CellTestDetails Details { get; }

    /// <summary>Its name.</summary>
    public string Name => Details.Name.Length > 0 ? Details.Name : Path.GetFileNameWithoutExtension(Source);

    /// <summary>How it was read: format, columns, rows that were left out.</summary>
    public CellTestReading Reading { get; }

    /// <summary>Where the charges come from: the integral of the current or the cycler's count.</summary>
    public ChargeSource ChargeFrom { get; }

    /// <summary>What a person should know before using it; empty when all is well.</summary>
    public IReadOnlyList<string> Warnings { get; }

    /// <summary>Every row.</summary>
    public IReadOnlyList<CellTestPoint> Points { get; }

    /// <summary>What the cycler did, step by step.</summary>
    public IReadOnlyList<TestSegment> Segments { get; }

    /// <summary>The half cycles in order.</summary>
    public IReadOnlyList<HalfCycle> HalfCycles { get; }

    /// <summary>Whether the last half cycle may still go on: the file ends in it under constant current, on no steep end and at no voltage that ended an earlier one of its direction.</summary>
    public bool MayBeUnfinished
    {
        get
        {
            HalfCycle half = HalfCycles[^1];
            if (Segments[^1].Sign != half.Sign || Segments[^1].Mode != StepMode.Current) return false;
            // Right after its begin the voltage is as steep as at a cut-off.
            if (HalfCycles.Count > 1 && half.ChargeMAhG < 0.5 * HalfCycles[^2].ChargeMAhG) return true;
            double end = Points[^1].VoltageV;
            return !IsSteepEnd(Points.Count - 1, half.Span.StartS, half.Span.EndS - half.Span.StartS) && !HalfCycles.SkipLast(1).Any(earlier => earlier.Sign == half.Sign && Math.Abs(earlier.Curve[^1].VoltageV - end) < SameEndV);
        }
    }

    /// <summary>Initial Coulombic efficiency: charge of the first delithiation over that of the first lithiation; NaN where the test has no whole first cycle.</summary>
    public double Ce1 => HalfCycles.Count > 1 && HalfCycles[0].Sign > 0 && HalfCycles[1].Sign < 0 ? HalfCycles[1].ChargeMAhG / HalfCycles[0].ChargeMAhG : double.NaN;

    /// <summary>Initial Coulombic efficiency of a material's cell: charge of the second half cycle over that of the first, in the material's direction; NaN where the test goes the other way or has no whole first cycle.</summary>
    /// <param name="role">Whether the material is lithiated first (anode) or delithiated first (cathode).</param>
    public double Ce1Of(MaterialRole role) => role == MaterialRole.Anode ? Ce1
        : HalfCycles.Count > 1 && HalfCycles[0].Sign < 0 && HalfCycles[1].Sign > 0 ? HalfCycles[1].ChargeMAhG / HalfCycles[0].ChargeMAhG : double.NaN;

    /// <summary>Temperature, K: the details' one, else the mean of the file, else NaN.</summary>
    public double TemperatureK
    {
        get
        {
            if (double.IsFinite(Details.TemperatureK)) return Details.TemperatureK;
            double[] known = [.. Points.Select(p => p.TemperatureK).Where(double.IsFinite)];
            return known.Length > 0 ? known.Average() : double.NaN;
        }
    }

    /// <summary>Reads a file of data with the YAML beside it.</summary>
    /// <param name="path">The data.</param>
    /// <param name="readers">Readers to try in order; all that there are if null.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="InputException">A file is missing or something in it is wrong.</exception>
    public static GalvanostaticTest Load(string path, IReadOnlyList<ICellTestReader>? readers = null, CancellationToken cancellationToken = default)
    {
        var details = CellTestDetails.Load(CellTestDetails.PathFor(path));
        try
        {
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 1 << 16);
            CellTestHead head = CellTestHead.Of(stream);
            return Create(path, details, CellTestReaders.Find(head, readers).Read(stream, head, path, null, cancellationToken));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InputException("the cell test cannot be read", path, "Name a file of a galvanostatic test: BioLogic .mpt or .mpr, or the CSV of Neware, Arbin, Maccor, BDF or a spreadsheet", e);
        }
    }

    /// <summary>A test from its rows, with the current's sign as its source has it.</summary>
    /// <exception cref="InputException">No mass is given, or no current flows.</exception>
    public static GalvanostaticTest Create(string source, CellTestDetails details, IReadOnlyList<CellTestPoint> points) => Create(source, details, new CellTestReading("rows", points));

    /// <summary>A test from what was read of a file.</summary>
    /// <param name="source">What messages call it.</param>
    /// <param name="details">Mass above all.</param>
    /// <param name="reading">What was read.</param>
    /// <param name="charge">Where the charges are to come from.</param>
    /// <exception cref="InputException">No mass is given, no current flows, or the file counts no charge.</exception>
    public static GalvanostaticTest Create(string source, CellTestDetails details, CellTestReading reading, ChargeSource charge = ChargeSource.Automatic)
    {
        ArgumentNullException.ThrowIfNull(details);
        ArgumentNullException.ThrowIfNull(reading);
        if (!(details.MassG > 0)) throw new InputException("the mass of active material is not given", source, $"Give it: mass_mg in {Path.GetFileName(CellTestDetails.PathFor(source))}, or --mass-mg");
        int sign = details.LithiationSign != 0 ? details.LithiationSign : FindSign(reading.Points, details.MassG);
        return new GalvanostaticTest(source, details, reading, sign > 0 ? reading.Points : [.. reading.Points.Select(p => p with { CurrentA = -p.CurrentA })], charge);
    }

    /// <summary>The protocol that the cell was put through, for a model of the same capacity: currents as rates, cut-offs, holds and rests as they were found; the rest before the first current is left out.</summary>
    /// <param name="material">Gives the capacity that rates refer to.</param>
    /// <param name="halfCycles">How many half cycles, from the first; 2 is the first cycle.</param>
    public Protocol ToProtocol(Material material, int halfCycles = 2)
    {
        ArgumentNullException.ThrowIfNull(material);
        double capacity = material.TheoreticalCapacityMAhG * 3.6 * Details.MassG;
        var steps = new List<ProtocolStep>();
        int halves = 0, sign = 0;
        foreach (var s in Segments)
        {
            if (s.Sign != 0 && s.Sign != sign) halves++;
            if (halves > halfCycles) break;
            if (s.Sign != 0) sign = s.Sign;
            double duration = Points[s.Last].TimeS - Points[s.First].TimeS + Lead(s), end = Points[s.Last].VoltageV;
            if (s.Mode == StepMode.Rest)
            {
                // Before the first current the electrode is pristine, where no model has a defined potential at rest.
                if (duration > 0 && halves > 0) steps.Add(new ProtocolStep { Mode = StepMode.Rest, UntilTimeS = duration });
                continue;
            }

            double rate = MeanCurrent(s) * 3600 / capacity;
            if (s.Mode == StepMode.Voltage)
            {
                steps.Add(new ProtocolStep { Mode = StepMode.Voltage, VoltageV = end, UntilTimeS = duration, UntilRatePerHour = Math.Abs(Points[s.Last].CurrentA) * 3600 / capacity });
                continue;
            }

            bool cutOff = IsSteepEnd(s.Last, Points[s.First].TimeS, duration);
            steps.Add(new ProtocolStep
            {
                Mode = StepMode.Current, RatePerHour = rate, UntilVoltageV = cutOff ? end : null,
                UntilTimeS = cutOff ? Math.Max(2 * duration, Protocol.LongestHalfCycle * 3600 / Math.Abs(rate)) : duration,
            });
        }

        while (steps.Count > 0 && steps[^1].Mode == StepMode.Rest) steps.RemoveAt(steps.Count - 1);
        return new Protocol(steps);
    }

    /// <summary>Whether a stretch ended at a cut-off, which is met on a steep end; what stops on the plateau was stopped by the clock.</summary>
    private bool IsSteepEnd(int last, double startS, double durationS)
    {
        int before = last;
        while (Points[before].TimeS > startS && Points[last].TimeS - Points[before].TimeS < 0.05 * durationS) before--;
        return Math.Abs(Points[last].VoltageV - Points[before].VoltageV) > SteepEndV;
    }

    /// <summary>Time between the row before a stretch of current and its first row, s: the cycler writes a row at the end of an interval. A gap in the rows counts nothing.</summary>
    private double Lead(TestSegment s)
    {
        if (s.First == 0 || s.Sign == 0 || s.Last == s.First) return 0;
        double lead = Points[s.First].TimeS - Points[s.First - 1].TimeS;
        return lead <= 2.5 * (Points[s.First + 1].TimeS - Points[s.First].TimeS) ? lead : 0;
    }

    private double MeanCurrent(TestSegment s)
    {
        double charge = 0, time = Points[s.Last].TimeS - Points[s.First].TimeS;
        for (int i = s.First + 1; i <= s.Last; i++) charge += 0.5 * (Points[i].CurrentA + Points[i - 1].CurrentA) * (Points[i].TimeS - Points[i - 1].TimeS);
        return time > 0 ? charge / time : Points[s.First].CurrentA;
    }

    private List<HalfCycle> FindHalfCycles()
    {
        var halves = new List<Half>();
        foreach (var s in Segments)
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
        double integrated = 0, counted = 0, perGram = 1 / (3.6 * Details.MassG), longest = 0, current = double.NaN;
        IReadOnlyList<double> count = Reading.CountedAh;
        var curve = new List<(double, double)>(half.Segments.Sum(s => s.Last - s.First + 1));
        foreach (var s in half.Segments)
        {
            integrated += Math.Abs(Points[s.First].CurrentA) * Lead(s) * perGram;
            if (count.Count > 0 && s.First > 0) counted += (count[s.First] - count[s.First - 1]) * 1000 / Details.MassG;
            for (int i = s.First; i <= s.Last; i++)
            {
                if (i > s.First)
                {
                    integrated += 0.5 * Math.Abs(Points[i].CurrentA + Points[i - 1].CurrentA) * (Points[i].TimeS - Points[i - 1].TimeS) * perGram;
                    if (count.Count > 0) counted += (count[i] - count[i - 1]) * 1000 / Details.MassG;
                }

                curve.Add((ChargeFrom == ChargeSource.Counted ? counted : integrated, Points[i].VoltageV));
            }

            double duration = Points[s.Last].TimeS - Points[s.First].TimeS;
            if (s.Mode == StepMode.Current && duration >= longest) (longest, current) = (duration, Math.Abs(MeanCurrent(s)));
        }

        return new HalfCycle(half.Sign, ChargeFrom == ChargeSource.Counted ? counted : integrated, curve)
        {
            IntegratedMAhG = integrated, CountedMAhG = count.Count > 0 ? counted : double.NaN, CurrentA = current, Span = (Points[half.Segments[0].First].TimeS, Points[half.Segments[^1].Last].TimeS),
        };
    }

    /// <summary>Where the integral of the current and the cycler's count disagree.</summary>
    private IEnumerable<string> Compare()
    {
        var apart = HalfCycles.Select((half, i) => (Number: i + 1, half.IntegratedMAhG, half.CountedMAhG)).Where(half => Math.Abs(half.IntegratedMAhG - half.CountedMAhG) > LargestDisagreement * Math.Max(half.IntegratedMAhG, half.CountedMAhG)).ToArray();
        if (apart.Length == 0) yield break;
        var (number, integrated, counted) = apart.MaxBy(half => Math.Abs(half.IntegratedMAhG - half.CountedMAhG) / half.CountedMAhG);
        yield return string.Create(CultureInfo.InvariantCulture,
            $"In {apart.Length} of {HalfCycles.Count} half cycles the integral of the current and the cycler's count differ by more than 1 %, most in half cycle {number}: {integrated:0.00} against {counted:0.00} mAh/g. Used: {(ChargeFrom == ChargeSource.Counted ? "the cycler's count" : "the integral")}. Look for sparse rows, or columns in another unit.");
    }

    /// <summary>The current below which the cell rests, A: a hundredth of the usual current, and at most a two-hundredth of what empties 175 mAh/g in an hour.</summary>
    private static double RestCurrent(IReadOnlyList<CellTestPoint> points, double massG)
    {
        double[] flowing = [.. points.Select(p => Math.Abs(p.CurrentA)).Where(c => c > 0).Order()];
        return flowing.Length > 0 ? Math.Min(RestShare * flowing[flowing.Length / 2], 0.175 * massG / 200) : double.PositiveInfinity;
    }

    private static List<TestSegment> FindSegments(IReadOnlyList<CellTestPoint> points, double rest)
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

    /// <summary>The sign under which the voltage falls in the first stretch of current that moves it: that lithiates. Where none does, a discharge: negative currents, as cyclers write it.</summary>
    private static int FindSign(IReadOnlyList<CellTestPoint> points, double massG)
    {
        foreach (var s in FindSegments(points, RestCurrent(points, massG)))
        {
            double rise = points[s.Last].VoltageV - points[s.First].VoltageV;
            if (s.Sign != 0 && Math.Abs(rise) >= LeastRiseV) return rise < 0 ? s.Sign : -s.Sign;
        }

        return -1;
    }

    private readonly record struct Half(int Sign, List<TestSegment> Segments);
}
