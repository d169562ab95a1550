namespace LtoAutoscope.Fem;

/// <summary>How much of the cell is resolved.</summary>
public enum CellFidelity
{
    /// <summary>One ellipsoid with the volume-weighted mean of each measure.</summary>
    Particle,

    /// <summary>Porous-electrode half or full cell (DFN) with the size classes of the morphology.</summary>
    P2d,

    /// <summary>Packed particles on a voxel grid.</summary>
    Rve,
}
