namespace LtoAutoscope.Domain.Recipes;

/// <summary>How one frame is exposed.</summary>
public sealed record ExposureSettings
{
    /// <summary>Width of the field, µm. Default 3.2.</summary>
    public double FieldWidthUm { get; init; } = 3.2;

    /// <summary>Frame width, pixels. Default 1024.</summary>
    public int WidthPx { get; init; } = 1024;

    /// <summary>Frame height, pixels. Default 768.</summary>
    public int HeightPx { get; init; } = 768;

    /// <summary>8 or 16. Default 16.</summary>
    public int BitsPerPixel { get; init; } = 16;

    /// <summary>Dwell time a pixel, µs. Default 3.</summary>
    public double DwellUs { get; init; } = 3;

    /// <summary>Acceleration voltage, kV. Default 5.</summary>
    public double BeamEnergyKv { get; init; } = 5;
}
