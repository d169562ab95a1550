namespace LtoAutoscope.Acquisition.Conditions;

/// <summary>Limits of the supply. A battery that is nearly empty cuts a scan off.</summary>
public sealed record MainsCondition
{
    /// <summary>How long the battery may carry on before the run is suspended, s, 0…3600. Default 5: a flicker disturbs nothing.</summary>
    public double GraceS { get; init; } = 5;

    /// <summary>How long the mains have to be back before a run goes on, s, 0…7200. Default 120: they often fail again.</summary>
    public double SettleS { get; init; } = 120;
}
