namespace LtoAutoscope.Pipeline.Inspection;

/// <summary>What <c>bench inspect</c> looks at.</summary>
public sealed record InspectionBenchOptions
{
    /// <summary>Ordinary frames of each synthetic powder, 10…10,000. Default 200.</summary>
    public int Ordinary { get; init; } = 200;

    /// <summary>Ordinary frames of the real micrographs, each of whose places is exposed again and again, 0…1,000. Default 48.</summary>
    public int Micrographs { get; init; } = 48;

    /// <summary>Frames of each fault and powder, 1…1,000. Default 10.</summary>
    public int Faulty { get; init; } = 10;

    /// <summary>Seed of places and noise. Default 1.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Only powders whose name contains this; all when empty. Default all.</summary>
    public string Powder { get; init; } = "";
}
