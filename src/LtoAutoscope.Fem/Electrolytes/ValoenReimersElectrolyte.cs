namespace LtoAutoscope.Fem.Electrolytes;

/// <summary>
/// LiPF₆ in PC:EC:DMC 10:27:63 (v/v): Valøen and Reimers, J. Electrochem. Soc. 152 (2005) A882, doi 10.1149/1.1872737; fitted up to
/// 3.4 mol/l and for 263–333 K.
/// </summary>
public sealed class ValoenReimersElectrolyte : IElectrolyte
{
    private const double Transference = 0.38;

    private readonly double _temperature;

    /// <param name="temperatureK">Temperature, K.</param>
    public ValoenReimersElectrolyte(double temperatureK) => _temperature = temperatureK;

    /// <inheritdoc/>
    public ElectrolyteProperties At(double concentration)
    {
        double c = Math.Max(concentration, 1e-3) / 1000, t = _temperature;
        double diffusivity = 1e-4 * Math.Pow(10, -4.43 - (54 / (t - 229 - (5 * c))) - (0.22 * c));
        double root = -10.5 + (0.074 * t) - (6.96e-5 * t * t) + (c * (0.668 - (0.0178 * t) + (2.8e-5 * t * t))) + (c * c * (0.494 - (8.86e-4 * t)));
        double factor = (0.601 - (0.24 * Math.Sqrt(c)) + (0.982 * (1 - (0.0052 * (t - 294))) * c * Math.Sqrt(c))) / (1 - Transference);
        return new ElectrolyteProperties(0.1 * c * root * root, diffusivity, Transference, factor);
    }
}
