namespace LtoAutoscope.Fem;

/// <summary>How much of the cell is resolved.</summary>
public enum CellFidelity
{
    /// <summary>One ellipsoid with the volume-weighted mean of each measure.</summary>
    Particle,

    /// <summary>Half cell with upscaled properties. Comes later.</summary>
    P2d,

    /// <summary>Packed particles on a voxel grid.</summary>
    Rve,
}
