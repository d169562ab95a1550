using LtoAutoscope.Domain.Cells;
using LtoAutoscope.Fem.Functions;
using LtoAutoscope.Fem.Materials;

namespace LtoAutoscope.Fem.Electrochemistry;

/// <summary>The insertion reaction that a material's file describes.</summary>
public static class MaterialKinetics
{
    /// <summary><see cref="InsertionKinetics"/> for a regular solution with one exchange current; <see cref="FunctionKinetics"/> where either is a function of lithiation.</summary>
    /// <param name="material">The material.</param>
    public static IInsertionKinetics Create(Material material)
    {
        ArgumentNullException.ThrowIfNull(material);
        return material.OpenCircuitPotential is null && material.ExchangeCurrentFactor is null
            ? new InsertionKinetics(material)
            : new FunctionKinetics(MaterialFunctions.Potential(material), Prefactor(material), null, material.TemperatureK);
    }

    /// <summary>i_ref(x), A/m².</summary>
    /// <param name="material">The material.</param>
    public static ScalarFunction Prefactor(Material material)
    {
        ArgumentNullException.ThrowIfNull(material);
        return material.ExchangeCurrentFactor is { } factor
            ? new ScaledFunction(material.ExchangeCurrentAM2, factor.Compile())
            : ScalarFunction.FromDouble(material.ExchangeCurrentAM2);
    }
}
