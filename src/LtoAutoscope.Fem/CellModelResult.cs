using LtoAutoscope.Domain.Cells;
using LtoAutoscope.Fem.Microstructures;

namespace LtoAutoscope.Fem;

/// <summary>What a run of the cell model gives.</summary>
public sealed record CellModelResult
{
    /// <summary>The prediction: <c>result.json</c>.</summary>
    public required CellPrediction Prediction { get; init; }

    /// <summary>The cycle of the first realisation: <c>voltage.csv</c>.</summary>
    public required IReadOnlyList<CyclePoint> Curve { get; init; }

    /// <summary>The microstructure of the first realisation.</summary>
    public required VoxelMicrostructure Microstructure { get; init; }

    /// <summary>Lithiation of each voxel when half of the charge was in; NaN in pores.</summary>
    public required float[] HalfLithiated { get; init; }

    /// <summary>The same at the end of lithiation.</summary>
    public required float[] Lithiated { get; init; }

    /// <summary>The same at the end of delithiation.</summary>
    public required float[] Delithiated { get; init; }
}
