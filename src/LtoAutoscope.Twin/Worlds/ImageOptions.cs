namespace LtoAutoscope.Twin.Worlds;

/// <summary>What the way from a sample to a picture adds that a perfect instrument would not. All of it is off by default.</summary>
public sealed record ImageOptions
{
    /// <summary>Nothing of it.</summary>
    public static ImageOptions None { get; } = new();

    /// <summary>Charging: how much darker the scan line gets behind bright things, at 100 pA, 0…1. Default 0.</summary>
    public double Charging { get; init; }

    /// <summary>How long the charge of a place lasts, µs of scanning. Default 60.</summary>
    public double ChargeDecayUs { get; init; } = 60;

    /// <summary>Contamination: the share of its signal that a place loses in the end, 0…1. Default 0.</summary>
    public double Contamination { get; init; }

    /// <summary>The dose after which 63 % of that are lost, electrons per nm². Default 2000.</summary>
    public double ContaminationDosePerNm2 { get; init; } = 2000;

    /// <summary>Radial distortion of the scan in the corner of the field, percent; positive widens the corners' content (pincushion undone). Default 0.</summary>
    public double DistortionPercent { get; init; }

    /// <summary>How far the beam lags at the beginning of each line, percent of the field's width. Default 0.</summary>
    public double FlybackPercent { get; init; }
}
