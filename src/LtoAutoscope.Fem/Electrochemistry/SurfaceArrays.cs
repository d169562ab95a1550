namespace LtoAutoscope.Fem.Electrochemistry;

/// <summary>What the interface reaction takes and gives at the surface nodes of a particle, each an array of its own.</summary>
internal sealed class SurfaceArrays(int count)
{
    /// <summary>Lithiation of the true surface: an unknown of its own beyond a skin, the node's elsewhere.</summary>
    internal double[] Lithiation { get; } = new double[count];

    /// <summary>How a change of the node passes to the surface beyond the skin.</summary>
    internal double[] Coupling { get; } = new double[count];

    /// <summary>What the skin's own residual moves the surface by.</summary>
    internal double[] Shift { get; } = new double[count];

    /// <summary>How the shared potential moves the surface at a held node, 1/V.</summary>
    internal double[] SurfaceByPotential { get; } = new double[count];

    /// <summary>φ_s − φ_e less the shared potential, V.</summary>
    internal double[] Offset { get; } = new double[count];

    /// <summary>Salt, mol/m³.</summary>
    internal double[] Concentration { get; } = new double[count];

    internal double[] FilmStar { get; } = new double[count];

    internal double[] SpentStar { get; } = new double[count];

    /// <summary>Insertion current density, A/m².</summary>
    internal double[] Insertion { get; } = new double[count];

    internal double[] ByLithiation { get; } = new double[count];

    internal double[] ByPotential { get; } = new double[count];

    internal double[] Side { get; } = new double[count];

    internal double[] SideByLithiation { get; } = new double[count];

    internal double[] SideByPotential { get; } = new double[count];

    internal double[] FilmNew { get; } = new double[count];

    internal double[] SpentNew { get; } = new double[count];

    internal void Set(int s, in InterfaceResponse response)
    {
        Insertion[s] = response.Insertion.Current;
        ByLithiation[s] = response.Insertion.ByLithiation;
        ByPotential[s] = response.Insertion.ByPotential;
        Side[s] = response.Side;
        SideByLithiation[s] = response.SideByLithiation;
        SideByPotential[s] = response.SideByPotential;
        FilmNew[s] = response.FilmM;
        SpentNew[s] = response.SpentCM2;
    }
}
