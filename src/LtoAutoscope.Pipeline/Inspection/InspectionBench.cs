using System.Text.Json;
using LtoAutoscope.Acquisition.Inspection;
using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Frames;

namespace LtoAutoscope.Pipeline.Inspection;

/// <summary>Inspects ordinary frames and frames with every fault on the twin, and counts the verdicts.</summary>
public static class InspectionBench
{
    private const double FocusErrorUm = 0.25;
    private const int Priming = InspectionReference.Length;
    private const string Accepted = "accepted";

    /// <summary>Runs it. The same options give the same table.</summary>
    /// <param name="options">How much.</param>
    /// <param name="progress">Is told the share that is done and what is looked at.</param>
    /// <param name="cancellationToken">Ends it between two frames.</param>
    /// <exception cref="InputException">An option is out of range.</exception>
    public static InspectionBenchReport Run(InspectionBenchOptions options, IProgress<(double Share, string Text)> progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(progress);
        if (options.Ordinary is < 10 or > 10_000) throw new InputException($"{options.Ordinary} ordinary frames cannot be taken", "--frames", "Give a number from 10 to 10000");
        if (options.Micrographs is < 0 or > 1000) throw new InputException($"{options.Micrographs} frames of the micrographs cannot be taken", "--micrographs", "Give a number from 0 to 1000");
        if (options.Faulty is < 1 or > 1000) throw new InputException($"{options.Faulty} frames of a fault cannot be taken", "--faulty", "Give a number from 1 to 1000");
        List<BenchPowder> powders = [.. BenchPowder.All(options.Seed).Where(powder => powder.Name.Contains(options.Powder, StringComparison.OrdinalIgnoreCase))];
        if (powders.Count == 0) throw new InputException($"There is no powder '{options.Powder}'", "--powder", $"Give a part of: {string.Join("; ", BenchPowder.All(options.Seed).Select(powder => powder.Name))}");
        var rows = new List<InspectionBenchRow>();
        var times = new List<double>();
        for (int p = 0; p < powders.Count; p++)
        {
            BenchPowder powder = powders[p];
            bool isReal = powder.World is not Twin.Worlds.SyntheticPowderWorld;
            int ordinary = isReal ? options.Micrographs : options.Ordinary;
            if (ordinary == 0) continue;
            progress.Report(((double)p / powders.Count, powder.Name));
            rows.Add(Ordinary(powder, ordinary, options.Seed, times, cancellationToken));
            IReadOnlyList<FrameMeasures> usual = Usual(powder, options, cancellationToken);
            foreach (BenchFault fault in BenchFault.All.Where(fault => fault.Fits(powder)))
            {
                progress.Report(((p + 0.3 + 0.7 * rows.Count(row => row.Powder == powder.Name) / (BenchFault.All.Count + 1)) / powders.Count, $"{powder.Name}: {fault.Name}"));
                rows.Add(Faulty(powder, fault, usual, options, cancellationToken));
            }
        }

        times.Sort();
        return new InspectionBenchReport(rows, times[times.Count / 2], times[(int)(0.95 * (times.Count - 1))]);
    }

    private static InspectionBenchRow Ordinary(BenchPowder powder, int count, int seed, List<double> times, CancellationToken cancellationToken)
    {
        var twin = new BenchTwin(powder, (ulong)seed);
        var reference = new InspectionReference();
        var verdicts = new SortedDictionary<string, int>(StringComparer.Ordinal);
        string said = "";
        for (int i = 0; i < count; i++)
        {
            Frame frame = twin.Expose($"f{i}", powder.Places(i), FocusError(seed, i), cancellationToken);
            TimeSpan began = Environment.CpuUsage.TotalTime;
            FrameAssessment assessment = FrameInspector.Inspect(frame.Image, frame.Metadata, reference);
            times.Add((Environment.CpuUsage.TotalTime - began).TotalMilliseconds);
            reference.Observe(assessment.Measures);
            Count(verdicts, assessment, ref said);
        }

        return new InspectionBenchRow(powder.Name, "", [Accepted], count, verdicts, said);
    }

    private static InspectionBenchRow Faulty(BenchPowder powder, BenchFault fault, IReadOnlyList<FrameMeasures> usual, InspectionBenchOptions options, CancellationToken cancellationToken)
    {
        var verdicts = new SortedDictionary<string, int>(StringComparer.Ordinal);
        string said = "";
        for (int i = 0; i < options.Faulty; i++)
        {
            var reference = new InspectionReference();
            foreach (FrameMeasures measures in usual) reference.Observe(measures);
            var twin = new BenchTwin(fault.Instead(powder) is { } other ? powder with { World = other } : powder, (ulong)options.Seed, fault.Image);
            int place = Priming + 2 * i;
            var exposure = new FaultyExposure($"f{place}", powder.Places(place), powder.Places(place + 1), powder.FieldWidthUm, FocusError(options.Seed, place), reference, cancellationToken);
            (Frame frame, InspectionPlace known) = fault.Take(twin, exposure);
            Count(verdicts, FrameInspector.Inspect(frame.Image, frame.Metadata, reference, known), ref said);
        }

        return new InspectionBenchRow(powder.Name, fault.Name, [.. fault.Right.Select(Word)], options.Faulty, verdicts, said) { IsBeyondThePicture = fault.IsBeyondThePicture(powder) };
    }

    /// <summary>What a few ordinary frames measure.</summary>
    private static List<FrameMeasures> Usual(BenchPowder powder, InspectionBenchOptions options, CancellationToken cancellationToken)
    {
        var twin = new BenchTwin(powder, (ulong)options.Seed);
        var reference = new InspectionReference();
        var usual = new List<FrameMeasures>();
        for (int i = 0; i < Priming; i++)
        {
            Frame frame = twin.Expose($"p{i}", powder.Places(i), FocusError(options.Seed, i), cancellationToken);
            usual.Add(FrameInspector.Inspect(frame.Image, frame.Metadata, reference).Measures);
            reference.Observe(usual[^1]);
        }

        return usual;
    }

    /// <summary>What a focus search leaves, µm: normally distributed.</summary>
    private static double FocusError(int seed, int frame)
    {
        var random = new Random(unchecked(seed * 7919 + frame));
        return FocusErrorUm * Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
    }

    private static void Count(SortedDictionary<string, int> verdicts, FrameAssessment assessment, ref string said)
    {
        string verdict = assessment.Reason is { } reason ? Word(reason) : Accepted;
        verdicts[verdict] = verdicts.GetValueOrDefault(verdict) + 1;
        if (said.Length == 0) said = assessment.Sentence;
    }

    private static string Word(QuarantineReason reason) => JsonNamingPolicy.SnakeCaseLower.ConvertName(reason.ToString());
}
