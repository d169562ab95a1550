namespace LtoAutoscope.Domain.Recipes;

/// <summary>How closely the cell model resolves the electrode; the words of <c>fem run --fidelity</c>.</summary>
public enum CellModelFidelity
{
    /// <summary>A resolved box of particles and pores. The default.</summary>
    Rve,

    /// <summary>A porous half cell over the whole thickness: a second instead of minutes.</summary>
    P2d,

    /// <summary>Single particles of the measured sizes.</summary>
    Particle,
}
