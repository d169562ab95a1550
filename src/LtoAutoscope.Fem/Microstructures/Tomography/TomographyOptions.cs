namespace LtoAutoscope.Fem.Microstructures.Tomography;

/// <summary>What the values of a stack mean.</summary>
public sealed record TomographyOptions
{
    /// <summary>Edge of a voxel, nm, &gt; 0.</summary>
    public required double VoxelSizeNm { get; init; }

    /// <summary>Values of pores. Default 0.</summary>
    public IReadOnlyList<int> PoreValues { get; init; } = [0];

    /// <summary>Values of carbon-binder domain. Default none.</summary>
    public IReadOnlyList<int> BinderValues { get; init; } = [];

    /// <summary>Whether all other values are one solid that is to be split into particles; else each value is one particle. Default false.</summary>
    public bool IsBinary { get; init; }

    /// <summary>Binary only: two particles are told apart where the neck between them is narrower than this share of the smaller one, 0.1…1. Default 0.85.</summary>
    public double NeckRatio { get; init; } = 0.85;

    /// <summary>Pieces of fewer voxels become pore. Default 8.</summary>
    public int MinimumVoxels { get; init; } = 8;
}
