using LtoAutoscope.Domain.Cells;
using LtoAutoscope.Fem.Electrolytes;

namespace LtoAutoscope.Fem.Electrochemistry;

/// <summary>
/// The rest of the half cell that a resolved box does not hold, lumped: separator and lithium metal in quasi-steady state, and the
/// depth of the electrode behind the box. It gives the salt concentration and the electrolyte's potential at the face of the box that looks at
/// the separator.
/// </summary>
/// <remarks>
/// With a current density i on the plane (positive lithiates): c is linear over the separator, c_Li − c = i(1−t₊)L_s/(F·D·ε_s^b); parabolic over
/// an electrode that reacts evenly; and the salt of both together is that at rest. φ = −(2RT/F)·asinh(i/2i₀) − iL_s/(κ·ε_s^b) +
/// (2RT/F)(1−t₊)·TDF·ln(c/c_Li), i₀ = <see cref="LithiumExchangeAM2"/>·√(c_Li/1000).
/// </remarks>
public sealed record CellSurroundings
{
    /// <summary>Thickness of the separator, m. Default 25 µm.</summary>
    public double SeparatorThicknessM { get; init; } = 25e-6;

    /// <summary>Porosity of the separator. Default 0.4.</summary>
    public double SeparatorPorosity { get; init; } = 0.4;

    /// <summary>Exponent b of porosity in transport (Bruggeman). Default 1.5.</summary>
    public double Exponent { get; init; } = 1.5;

    /// <summary>Thickness of the electrode whose current passes the plane, m; null: the box alone.</summary>
    public double? ElectrodeThicknessM { get; init; }

    /// <summary>Exchange current density of lithium at 1000 mol/m³, A/m². Default 20.</summary>
    public double LithiumExchangeAM2 { get; init; } = 20;

    /// <summary>The state at the face of the box.</summary>
    /// <param name="planeCurrentAM2">Current density on the cell's plane, A/m², positive lithiates.</param>
    /// <param name="electrodeThicknessM">Thickness of the electrode, m.</param>
    /// <param name="electrodePorosity">Its porosity.</param>
    /// <param name="material">Temperature and salt concentration at rest.</param>
    /// <param name="electrolyte">The electrolyte.</param>
    public SurroundingsState At(
        double planeCurrentAM2, double electrodeThicknessM, double electrodePorosity, Material material, IElectrolyte electrolyte)
    {
        ArgumentNullException.ThrowIfNull(material);
        ArgumentNullException.ThrowIfNull(electrolyte);
        double rest = material.ElectrolyteConcentrationMolM3, thermal = Material.GasConstantJMolK * material.TemperatureK / Material.FaradayCMol;
        var p = electrolyte.At(rest);
        double separator = Math.Pow(SeparatorPorosity, Exponent), electrode = Math.Pow(electrodePorosity, Exponent);
        double flux = planeCurrentAM2 * (1 - p.TransferenceNumber) / (Material.FaradayCMol * p.DiffusivityM2S);
        double over = flux * SeparatorThicknessM / separator, under = flux * electrodeThicknessM / (3 * electrode);
        double room = SeparatorPorosity * SeparatorThicknessM, behind = electrodePorosity * electrodeThicknessM;
        double face = rest + (((behind * under) - (room * over / 2)) / (room + behind)), lithium = face + over;
        double potential = (-2 * thermal * Math.Asinh(planeCurrentAM2 / (2 * LithiumExchangeAM2 * Math.Sqrt(Math.Max(lithium, 1) / 1000))))
            - (planeCurrentAM2 * SeparatorThicknessM / (p.ConductivitySM * separator))
            + (2 * thermal * (1 - p.TransferenceNumber) * p.ThermodynamicFactor * Math.Log(Math.Max(face, 1) / Math.Max(lithium, 1)));
        double back = face - (1.5 * under);
        return new SurroundingsState(potential, face, Math.Min(Math.Min(face, lithium), back));
    }
}
