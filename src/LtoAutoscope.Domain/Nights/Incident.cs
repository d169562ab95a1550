namespace LtoAutoscope.Domain.Nights;

/// <summary>Something that went wrong in a run and how it ended: what the journal's lines <c>incident_begun</c>, <c>recovery_step</c> and <c>incident_ended</c> of one id say together.</summary>
public sealed record Incident
{
    /// <summary>Unique in its run, such as <c>i003</c>.</summary>
    public required string IncidentId { get; init; }

    /// <summary>When it began, UTC.</summary>
    public required DateTimeOffset BeganAt { get; init; }

    /// <summary>When it ended, or null while it lasts.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>A <c>Fault</c>, a <c>QuarantineReason</c> or a watched condition, in snake_case: what alerts and statistics group by.</summary>
    public required string Cause { get; init; }

    /// <summary>What, in a few words.</summary>
    public required string Title { get; init; }

    /// <summary>Why, in a sentence with value and limit.</summary>
    public required string Reason { get; init; }

    /// <summary>How urgent.</summary>
    public Severity Severity { get; init; } = Severity.Warning;

    /// <summary>The rungs of the recovery ladder that were tried, oldest first.</summary>
    public IReadOnlyList<RecoveryStep> Steps { get; init; } = [];

    /// <summary>How it ended: <c>mended</c>, <c>tile_skipped</c>, <c>area_skipped</c>, <c>sample_skipped</c>, <c>parked</c>; empty while it lasts.</summary>
    public string Outcome { get; init; } = "";

    /// <summary>What was done, in a sentence.</summary>
    public string Done { get; init; } = "";

    /// <summary>What a person should do; empty when nothing.</summary>
    public string ToDo { get; init; } = "";

    /// <summary>Time that it cost, s.</summary>
    public double LostS { get; init; }

    /// <summary>Pictures before and after, paths in the run folder with forward slashes.</summary>
    public IReadOnlyList<string> Evidence { get; init; } = [];
}
