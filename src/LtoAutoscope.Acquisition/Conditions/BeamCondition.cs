namespace LtoAutoscope.Acquisition.Conditions;

/// <summary>What is done about a beam that went off. It cuts a scan off.</summary>
public sealed record BeamCondition
{
    /// <summary>How often a run may switch it on again within one wait, 0…100. Default 3; then a person is needed.</summary>
    public int Restarts { get; init; } = 3;

    /// <summary>How long the gun rests before each restart, s, 0…3600. Default 60.</summary>
    public double RestartAfterS { get; init; } = 60;

    /// <summary>How long the beam has to stay on before a run goes on, s, 0…7200. Default 30.</summary>
    public double SettleS { get; init; } = 30;
}
