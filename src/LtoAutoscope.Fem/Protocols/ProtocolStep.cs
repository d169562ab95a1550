namespace LtoAutoscope.Fem.Protocols;

/// <summary>
/// One step of a test protocol: what is held, and what ends it. The first end that is met counts. Positive current discharges the cell,
/// which lithiates the working electrode of a half cell.
/// </summary>
public sealed record ProtocolStep
{
    /// <summary>What is held.</summary>
    public required StepMode Mode { get; init; }

    /// <summary>Current as a rate, capacities an hour; for <see cref="StepMode.Current"/>, not zero, where <see cref="CurrentDensityAM2"/> is not given.</summary>
    public double? RatePerHour { get; init; }

    /// <summary>Current density on the cell's plane, A/m²; for <see cref="StepMode.Current"/>.</summary>
    public double? CurrentDensityAM2 { get; init; }

    /// <summary>Voltage that is held; for <see cref="StepMode.Voltage"/>.</summary>
    public double? VoltageV { get; init; }

    /// <summary>Ends when the voltage reaches this (from above on discharge, from below on charge), V.</summary>
    public double? UntilVoltageV { get; init; }

    /// <summary>Ends when the current's magnitude falls to this rate, capacities an hour.</summary>
    public double? UntilRatePerHour { get; init; }

    /// <summary>Ends after this time, s.</summary>
    public double? UntilTimeS { get; init; }

    /// <summary>Ends when this share of the capacity has passed in the step.</summary>
    public double? UntilCapacity { get; init; }
}
