using LtoAutoscope.Domain;

namespace LtoAutoscope.Pipeline.Accuracy;

/// <summary>What <c>bench focus</c> runs.</summary>
public sealed record FocusBenchOptions
{
    /// <summary>Path of the twin's instrument file.</summary>
    public required string InstrumentPath { get; init; }

    /// <summary>Places on the powder for each dose, 1…1000. Default 12.</summary>
    public int Places { get; init; } = 12;

    /// <summary>Dwell times, µs, each 0.005…100. Default 3, 0.3, 0.1, 0.03, 0.01.</summary>
    public IReadOnlyList<double> DwellsUs { get; init; } = [3, 0.3, 0.1, 0.03, 0.01];

    /// <summary>Frame width, pixels, 256…4096; the height is three quarters of it. Default 1024.</summary>
    public int WidthPx { get; init; } = 1024;

    /// <summary>Width of the field, µm, 0.1…50. Default 3.2.</summary>
    public double FieldWidthUm { get; init; } = 3.2;

    /// <summary>Median diameter of the powder, nm, 5…5000. Default 100.</summary>
    public double DiameterNm { get; init; } = 100;

    /// <summary>Seed of powder and starts, ≥ 0. Default 1.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Throws when an option lies outside its range.</summary>
    /// <exception cref="InputException">One does.</exception>
    public void Validate()
    {
        Check(Places, 1, 1000, "--places");
        if (DwellsUs.Count == 0) throw new InputException("no dwell time was given", "--dwell-us", "Give at least one");
        foreach (double dwell in DwellsUs) Check(dwell, 0.005, 100, "--dwell-us");
        Check(WidthPx, 256, 4096, "--width");
        Check(FieldWidthUm, 0.1, 50, "--field-um");
        Check(DiameterNm, 5, 5000, "--diameter-nm");
        Check(Seed, 0, int.MaxValue, "--seed");

        static void Check(double value, double low, double high, string option)
        {
            if (!(value >= low && value <= high)) throw new InputException(FormattableString.Invariant($"{value} cannot be used"), option, FormattableString.Invariant($"Give a number from {low} to {high}"));
        }
    }
}
