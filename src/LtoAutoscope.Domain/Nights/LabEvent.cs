namespace LtoAutoscope.Domain.Nights;

/// <summary>Something that happened and that people may want to be told, complete enough to act on without opening anything.</summary>
public sealed record LabEvent
{
    /// <summary>Unique in its data folder; the same event told twice (after a restart) carries the same id.</summary>
    public required string EventId { get; init; }

    /// <summary>When, UTC.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>What kind.</summary>
    public required LabEventKind Kind { get; init; }

    /// <summary>How urgent.</summary>
    public required Severity Severity { get; init; }

    /// <summary>What, in a few words.</summary>
    public required string Title { get; init; }

    /// <summary>Why, in a sentence with value and limit.</summary>
    public required string Reason { get; init; }

    /// <summary>What the program did about it; empty when nothing.</summary>
    public string Done { get; init; } = "";

    /// <summary>What a person should do; empty when nothing.</summary>
    public string ToDo { get; init; } = "";

    /// <summary>The sample, or null.</summary>
    public string? Sample { get; init; }

    /// <summary>The run, or null.</summary>
    public string? RunId { get; init; }

    /// <summary>The incident that this opens or closes, or null.</summary>
    public string? IncidentId { get; init; }

    /// <summary>Pictures that show it: paths relative to the data folder, forward slashes.</summary>
    public IReadOnlyList<string> Evidence { get; init; } = [];
}
