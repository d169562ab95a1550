namespace LtoAutoscope.Acquisition.Drift;

/// <summary>How far a place is searched.</summary>
public sealed record RelocaliserOptions
{
    /// <summary>Wider fields that are looked at in turn when the first match fails, in widths of the frame. Default 2 and 4.</summary>
    public IReadOnlyList<int> WiderFields { get; init; } = [2, 4];

    /// <summary>Rings of a spiral of wider fields around the place when they fail as well, 0…5: ring 1 has 8 of them. Default 1.</summary>
    public int Rings { get; init; } = 1;

    /// <summary>Overlap of neighbours in the spiral, share of the widest field: more than the frame takes of it. Default 0.3.</summary>
    public double RingOverlap { get; init; } = 0.3;
}
