using LtoAutoscope.Domain.Cells;
using LtoAutoscope.Fem.Electrolytes;

namespace LtoAutoscope.Fem.Electrochemistry;

/// <summary>What lies between the face of the box and the lithium, as a function of the box's current.</summary>
internal sealed class CellTerminal
{
    private readonly CellSurroundings? _surroundings;
    private readonly Material _material;
    private readonly IElectrolyte _electrolyte;
    private readonly double _planePerAmpere;
    private readonly double _thickness;
    private readonly double _porosity;
    private readonly double _probe;

    /// <param name="surroundings">The lumped parts, or null for none.</param>
    /// <param name="material">The material.</param>
    /// <param name="electrolyte">Its electrolyte.</param>
    /// <param name="activeVolumeM3">Volume of the particles.</param>
    /// <param name="activeFraction">Their share of the electrode.</param>
    /// <param name="porosity">Porosity of the electrode.</param>
    /// <param name="boxThicknessM">Thickness of the box.</param>
    /// <param name="nominalA">The measure of a current.</param>
    internal CellTerminal(
        CellSurroundings? surroundings, Material material, IElectrolyte electrolyte, double activeVolumeM3, double activeFraction, double porosity,
        double boxThicknessM, double nominalA)
    {
        _surroundings = surroundings;
        _material = material;
        _electrolyte = electrolyte;
        _thickness = surroundings?.ElectrodeThicknessM ?? boxThicknessM;
        _porosity = porosity;
        _planePerAmpere = activeFraction * _thickness / activeVolumeM3;
        _probe = 1e-4 * nominalA;
    }

    /// <summary>Current of the box for a current density on the cell's plane, A.</summary>
    internal double FromPlane(double planeCurrentAM2) => planeCurrentAM2 / _planePerAmpere;

    internal SurroundingsState At(double currentA)
        => _surroundings?.At(currentA * _planePerAmpere, _thickness, _porosity, _material, _electrolyte)
            ?? new SurroundingsState(0, _material.ElectrolyteConcentrationMolM3, _material.ElectrolyteConcentrationMolM3);

    /// <summary>φ_e at the face and its derivative, V/A.</summary>
    internal (double PotentialV, double Slope) DropWithSlope(double currentA)
    {
        if (_surroundings is null) return (0, 0);
        double high = At(currentA + _probe).PotentialV, low = At(currentA - _probe).PotentialV;
        return (At(currentA).PotentialV, (high - low) / (2 * _probe));
    }
}
