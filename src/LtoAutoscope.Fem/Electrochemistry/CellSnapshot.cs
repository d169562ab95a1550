namespace LtoAutoscope.Fem.Electrochemistry;

/// <summary>All fields of a resolved cell at one moment, one value a voxel of the box, x fastest; NaN where a field does not exist.</summary>
public sealed record CellSnapshot
{
    /// <summary>Number of the snapshot in its run, from 0.</summary>
    public required int Number { get; init; }

    /// <summary>Cycle, from 1.</summary>
    public required int Cycle { get; init; }

    /// <summary>Step of the protocol, from 1.</summary>
    public required int Step { get; init; }

    /// <summary>Time since the start, s.</summary>
    public required double TimeS { get; init; }

    /// <summary>Voltage of the cell, V.</summary>
    public required double VoltageV { get; init; }

    /// <summary>Mean lithiation, 0…1.</summary>
    public required double MeanLithiation { get; init; }

    /// <summary>Lithiation in particles.</summary>
    public required float[] Lithiation { get; init; }

    /// <summary>Film thickness, nm, in the voxels of particles that have surface: mean over the voxel's surface nodes.</summary>
    public required float[] FilmNm { get; init; }

    /// <summary>Salt concentration less its value at the face of the box, mol/m³, in pores and binder.</summary>
    public float[]? ConcentrationDeviation { get; init; }

    /// <summary>Salt concentration at the face of the box, mol/m³.</summary>
    public double FaceConcentration { get; init; }

    /// <summary>Potential of the electrolyte against its value at the face of the box, V, in pores and binder.</summary>
    public float[]? ElectrolytePotentialV { get; init; }

    /// <summary>Potential of the solid against the current collector, V, in particles and binder.</summary>
    public float[]? SolidPotentialV { get; init; }
}
