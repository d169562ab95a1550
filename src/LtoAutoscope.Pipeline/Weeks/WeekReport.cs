namespace LtoAutoscope.Pipeline.Weeks;

/// <summary>A simulated week: <c>week.json</c>.</summary>
/// <param name="Options">How it was run.</param>
/// <param name="Nights">Its nights, in order.</param>
public sealed record WeekReport(WeekOptions Options, IReadOnlyList<WeekNight> Nights)
{
    /// <summary>Nights in which every sample reached its goal.</summary>
    public int NightsReached => Nights.Count(night => night.Reached == night.Samples);

    /// <summary>Tiles of all nights.</summary>
    public int Tiles => Nights.Sum(night => night.Tiles);

    /// <summary>Losses of all nights; must be none.</summary>
    public int Losses => Nights.Sum(night => night.Losses.Count);

    /// <summary>Unsafe states of all nights; must be none.</summary>
    public int UnsafeStates => Nights.Sum(night => night.UnsafeStates.Count);

    /// <summary>Wrong successes of all nights; must be none.</summary>
    public int WrongSuccesses => Nights.Sum(night => night.WrongSuccesses.Count);

    /// <summary>Incidents of which nobody was told; must be none.</summary>
    public int NotTold => Nights.Sum(night => night.Incidents - night.Told);

    /// <summary>Whether nothing of what must not be was found.</summary>
    public bool IsSound => Losses == 0 && UnsafeStates == 0 && WrongSuccesses == 0 && NotTold == 0;
}
