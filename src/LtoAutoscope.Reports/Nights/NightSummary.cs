namespace LtoAutoscope.Reports.Nights;

/// <summary>One night of the laboratory: what the morning page shows and <c>morning.json</c> holds.</summary>
public sealed record NightSummary
{
    /// <summary>The day on which the night began, local time; names its folder.</summary>
    public required DateOnly Date { get; init; }

    /// <summary>When it began: the opening of the schedule's window, or the first job's start.</summary>
    public required DateTimeOffset From { get; init; }

    /// <summary>When it ended: the end of the last work, at the latest that of the window.</summary>
    public required DateTimeOffset To { get; init; }

    /// <summary>The offset of local time from UTC, minutes, in which the page shows times.</summary>
    public double UtcOffsetMinutes { get; init; }

    /// <summary>When this was made.</summary>
    public required DateTimeOffset GeneratedAt { get; init; }

    /// <summary>Name of the instrument's configuration.</summary>
    public string Instrument { get; init; } = "";

    /// <summary>Whether the instrument is a microscope in software.</summary>
    public bool IsSimulated { get; init; }

    /// <summary>When the instrument had to be free, or null.</summary>
    public DateTimeOffset? VentDeadline { get; init; }

    /// <summary>Since when the instrument is parked and nothing was done with it; null while it is in use, or when no park was confirmed.</summary>
    public DateTimeOffset? FreeSince { get; init; }

    /// <summary>The samples of the night, in the order of the queue.</summary>
    public IReadOnlyList<NightSample> Samples { get; init; } = [];

    /// <summary>What became of the tiles.</summary>
    public NightTiles Tiles { get; init; } = new();

    /// <summary>Particles that count in the results of this night's runs.</summary>
    public int ParticlesMeasured { get; init; }

    /// <summary>Outlines that do not: cut by the border, or overlapped.</summary>
    public int ParticlesRejected { get; init; }

    /// <summary>What went wrong, oldest first.</summary>
    public IReadOnlyList<NightIncident> Incidents { get; init; } = [];

    /// <summary>What a person has to do before the next night, most urgent first.</summary>
    public IReadOnlyList<NightTask> ToDo { get; init; } = [];

    /// <summary>How the time went, s.</summary>
    public NightTimes Spent { get; init; } = new();

    /// <summary>Checks of the pixel size, oldest first.</summary>
    public IReadOnlyList<NightCalibration> Calibrations { get; init; } = [];

    /// <summary>Samples that were measured before, then and now.</summary>
    public IReadOnlyList<NightComparison> Comparisons { get; init; } = [];

    /// <summary>What the figures were made with.</summary>
    public NightProvenance Provenance { get; init; } = new();

    /// <summary>How the samples stand, in a sentence.</summary>
    public string Headline => NightHeadline.Outcome(this);

    /// <summary>What that means for a person; empty when nothing.</summary>
    public string Need => NightHeadline.Need(this);

    /// <summary>Time that incidents cost, s.</summary>
    public double LostS => Incidents.Sum(incident => incident.LostS);
}
