namespace LtoAutoscope.Storage.Index;

/// <summary>One frame in the index; everything in it stands in the run's journal.</summary>
public sealed record IndexedFrame
{
    /// <summary>The run.</summary>
    public required string RunId { get; init; }

    /// <summary>The frame.</summary>
    public required string FrameId { get; init; }

    /// <summary>Path inside the run folder, empty when nothing was saved.</summary>
    public string RelativePath { get; init; } = "";

    /// <summary>Hash of the file, empty when nothing was saved.</summary>
    public string Sha256 { get; init; } = "";

    /// <summary>What became of it.</summary>
    public IndexedFrameVerdict Verdict { get; init; }

    /// <summary>Why it does not count; empty otherwise.</summary>
    public string Reason { get; init; } = "";

    /// <summary>Whole particles on it; null before the analysis.</summary>
    public int? WholeCount { get; init; }

    /// <summary>Exposures booked for it.</summary>
    public int Exposures { get; init; }

    /// <summary>When it was exposed.</summary>
    public DateTimeOffset? AcquiredAt { get; init; }

    /// <summary>Number of the journal line that changed it last.</summary>
    public long LastSequence { get; init; }
}
