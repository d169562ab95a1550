using LtoAutoscope.Domain;
using LtoAutoscope.Fem.Functions;

namespace LtoAutoscope.Fem.Electrolytes;

/// <summary>An electrolyte whose properties are functions of concentration, or those of a set where there is no function.</summary>
public sealed class FunctionElectrolyte : IElectrolyte
{
    private readonly IElectrolyte? _set;
    private readonly ScalarFunction? _conductivity;
    private readonly ScalarFunction? _diffusivity;
    private readonly ScalarFunction? _transference;
    private readonly ScalarFunction? _factor;

    /// <param name="set">The set to fall back on; null where all four functions are given.</param>
    /// <param name="conductivity">κ(c), S/m.</param>
    /// <param name="diffusivity">D_e(c), m²/s.</param>
    /// <param name="transference">t₊(c).</param>
    /// <param name="factor">TDF(c).</param>
    /// <exception cref="InputException">A property has neither.</exception>
    public FunctionElectrolyte(IElectrolyte? set, ScalarFunction? conductivity, ScalarFunction? diffusivity, ScalarFunction? transference, ScalarFunction? factor)
    {
        if (set is null && (conductivity is null || diffusivity is null || transference is null || factor is null))
            throw new InputException("the electrolyte lacks a property", "electrolyte", "Name a set, or give conductivity, diffusivity, transference number and thermodynamic factor");
        (_set, _conductivity, _diffusivity, _transference, _factor) = (set, conductivity, diffusivity, transference, factor);
    }

    /// <inheritdoc/>
    public ElectrolyteProperties At(double concentration)
    {
        double c = Math.Max(concentration, 1e-3);
        var p = _set?.At(c) ?? default;
        return new ElectrolyteProperties(
            _conductivity?.At(c) ?? p.ConductivitySM, _diffusivity?.At(c) ?? p.DiffusivityM2S, _transference?.At(c) ?? p.TransferenceNumber, _factor?.At(c) ?? p.ThermodynamicFactor);
    }
}
