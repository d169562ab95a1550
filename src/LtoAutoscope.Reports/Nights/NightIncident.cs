using System.Text.Json.Serialization;
using LtoAutoscope.Domain.Nights;

namespace LtoAutoscope.Reports.Nights;

/// <summary>Something that went wrong in a night.</summary>
public sealed record NightIncident
{
    /// <summary>Its id.</summary>
    public required string IncidentId { get; init; }

    /// <summary>When it began.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>When it was over, or null while it lasts.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>Its sample, or empty.</summary>
    public string Sample { get; init; } = "";

    /// <summary>Its run, or empty.</summary>
    public string RunId { get; init; } = "";

    /// <summary>What alerts and statistics group by.</summary>
    public required string Cause { get; init; }

    /// <summary>What, in a few words.</summary>
    public required string Title { get; init; }

    /// <summary>Why, with value and limit.</summary>
    public string Reason { get; init; } = "";

    /// <summary>How urgent.</summary>
    public Severity Severity { get; init; } = Severity.Warning;

    /// <summary>Rungs of the recovery ladder, oldest first.</summary>
    public IReadOnlyList<RecoveryStep> Steps { get; init; } = [];

    /// <summary>How it ended: <c>mended</c>, <c>redo</c> (the tile was taken again later), <c>interrupted</c> (the process ended, and the next one went on), <c>tile_skipped</c>, <c>area_skipped</c>, <c>sample_skipped</c>, <c>parked</c>; empty while it lasts.</summary>
    public string Outcome { get; init; } = "";

    /// <summary>What was done.</summary>
    public string Done { get; init; } = "";

    /// <summary>What a person should do; empty when nothing.</summary>
    public string ToDo { get; init; } = "";

    /// <summary>Time that it cost, s.</summary>
    public double LostS { get; init; }

    /// <summary>Pictures, paths in the data folder with forward slashes.</summary>
    public IReadOnlyList<string> Evidence { get; init; } = [];

    /// <summary>The same as data URIs for the page; not in the JSON.</summary>
    [JsonIgnore]
    public IReadOnlyList<string> Pictures { get; init; } = [];

    /// <summary>Whether it ended without anything given up and without a person.</summary>
    public bool IsMended => Outcome is "mended" or "redo" or "interrupted";
}
