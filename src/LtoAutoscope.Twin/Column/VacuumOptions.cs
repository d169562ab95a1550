namespace LtoAutoscope.Twin.Column;

/// <summary>The twin's chamber.</summary>
public sealed record VacuumOptions
{
    /// <summary>From air until it is ready, s. Default 120.</summary>
    public double PumpSeconds { get; init; } = 120;

    /// <summary>From vacuum until the door can be opened, s. Default 60.</summary>
    public double VentSeconds { get; init; } = 60;

    /// <summary>Pressure after a day of pumping, Pa. Default 2e-3.</summary>
    public double BasePressurePa { get; init; } = 2e-3;

    /// <summary>Pressure below which the beam may go on, Pa; above the base pressure. Default 5e-3.</summary>
    public double ReadyPressurePa { get; init; } = 5e-3;
}
