namespace LtoAutoscope.Learning.VirtualSyntheses;

/// <summary>What a chemist would set for a hydrothermal and calcined LTO powder of the virtual study.</summary>
/// <param name="TemperatureC">Calcination temperature, °C, 600…900.</param>
/// <param name="Ph">pH of the solution, 8…12.5.</param>
/// <param name="PrecursorMolPerL">Concentration of the titanium precursor, mol/L, 0.1…1.5.</param>
/// <param name="DurationH">Time at temperature, h, 2…16.</param>
public readonly record struct SynthesisRecipe(double TemperatureC, double Ph, double PrecursorMolPerL, double DurationH)
{
    /// <summary>Lowest and highest temperature of the study, °C.</summary>
    public static (double Low, double High) TemperatureRangeC { get; } = (600, 900);

    /// <summary>Lowest and highest pH.</summary>
    public static (double Low, double High) PhRange { get; } = (8, 12.5);

    /// <summary>Lowest and highest concentration, mol/L.</summary>
    public static (double Low, double High) PrecursorRangeMolPerL { get; } = (0.1, 1.5);

    /// <summary>Shortest and longest time, h.</summary>
    public static (double Low, double High) DurationRangeH { get; } = (2, 16);

    /// <summary>A recipe from shares of the ranges, each 0…1, in the order of the parameters.</summary>
    public static SynthesisRecipe At(double temperature, double ph, double precursor, double duration)
    {
        return new SynthesisRecipe(In(TemperatureRangeC, temperature), In(PhRange, ph), In(PrecursorRangeMolPerL, precursor), In(DurationRangeH, duration));

        static double In((double Low, double High) range, double share) => range.Low + share * (range.High - range.Low);
    }
}
