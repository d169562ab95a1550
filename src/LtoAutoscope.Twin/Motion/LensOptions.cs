namespace LtoAutoscope.Twin.Motion;

/// <summary>
/// What the stage can run into: a pole piece with a flat face that widens upwards as a cone, above a round holder that tilts about the stage's
/// x axis under the beam.
/// </summary>
public sealed record LensOptions
{
    /// <summary>Whether there is a lens at all. Default yes.</summary>
    public bool IsThere { get; init; } = true;

    /// <summary>How far an untilted stage without a holder can rise from <see cref="TwinOptions.ReferenceZMm"/> until it touches, mm. Default 12.</summary>
    public double ClearanceMm { get; init; } = 12;

    /// <summary>Radius of the pole piece's flat face, mm. Default 10.</summary>
    public double FaceRadiusMm { get; init; } = 10;

    /// <summary>How steeply the cone rises outside its face, degrees from the horizontal. Default 30.</summary>
    public double ConeDeg { get; init; } = 30;

    /// <summary>Radius of the holder, mm. Default 20.</summary>
    public double HolderRadiusMm { get; init; } = 20;

    /// <summary>How far the holder or what stands on it rises above the stage's reference plane, mm. Default 0.</summary>
    public double HolderHeightMm { get; init; }
}
