using LtoAutoscope.Acquisition.Timing;
using LtoAutoscope.Domain.Baselines;

namespace LtoAutoscope.Pipeline.Baselines;

/// <summary>Compares what a sample takes here with a stated baseline by hand: both are drawn many times within their ranges.</summary>
public static class SampleTime
{
    private const int Draws = 4000;
    private const int Seed = 500;
    private const double Claim = 80;

    /// <summary>Compares.</summary>
    /// <param name="baseline">The baseline.</param>
    /// <param name="particles">Particles of the sample, at least 1.</param>
    /// <param name="machineS">Likely times of instrument and computer for the sample, s; at least one.</param>
    /// <param name="machineTimeFrom">Where they come from, in a sentence.</param>
    /// <param name="recipe">The recipe.</param>
    /// <param name="instrument">The instrument.</param>
    public static SampleTimeReport Compare(Baseline baseline, int particles, IReadOnlyList<double> machineS, string machineTimeFrom, string recipe, string instrument)
    {
        ArgumentNullException.ThrowIfNull(baseline);
        ArgumentOutOfRangeException.ThrowIfLessThan(particles, 1);
        ArgumentNullException.ThrowIfNull(machineS);
        ArgumentOutOfRangeException.ThrowIfZero(machineS.Count);
        var random = new Random(Seed);
        var handsOn = new double[Draws];
        var inAll = new double[Draws];
        var manualHandsOn = new double[Draws];
        var manualInAll = new double[Draws];
        var manual = new double[baseline.Manual.Count];
        var automated = new double[baseline.Automated.Count];
        for (int i = 0; i < Draws; i++)
        {
            double images = Math.Ceiling(particles / baseline.ParticlesPerImage.Quantile(random.NextDouble()));
            // What is loaded and pumped is the same on both sides: one draw serves both, and the comparison does not gain by chance.
            var shared = new Dictionary<string, double>(StringComparer.Ordinal);
            (manualHandsOn[i], manualInAll[i]) = Sum(baseline.Manual, baseline.SamplesPerLoad, particles, images, shared, random, manual);
            (handsOn[i], double waited) = Sum(baseline.Automated, baseline.SamplesPerLoad, particles, images, shared, random, automated);
            inAll[i] = waited + machineS[random.Next(machineS.Count)];
        }

        double[] handsOnSaving = [.. Enumerable.Range(0, Draws).Select(i => 100 * (1 - handsOn[i] / manualHandsOn[i]))], inAllSaving = [.. Enumerable.Range(0, Draws).Select(i => 100 * (1 - inAll[i] / manualInAll[i]))];
        return new SampleTimeReport
        {
            Particles = particles, Recipe = recipe, Instrument = instrument, MachineTimeFrom = machineTimeFrom, MachineS = SpanRange.Of(machineS), HandsOnS = SpanRange.Of(handsOn), InAllS = SpanRange.Of(inAll),
            ManualHandsOnS = SpanRange.Of(manualHandsOn), ManualInAllS = SpanRange.Of(manualInAll), HandsOnSavingPercent = SpanRange.Of(handsOnSaving), InAllSavingPercent = SpanRange.Of(inAllSaving),
            ChanceOf80HandsOn = handsOnSaving.Count(saving => saving > Claim) / (double)Draws, ChanceOf80InAll = inAllSaving.Count(saving => saving > Claim) / (double)Draws,
            Manual = [.. baseline.Manual.Select((step, i) => new SampleTimeStep(step.Name, step.HandsOn, manual[i] / Draws, step.Source))],
            Automated = [.. baseline.Automated.Select((step, i) => new SampleTimeStep(step.Name, step.HandsOn, automated[i] / Draws, step.Source))],
        };
    }

    private static (double HandsOn, double InAll) Sum(
        IReadOnlyList<BaselineStep> steps, int samplesPerLoad, int particles, double images, Dictionary<string, double> shared, Random random, double[] totals)
    {
        double handsOn = 0, inAll = 0;
        for (int i = 0; i < steps.Count; i++)
        {
            BaselineStep step = steps[i];
            string key = $"{step.Name} {step.Per}";
            if (!shared.TryGetValue(key, out double share)) shared[key] = share = random.NextDouble();
            double seconds = step.Seconds.Quantile(share) * step.Per switch { BaselineUnit.Load => 1.0 / samplesPerLoad, BaselineUnit.Sample => 1, BaselineUnit.Image => images, _ => particles };
            totals[i] += seconds;
            inAll += seconds;
            if (step.HandsOn) handsOn += seconds;
        }

        return (handsOn, inAll);
    }
}
