namespace LtoAutoscope.Daemon.Kills;

/// <summary>What the bench of kills found.</summary>
internal sealed record KillReport
{
    /// <summary>Daemons that were killed.</summary>
    public required int Kills { get; init; }

    /// <summary>Kills that hit a run in acquisition.</summary>
    public required int KillsInAcquisition { get; init; }

    /// <summary>Runs that were brought to their end.</summary>
    public required int Runs { get; init; }

    /// <summary>Tiles of the undisturbed run.</summary>
    public required int Tiles { get; init; }

    /// <summary>Tiles that only one of a run and the undisturbed run took; must be none.</summary>
    public required IReadOnlyList<string> Different { get; init; }

    /// <summary>Largest difference in particles on one tile: a focus search that was broken off and made again may end some nanometres away.</summary>
    public required int LargestParticleDifference { get; init; }

    /// <summary>Finished tiles that a later process lost; must be none.</summary>
    public required IReadOnlyList<string> Lost { get; init; }

    /// <summary>Damaged, missing or doubly counted files; must be none.</summary>
    public required IReadOnlyList<string> Damaged { get; init; }

    /// <summary>Exposures without dose; must be none.</summary>
    public required IReadOnlyList<string> NotBooked { get; init; }

    /// <summary>Whether all is as it must be.</summary>
    public bool IsSound => Different.Count + Lost.Count + Damaged.Count + NotBooked.Count == 0;
}
