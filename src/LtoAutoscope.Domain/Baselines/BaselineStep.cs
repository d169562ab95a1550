namespace LtoAutoscope.Domain.Baselines;

/// <summary>One step of the work on a sample.</summary>
public sealed record BaselineStep
{
    /// <summary>What is done.</summary>
    public required string Name { get; init; }

    /// <summary>How often.</summary>
    public required BaselineUnit Per { get; init; }

    /// <summary>Whether a person is bound to it.</summary>
    public required bool HandsOn { get; init; }

    /// <summary>How long it takes once, s.</summary>
    public required TriangularRange Seconds { get; init; }

    /// <summary>Who measured it, or that it is assumed.</summary>
    public required string Source { get; init; }
}
