using LtoAutoscope.Acquisition.Timing;

namespace LtoAutoscope.Pipeline.Baselines;

/// <summary>What a sample takes, hands-on and in all, here and by hand.</summary>
public sealed record SampleTimeReport
{
    /// <summary>Particles of the sample.</summary>
    public required int Particles { get; init; }

    /// <summary>The recipe.</summary>
    public required string Recipe { get; init; }

    /// <summary>The instrument.</summary>
    public required string Instrument { get; init; }

    /// <summary>Where the time of instrument and computer comes from, in a sentence.</summary>
    public required string MachineTimeFrom { get; init; }

    /// <summary>Time of instrument and computer, s.</summary>
    public required SpanRange MachineS { get; init; }

    /// <summary>Hands-on time here, s.</summary>
    public required SpanRange HandsOnS { get; init; }

    /// <summary>Time in all here, s.</summary>
    public required SpanRange InAllS { get; init; }

    /// <summary>Hands-on time by hand, s.</summary>
    public required SpanRange ManualHandsOnS { get; init; }

    /// <summary>Time in all by hand, s.</summary>
    public required SpanRange ManualInAllS { get; init; }

    /// <summary>Saving of hands-on time, percent.</summary>
    public required SpanRange HandsOnSavingPercent { get; init; }

    /// <summary>Saving of time in all, percent; negative where it takes longer.</summary>
    public required SpanRange InAllSavingPercent { get; init; }

    /// <summary>Chance that hands-on time falls by more than 80 %, 0…1.</summary>
    public required double ChanceOf80HandsOn { get; init; }

    /// <summary>Chance that the time in all falls by more than 80 %, 0…1.</summary>
    public required double ChanceOf80InAll { get; init; }

    /// <summary>Mean time of each step by hand, s, with what it rests on.</summary>
    public required IReadOnlyList<SampleTimeStep> Manual { get; init; }

    /// <summary>The same here, without instrument and computer.</summary>
    public required IReadOnlyList<SampleTimeStep> Automated { get; init; }
}
