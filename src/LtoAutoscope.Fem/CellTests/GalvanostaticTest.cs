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
    private const double SteepEndV = 0.05;

    /// <summary>Ends of half cycles within it are one cut-off.</summary>
    private const double SameEndV = 0.02;

    /// <summary>Difference between the integral of the current and the cycler's count at which a person is told, relative.</summary>
    private const double LargestDisagreement = 0.01;

    /// <summary>For each segment the position of its half cycle; −1 for rests and pulses.</summary>
    private readonly IReadOnlyList<int> _halfOf;

    private GalvanostaticTest(string source, CellTestDetails details, CellTestReading reading, IReadOnlyList<CellTestPoint> points, ChargeSource charge)
    {
        Source = source;
        Details = details;
        Reading = reading;
        Points = points;
        if (charge == ChargeSource.Counted && reading.CountedAh.Count == 0)
            throw new InputException("the file counts no charge", source, "Take the charge from the current, or export the columns of the capacity as well");
        ChargeFrom = charge == ChargeSource.Integrated || reading.CountedAh.Count == 0 ? ChargeSource.Integrated : ChargeSource.Counted;
        Segments = TestSegments.Find(points, TestSegments.RestCurrentA(points, details.MassG));
        (HalfCycles, _halfOf) = new HalfCycleFinder(points, reading.CountedAh, details.MassG, ChargeFrom).Find(Segments);
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
        int sign = details.LithiationSign != 0 ? details.LithiationSign : CurrentDirection.LithiationSign(reading.Points, details.MassG);
        return new GalvanostaticTest(source, details, reading, sign > 0 ? reading.Points : [.. reading.Points.Select(p => p with { CurrentA = -p.CurrentA })], charge);
    }

    /// <summary>The protocol that the cell was put through, for a model of the same capacity: currents as rates, cut-offs, holds and rests as they were found. What comes before the first half cycle is left out; a pulse, which is no half cycle, counts as rest.</summary>
    /// <param name="material">Gives the capacity that rates refer to.</param>
    /// <param name="halfCycles">How many half cycles, from the first; 2 is the first cycle.</param>
    public Protocol ToProtocol(Material material, int halfCycles = 2)
    {
        ArgumentNullException.ThrowIfNull(material);
        double capacity = material.TheoreticalCapacityMAhG * 3.6 * Details.MassG;
        var steps = new List<ProtocolStep>();
        for (int i = 0; i < Segments.Count && _halfOf[i] < halfCycles; i++)
        {
            TestSegment s = Segments[i];
            double duration = Points[s.Last].TimeS - Points[s.First].TimeS + TestSegments.LeadS(Points, s), end = Points[s.Last].VoltageV;
            if (_halfOf[i] < 0)
            {
                // Before the first half cycle the electrode is pristine, where no model has a defined potential at rest.
                if (duration <= 0 || steps.Count == 0) continue;
                if (steps[^1].Mode == StepMode.Rest) steps[^1] = steps[^1] with { UntilTimeS = steps[^1].UntilTimeS + duration };
                else steps.Add(new ProtocolStep { Mode = StepMode.Rest, UntilTimeS = duration });
                continue;
            }

            double rate = TestSegments.MeanCurrentA(Points, s) * 3600 / capacity;
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

    /// <summary>Where the integral of the current and the cycler's count disagree.</summary>
    private IEnumerable<string> Compare()
    {
        var apart = HalfCycles.Select((half, i) => (Number: i + 1, half.IntegratedMAhG, half.CountedMAhG)).Where(half => Math.Abs(half.IntegratedMAhG - half.CountedMAhG) > LargestDisagreement * Math.Max(half.IntegratedMAhG, half.CountedMAhG)).ToArray();
        if (apart.Length == 0) yield break;
        var (number, integrated, counted) = apart.MaxBy(half => Math.Abs(half.IntegratedMAhG - half.CountedMAhG) / half.CountedMAhG);
        yield return string.Create(CultureInfo.InvariantCulture,
            $"In {apart.Length} of {HalfCycles.Count} half cycles the integral of the current and the cycler's count differ by more than 1 %, most in half cycle {number}: {integrated:0.00} against {counted:0.00} mAh/g. Used: {(ChargeFrom == ChargeSource.Counted ? "the cycler's count" : "the integral")}. Look for sparse rows, or columns in another unit.");
    }
}
