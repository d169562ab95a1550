using System.Globalization;
using System.Runtime.CompilerServices;
using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Cells;
using LtoAutoscope.Fem.Functions;

namespace LtoAutoscope.Fem.Materials;

/// <summary>The functions of a material, compiled once for each.</summary>
public static class MaterialFunctions
{
    private const int CheckPoints = 1000;

    // An open-circuit potential may rise by this much from one point to the next: fits of measured curves have such ripples.
    private const double LargestRiseV = 1e-3;

    private static readonly ConditionalWeakTable<MaterialFunction, ScalarFunction> Compiled = [];

    /// <summary>The function as the cell model asks for it.</summary>
    /// <exception cref="InputException">The expression or the table cannot be used.</exception>
    public static ScalarFunction Compile(this MaterialFunction function, string where = "material")
    {
        ArgumentNullException.ThrowIfNull(function);
        return Compiled.GetValue(function, f => f.Expression is { } text ? ExpressionFunction.Compile(text, "x", where) : new TableFunction(f.Table, where));
    }

    /// <summary>U(x) of a material as the cell model has it, V: its own function with ends (<see cref="EndedFunction"/>), or its regular solution.</summary>
    public static ScalarFunction Potential(Material material)
    {
        ArgumentNullException.ThrowIfNull(material);
        return material.OpenCircuitPotential is { } own
            ? new EndedFunction(own.Compile().AtTemperature(material.TemperatureK), material.TemperatureK)
            : new RegularSolutionFunction(material);
    }

    /// <summary>Throws where a material's functions cannot be a material's.</summary>
    internal static void Check(Material material, string source)
    {
        foreach (var (function, key) in new[] { (material.DiffusivityFactor, MaterialKeys.DiffusivityFactor), (material.ExchangeCurrentFactor, MaterialKeys.ExchangeFactor) })
        {
            if (function is null) continue;
            var compiled = function.Compile($"{source}, {key}");
            for (int i = 0; i <= CheckPoints; i++)
            {
                double x = Place(i), value = compiled.At(x);
                if (!(value > 0) || !double.IsFinite(value))
                    throw new InputException(string.Create(CultureInfo.InvariantCulture, $"{key} is {value:g4} at x = {x:g3}"), source, "Let it be positive from x = 0 to 1");
            }
        }

        if (material.DiffusivityFactor is not null && material.Diffusion != SolidDiffusion.Fick)
            throw new InputException($"{MaterialKeys.DiffusivityFactor} and diffusion: {material.Diffusion.ToString().ToLowerInvariant()} both say how diffusivity depends on x", source, "Give one of them");
        if (material.OpenCircuitPotential is null)
        {
            if (material.LowerCutoffV >= material.PlateauV || material.PlateauV >= material.UpperCutoffV)
                throw new InputException("the plateau does not lie between the cut-offs", source, "Give lower_cutoff_V < plateau_V < upper_cutoff_V");
            return;
        }

        var potential = material.OpenCircuitPotential.Compile($"{source}, {MaterialKeys.Potential}").AtTemperature(material.TemperatureK);
        double last = double.PositiveInfinity, middle = potential.At(0.5);
        for (int i = 0; i <= CheckPoints; i++)
        {
            double x = Place(i), value = potential.At(x);
            if (!double.IsFinite(value)) throw new InputException(string.Create(CultureInfo.InvariantCulture, $"the open-circuit potential is {value} at x = {x:g3}"), source, "Let it be finite from x = 0 to 1");
            if (value > last + LargestRiseV)
                throw new InputException(string.Create(CultureInfo.InvariantCulture, $"the open-circuit potential rises at x = {x:g3}"), source, "Let it fall from x = 0 to 1; flatten a miscibility gap (Maxwell)");
            last = Math.Min(last, value);
        }

        if (material.LowerCutoffV >= middle || middle >= material.UpperCutoffV)
            throw new InputException("the potential at x = 0.5 does not lie between the cut-offs", source, "Give lower_cutoff_V < U(0.5) < upper_cutoff_V");
    }

    private static double Place(int i) => Math.Clamp((double)i / CheckPoints, 1e-9, 1 - 1e-9);
}
