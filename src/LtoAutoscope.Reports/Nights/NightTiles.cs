namespace LtoAutoscope.Reports.Nights;

/// <summary>What became of the tiles of a night. Accepted, quarantined, skipped and pending add up to exposed, but for tiles skipped before they were exposed.</summary>
public sealed record NightTiles
{
    /// <summary>Tiles that were exposed at least once.</summary>
    public int Exposed { get; init; }

    /// <summary>Exposures, those made again included.</summary>
    public int Exposures { get; init; }

    /// <summary>Tiles that count.</summary>
    public int Accepted { get; init; }

    /// <summary>Of these taken more than once.</summary>
    public int Redone { get; init; }

    /// <summary>Tiles that are kept and not counted.</summary>
    public int Quarantined { get; init; }

    /// <summary>Tiles that were given up.</summary>
    public int Skipped { get; init; }

    /// <summary>Tiles of which no verdict is on record yet.</summary>
    public int Pending { get; init; }

    /// <summary>Why tiles were redone: cause and how often.</summary>
    public IReadOnlyDictionary<string, int> RedoneBecause { get; init; } = new Dictionary<string, int>();

    /// <summary>Why tiles are quarantined.</summary>
    public IReadOnlyDictionary<string, int> QuarantinedBecause { get; init; } = new Dictionary<string, int>();

    /// <summary>Why tiles were given up.</summary>
    public IReadOnlyDictionary<string, int> SkippedBecause { get; init; } = new Dictionary<string, int>();
}
