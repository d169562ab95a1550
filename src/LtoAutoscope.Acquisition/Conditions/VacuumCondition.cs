namespace LtoAutoscope.Acquisition.Conditions;

/// <summary>Limits of the chamber. A chamber that is not ready cuts a scan off.</summary>
public sealed record VacuumCondition
{
    /// <summary>The highest chamber pressure, Pa, 1e-9…1e5; null trusts the instrument's word that the vacuum is ready. Default null.</summary>
    public double? MaximumPressurePa { get; init; }

    /// <summary>How long it has to be ready before a run goes on, s, 0…7200. Default 60.</summary>
    public double SettleS { get; init; } = 60;
}
