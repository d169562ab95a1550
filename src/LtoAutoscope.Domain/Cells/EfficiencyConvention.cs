namespace LtoAutoscope.Domain.Cells;

/// <summary>
/// Which charge of a cycle is divided by which. In a half cell against lithium the cell's discharge lithiates an anode material, so “discharge over charge”, right for a full cell,
/// is the inverse of the useful figure there; some papers write it all the same. It is therefore always stated.
/// </summary>
public enum EfficiencyConvention
{
    /// <summary>CE = Q(delithiation) / Q(lithiation), at most 1 but for errors: the half cell of an anode material.</summary>
    DelithiationOverLithiation,

    /// <summary>CE = Q(lithiation) / Q(delithiation): the half cell of a cathode material, which is delithiated first; also “discharge over charge” of any half cell.</summary>
    LithiationOverDelithiation,
}
