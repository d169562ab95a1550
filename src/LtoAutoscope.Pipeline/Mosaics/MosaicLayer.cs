namespace LtoAutoscope.Pipeline.Mosaics;

/// <summary>What a run's mosaic can show.</summary>
public enum MosaicLayer
{
    /// <summary>The frames, with one contrast for the whole run.</summary>
    Image,

    /// <summary>The particles that were found.</summary>
    Masks,

    /// <summary>The particles, coloured by their diameter; far out each frame by its median.</summary>
    Size,

    /// <summary>Each frame coloured by its focus score.</summary>
    Focus,

    /// <summary>The overlaps of a stitched mosaic, coloured by what its solution leaves over.</summary>
    Seam,
}
