namespace LtoAutoscope.Domain.Recipes;

/// <summary>How the cell model is run on the measured morphology.</summary>
public sealed record CellModelSettings
{
    /// <summary>Voxels along an edge of the box, 12…512. Default 32.</summary>
    public int Grid { get; init; } = 32;

    /// <summary>Particles in a realisation. Default 36.</summary>
    public int Particles { get; init; } = 36;

    /// <summary>Random packings that are averaged; their scatter enters the interval. Default 2.</summary>
    public int Realisations { get; init; } = 2;

    /// <summary>C-rate, full charges an hour. Default 0.2 (C/5).</summary>
    public double RatePerHour { get; init; } = 0.2;

    /// <summary>How closely the electrode is resolved. Default the box.</summary>
    public CellModelFidelity Fidelity { get; init; } = CellModelFidelity.Rve;
}
