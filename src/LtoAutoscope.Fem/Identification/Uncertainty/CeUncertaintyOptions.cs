using LtoAutoscope.Domain;
using LtoAutoscope.Fem.Microstructures;

namespace LtoAutoscope.Fem.Identification.Uncertainty;

/// <summary>How the uncertainty of CE1 is propagated.</summary>
public sealed record CeUncertaintyOptions
{
    /// <summary>Rows of each of the two sample matrices, 16…100000; runs are this times (inputs + 2). Default 128.</summary>
    public int Samples { get; init; } = 128;

    /// <summary>Full charges an hour. Default 0.2.</summary>
    public double RatePerHour { get; init; } = 0.2;

    /// <summary>Size classes. Default 4.</summary>
    public int Classes { get; init; } = 4;

    /// <summary>The shape model of the best value; the draws take it and the other plausible ones alike.</summary>
    public ShapeOptions Shapes { get; init; } = new();

    /// <summary>Seed. Default 1.</summary>
    public long Seed { get; init; } = 1;

    /// <summary>Threads. Default all.</summary>
    public int Threads { get; init; } = Environment.ProcessorCount;

    /// <exception cref="InputException">An option is out of range.</exception>
    internal void Validate()
    {
        if (Samples is < 16 or > 100_000) throw new InputException($"{Samples} samples cannot be drawn", "--samples", "Give 16 to 100000");
        if (RatePerHour is not (>= 0.001 and <= 100)) throw new InputException($"a rate of {RatePerHour} an hour cannot be run", "--rate", "Give 0.001 to 100");
        if (Classes is < 1 or > 50) throw new InputException($"{Classes} size classes cannot be used", "--classes", "Give 1 to 50");
    }
}
