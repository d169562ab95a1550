namespace LtoAutoscope.Acquisition.Conditions;

/// <summary>Limits of probe current and emission, each against its reference of the run.</summary>
public sealed record ProbeCurrentCondition
{
    /// <summary>Deviation that suspends a run, percent of the reference, 0.1…100. Default 20.</summary>
    public double MaximumDeviationPercent { get; init; } = 20;

    /// <summary>Deviation under which a suspended run goes on, percent, not over the one above. Default 10.</summary>
    public double ResumeDeviationPercent { get; init; } = 10;

    /// <summary>How long it may deviate before the run is suspended, s, 0…3600. Default 5.</summary>
    public double GraceS { get; init; } = 5;

    /// <summary>How long it has to be good before a run goes on, s, 0…7200. Default 30.</summary>
    public double SettleS { get; init; } = 30;
}
