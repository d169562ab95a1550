namespace LtoAutoscope.Domain.Recipes;

/// <summary>The budgets of the recovery ladder, a run each unless said otherwise. What a budget does not allow goes to the next rung.</summary>
public sealed record ErrorSettings
{
    /// <summary>Further attempts at one tile, 0…20. Default 2.</summary>
    public int Retries { get; init; } = 2;

    /// <summary>Focus searches because of a frame or a fault, 0…1,000. Default 20.</summary>
    public int Refocus { get; init; } = 20;

    /// <summary>Re-localisations on the last accepted tile, 0…1,000. Default 10.</summary>
    public int Relocalise { get; init; } = 10;

    /// <summary>New connections to the instrument without a tile in between, 0…1,000. Default 10.</summary>
    public int Reconnect { get; init; } = 10;

    /// <summary>Tiles that may be given up before their sample is, 0…100,000. Default 20.</summary>
    public int SkipTiles { get; init; } = 20;

    /// <summary>Areas that may be given up before their sample is, 0…1,000. Default 3.</summary>
    public int SkipAreas { get; init; } = 3;

    /// <summary>Quarantined tiles that are taken again in the same night, percent of maximum_frames, 0…500. Default 25.</summary>
    public double RedoPercent { get; init; } = 25;

    /// <summary>The longest wait for a watched condition (vacuum, beam, mains, disk) before the sample is left to a person, minutes, 0…1440. Default 120.</summary>
    public double WaitMinutes { get; init; } = 120;
}
