namespace LtoAutoscope.Domain.Samples;

/// <summary>One place for a sample on a holder.</summary>
/// <param name="Name">Name engraved on the holder.</param>
/// <param name="XMm">Centre in stage coordinates, mm.</param>
/// <param name="YMm">Centre in stage coordinates, mm.</param>
/// <param name="RadiusMm">Radius that may be imaged, mm.</param>
/// <param name="HeightMm">Height of the surface over the holder's reference plane, mm.</param>
public sealed record Stub(string Name, double XMm, double YMm, double RadiusMm, double HeightMm = 0)
{
    /// <summary>The grating on a calibration stub, or null for a place for samples.</summary>
    public CalibrationGrating? Grating { get; init; }
}
