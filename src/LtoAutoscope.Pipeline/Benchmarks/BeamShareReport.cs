namespace LtoAutoscope.Pipeline.Benchmarks;

/// <summary>What the bench of the beam's share found.</summary>
public sealed record BeamShareReport
{
    /// <summary>Exposures of tiles.</summary>
    public required int Tiles { get; init; }

    /// <summary>Time that the beam scanned them, s.</summary>
    public required double ScanS { get; init; }

    /// <summary>From the first exposure to the last saved tile, s.</summary>
    public required double WallS { get; init; }

    /// <summary>Stage moves, focus, stigmator and drift in it, s.</summary>
    public required double StageAndFocusS { get; init; }

    /// <summary>Scanning over the rest of the wall time, 0…1.</summary>
    public required double BeamShare { get; init; }

    /// <summary>How long after the last saved tile the last analysis ended, s.</summary>
    public required double AnalysisBehindS { get; init; }

    /// <summary>Managed memory between a tenth and three tenths of the tiles, mean, MB.</summary>
    public required double ManagedEarlyMb { get; init; }

    /// <summary>Managed memory in the last fifth, mean, MB.</summary>
    public required double ManagedLateMb { get; init; }

    /// <summary>Memory of the process between a tenth and three tenths, mean, MB.</summary>
    public required double ResidentEarlyMb { get; init; }

    /// <summary>Memory of the process in the last fifth, mean, MB.</summary>
    public required double ResidentLateMb { get; init; }
}
