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
    private const double RestShare = 0.01;
    private const double SteadyV = 0.003;
    private const double SteepEndV = 0.05;
    private const double RateStep = 0.2;

    private GalvanostaticTest(string source, CellTestDetails details, IReadOnlyList<CellTestPoint> points)
    {
        Source = source;
        Details = details;
        Points = points;
        Segments = FindSegments(points);
        HalfCycles = FindHalfCycles();
        if (HalfCycles.Count == 0) throw new InputException("no current flows", source, "Give a galvanostatic test of a half cell");
    }

    /// <summary>The file it came from.</summary>
    public string Source { get; }

    /// <summary>Mass, area, temperature, uncertainties.</summary>
    public CellTestDetails Details { get; }

    /// <summary>Its name.</summary>
    public string Name => Details.Name.Length > 0 ? Details.Name : Path.GetFileNameWithoutExtension(Source);

    /// <summary>Every row.</summary>
    public IReadOnlyList<CellTestPoint> Points { get; }

    /// <summary>What the cycler did, step by step.</summary>
    public IReadOnlyList<TestSegment> Segments { get; }

    /// <summary>The half cycles in order.</summary>
    public IReadOnlyList<HalfCycle> HalfCycles { get; }

    /// <summary>Initial Coulombic efficiency: charge of the first delithiation over that of the first lithiation; NaN where the test has no whole first cycle.</summary>
    public double Ce1 => HalfCycles.Count > 1 && HalfCycles[0].Sign > 0 && HalfCycles[1].Sign < 0 ? HalfCycles[1].ChargeMAhG / HalfCycles[0].ChargeMAhG : double.NaN;

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
    /// <param name="readers">Readers to try in order; delimited text if null.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="InputException">A file is missing or something in it is wrong.</exception>
    public static GalvanostaticTest Load(string path, IReadOnlyList<ICellTestReader>? readers = null, CancellationToken cancellationToken = default)
    {
        var details = CellTestDetails.Load(CellTestDetails.PathFor(path));
        readers ??= [new DelimitedCellTestReader()];
        try
        {
            string[] head = [.. File.ReadLines(path).Take(20)];
            // The last one speaks for all where none knows the file: its message says what it looks for.
            var reader = readers.FirstOrDefault(r => r.CanRead(path, head)) ?? readers[^1];
            using var text = new StreamReader(path);
            return Create(path, details, reader.Read(text, path, cancellationToken));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InputException("the cell test cannot be read", path, "Name a file of a galvanostatic test, such as CSV or BDF", e);
        }
    }

    /// <summary>A test from its rows, with the current's sign as its source has it.</summary>
    /// <exception cref="InputException">No mass is given, or no current flows.</exception>
    public static GalvanostaticTest Create(string source, CellTestDetails details, IReadOnlyList<CellTestPoint> points)
    {
        ArgumentNullException.ThrowIfNull(details);
        ArgumentNullException.ThrowIfNull(points);
        if (!(details.MassG > 0)) throw new InputException("the mass of active material is not given", source, $"Add mass_mg to {Path.GetFileName(CellTestDetails.PathFor(source))}");
        int sign = details.LithiationSign != 0 ? details.LithiationSign : FindSign(points);
        return new GalvanostaticTest(source, details, sign > 0 ? points : [.. points.Select(p => p with { CurrentA = -p.CurrentA })]);
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

            // A cut-off is met on a steep end; what stops on the plateau was stopped by the clock.
            int before = s.Last;
            while (before > s.First && Points[s.Last].TimeS - Points[before].TimeS < 0.05 * duration) before--;
            bool cutOff = Math.Abs(end - Points[before].VoltageV) > SteepEndV;
            steps.Add(new ProtocolStep
            {
                Mode = StepMode.Current, RatePerHour = rate, UntilVoltageV = cutOff ? end : null,
                UntilTimeS = cutOff ? Math.Max(2 * duration, Protocol.LongestHalfCycle * 3600 / Math.Abs(rate)) : duration,
            });
        }

        while (steps.Count > 0 && steps[^1].Mode == StepMode.Rest) steps.RemoveAt(steps.Count - 1);
        return new Protocol(steps);
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
        var halves = new List<HalfCycle>();
        var curve = new List<(double, double)>();
        int sign = 0;
        double charge = 0, perGram = 1 / (3.6 * Details.MassG);
        foreach (var s in Segments)
        {
            if (s.Sign == 0) continue;
            if (s.Sign != sign)
            {
                Close();
                sign = s.Sign;
            }

            charge += Math.Abs(Points[s.First].CurrentA) * Lead(s) * perGram;
            for (int i = s.First; i <= s.Last; i++)
            {
                if (i > s.First) charge += 0.5 * Math.Abs(Points[i].CurrentA + Points[i - 1].CurrentA) * (Points[i].TimeS - Points[i - 1].TimeS) * perGram;
                curve.Add((charge, Points[i].VoltageV));
            }
        }

        Close();
        return halves;

        void Close()
        {
            if (charge > 0) halves.Add(new HalfCycle(sign, charge, curve));
            (curve, charge) = ([], 0);
        }
    }

    private static List<TestSegment> FindSegments(IReadOnlyList<CellTestPoint> points)
    {
        double[] flowing = [.. points.Select(p => Math.Abs(p.CurrentA)).Where(c => c > 0).Order()];
        double rest = flowing.Length > 0 ? RestShare * flowing[flowing.Length / 2] : double.PositiveInfinity;
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

    /// <summary>The sign under which the voltage falls in the first half of the first stretch of current: that lithiates.</summary>
    private static int FindSign(IReadOnlyList<CellTestPoint> points)
    {
        foreach (var s in FindSegments(points))
        {
            if (s.Sign != 0 && s.Last - s.First >= 2) return points[s.Last].VoltageV < points[s.First].VoltageV ? s.Sign : -s.Sign;
        }

        return 1;
    }
}
