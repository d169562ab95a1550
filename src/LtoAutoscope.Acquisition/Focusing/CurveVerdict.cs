namespace LtoAutoscope.Acquisition.Focusing;

/// <summary>What a curve of sharpness shows.</summary>
public enum CurveVerdict
{
    /// <summary>A peak inside.</summary>
    Peak,

    /// <summary>It is highest at an end: the peak lies outside.</summary>
    AtEdge,

    /// <summary>It does not rise anywhere.</summary>
    Flat,

    /// <summary>No frame shows anything above its noise.</summary>
    Noise,
}
