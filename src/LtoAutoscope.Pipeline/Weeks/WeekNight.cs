namespace LtoAutoscope.Pipeline.Weeks;

/// <summary>What came of one simulated night.</summary>
public sealed record WeekNight
{
    /// <summary>From 1.</summary>
    public required int Night { get; init; }

    /// <summary>The day on which it began, as its morning page is named.</summary>
    public required DateOnly Date { get; init; }

    /// <summary>Samples that were queued.</summary>
    public required int Samples { get; init; }

    /// <summary>Samples whose morphology reaches its goal.</summary>
    public required int Reached { get; init; }

    /// <summary>Particles that count.</summary>
    public required int Particles { get; init; }

    /// <summary>Tiles that were exposed at least once.</summary>
    public required int Tiles { get; init; }

    /// <summary>Tiles that count.</summary>
    public required int Accepted { get; init; }

    /// <summary>Tiles that count after they were taken again.</summary>
    public required int Redone { get; init; }

    /// <summary>Tiles that do not count.</summary>
    public required int Rejected { get; init; }

    /// <summary>Incidents in the journals.</summary>
    public required int Incidents { get; init; }

    /// <summary>Incidents of which people were told.</summary>
    public required int Told { get; init; }

    /// <summary>Faults that struck, in order.</summary>
    public required IReadOnlyList<string> Faults { get; init; }

    /// <summary>What was lost: damaged or missing files, tiles counted twice, dose not booked. Must be empty.</summary>
    public required IReadOnlyList<string> Losses { get; init; }

    /// <summary>What must never be. Must be empty.</summary>
    public required IReadOnlyList<string> UnsafeStates { get; init; }

    /// <summary>Samples that were called reached and are not, by their own figures or by the truth. Must be empty.</summary>
    public required IReadOnlyList<string> WrongSuccesses { get; init; }

    /// <summary>Why samples did not reach their goal.</summary>
    public required IReadOnlyList<string> Misses { get; init; }

    /// <summary>Whether a person had to come during the night.</summary>
    public required bool WaitedForPerson { get; init; }

    /// <summary>The headline of the morning page.</summary>
    public required string Headline { get; init; }

    /// <summary>Hours of the instrument's time from the first sample to the last.</summary>
    public required double InstrumentHours { get; init; }

    /// <summary>Wall-clock seconds.</summary>
    public required double WallS { get; init; }
}
