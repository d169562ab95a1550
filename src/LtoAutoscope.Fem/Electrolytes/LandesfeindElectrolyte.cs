namespace LtoAutoscope.Fem.Electrolytes;

/// <summary>
/// LiPF₆ in EC:DMC 1:1 (w/w): Landesfeind and Gasteiger, J. Electrochem. Soc. 166 (2019) A3079, doi 10.1149/2.0571912jes; fitted for
/// 0.1–3 mol/l and 263–323 K.
/// </summary>
public sealed class LandesfeindElectrolyte : IElectrolyte
{
    private readonly double _temperature;
    private readonly double _exponential;

    /// <param name="temperatureK">Temperature, K.</param>
    public LandesfeindElectrolyte(double temperatureK)
    {
        _temperature = temperatureK;
        _exponential = Math.Exp(1000 / temperatureK);
    }

    /// <inheritdoc/>
    public ElectrolyteProperties At(double concentration)
    {
        double c = Math.Max(concentration, 1e-3) / 1000, t = _temperature;
        double conductivity = 0.798 * (1 + (t - 228)) * c * (1 - (1.22 * Math.Sqrt(c)) + (0.509 * (1 - (0.004 * _exponential)) * c))
            / (1 + (c * c * c * c * 0.00379 * _exponential));
        double diffusivity = 1470 * Math.Exp(1.33 * c) * Math.Exp(-1690 / t) * Math.Exp(-563 * c / t) * 1e-10;
        double transference = Surface(c, t, -7.91, 0.245, 0.0528, 0.698, -0.0108, -8.21e-5, 7.43e-4, -0.00222, 3.07e-5);
        double factor = Surface(c, t, -5.58, 7.17, 0.038, 1.91, -0.0665, -5.08e-5, 0.11, -0.0061, 1.51e-4);
        return new ElectrolyteProperties(conductivity / 10, diffusivity, transference, factor);
    }

    private static double Surface(double c, double t, double p1, double p2, double p3, double p4, double p5, double p6, double p7, double p8, double p9)
        => p1 + (p2 * c) + (p3 * t) + (p4 * c * c) + (p5 * c * t) + (p6 * t * t) + (p7 * c * c * c) + (p8 * c * c * t) + (p9 * c * t * t);
}
