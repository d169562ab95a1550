namespace LtoAutoscope.Acquisition.Conditions;

/// <summary>Limits of the clock. A jump means that somebody set it, or that the computer slept: neither instrument nor schedule stand as before.</summary>
public sealed record ClockCondition
{
    /// <summary>Difference between wall clock and monotonic clock over one look, s, 0.5…3600. Default 5.</summary>
    public double MaximumJumpS { get; init; } = 5;

    /// <summary>How long it has to run evenly before a run goes on, s, 0…7200. Default 10.</summary>
    public double SettleS { get; init; } = 10;
}
