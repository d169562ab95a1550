using LtoAutoscope.Domain.Cells;

namespace LtoAutoscope.Fem.Electrochemistry;

/// <summary>
/// Open-circuit potential against Li/Li⁺ of a regular solution whose miscibility gap is flattened (Maxwell construction):
/// U(x) = U₀ − (RT/F)[ln(z/(1−z)) + Ω(1−2z)] + s·(½ − x), with z = x outside the binodal and z = ½ inside it.
/// </summary>
public sealed class OpenCircuitPotential
{
    private readonly double _thermalV;

    /// <param name="material">The material.</param>
    public OpenCircuitPotential(Material material)
    {
        ArgumentNullException.ThrowIfNull(material);
        _thermalV = Material.GasConstantJMolK * material.TemperatureK / Material.FaradayCMol;
        PlateauV = material.PlateauV;
        SlopeV = material.SlopeV;
        Omega = material.RegularSolutionOmega;
        Binodal = FindBinodal(Omega);
    }

    /// <summary>Potential at x = ½, V.</summary>
    public double PlateauV { get; }

    /// <summary>Slope added over the whole range, V.</summary>
    public double SlopeV { get; }

    /// <summary>Interaction parameter, in RT.</summary>
    public double Omega { get; }

    /// <summary>The lower end of the miscibility gap; ½ where there is none (Ω ≤ 2).</summary>
    public double Binodal { get; }

    /// <summary>U(x), V; x is taken into 10⁻³⁰⁰…1 − 10⁻¹⁶, so that an empty or a full particle has a finite potential.</summary>
    public double At(double x)
    {
        double slope = SlopeV * (0.5 - x);
        if (x > Binodal && x < 1 - Binodal) return PlateauV + slope;
        double low = Math.Max(x, 1e-300), high = Math.Max(1 - x, 1e-16);
        return PlateauV - (_thermalV * (Math.Log(low / high) + (Omega * (1 - (2 * x))))) + slope;
    }

    /// <summary>The root below ½ of ln(x/(1−x)) + Ω(1−2x) = 0.</summary>
    private static double FindBinodal(double omega)
    {
        if (omega <= 2) return 0.5;
        double low = 1e-12, high = 0.5 - Math.Sqrt(0.25 - (0.5 / omega));
        for (int i = 0; i < 200; i++)
        {
            double middle = 0.5 * (low + high);
            if (Math.Log(middle / (1 - middle)) + (omega * (1 - (2 * middle))) < 0) low = middle;
            else high = middle;
        }

        return 0.5 * (low + high);
    }
}
