using LtoAutoscope.Domain.Instruments;

namespace LtoAutoscope.Instruments.Conformance;

/// <summary>What a conformance run found.</summary>
/// <param name="Instrument">What the instrument says of itself.</param>
/// <param name="StartedAt">When it began.</param>
/// <param name="WallS">How long it took, s.</param>
/// <param name="Moved">Whether the stage was moved.</param>
/// <param name="Items">The checks in order.</param>
/// <param name="Timings">How long the answers took.</param>
public sealed record ConformanceReport(
    InstrumentIdentity Instrument, DateTimeOffset StartedAt, double WallS, bool Moved, IReadOnlyList<ConformanceItem> Items, IReadOnlyList<QuestionTiming> Timings)
{
    /// <summary>Whether no check failed.</summary>
    public bool Passed => Items.All(item => item.Outcome != ConformanceOutcome.Failed);

    /// <summary>How many checks ended in an outcome.</summary>
    public int Count(ConformanceOutcome outcome) => Items.Count(item => item.Outcome == outcome);
}
