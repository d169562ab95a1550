namespace LtoAutoscope.Domain.Frames;

/// <summary>Why a frame does not count.</summary>
public enum QuarantineReason
{
    /// <summary>Out of focus.</summary>
    Focus,

    /// <summary>Sharper along one direction than along the other.</summary>
    Astigmatism,

    /// <summary>The sample charges: lines differ, or tails follow bright things.</summary>
    Charging,

    /// <summary>A layer grew under the beam: a scanned rectangle shows, or the place was exposed too often.</summary>
    Contamination,

    /// <summary>The sample moved while the frame was scanned, or faster than the recipe allows.</summary>
    Drift,

    /// <summary>The picture before came again.</summary>
    Frozen,

    /// <summary>Too little signal: the beam or the detector has faded.</summary>
    Dim,

    /// <summary>Not all lines came.</summary>
    Partial,

    /// <summary>Nothing lies there: bare support, or no picture at all.</summary>
    Empty,

    /// <summary>The network does not trust its own outlines on it.</summary>
    Doubtful,
}
