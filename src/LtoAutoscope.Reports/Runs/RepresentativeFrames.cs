namespace LtoAutoscope.Reports.Runs;

/// <summary>Which frames a report shows, and how large. The choice follows from the figures alone, so it cannot be steered by taste.</summary>
public static class RepresentativeFrames
{
    /// <summary>Large pictures at most.</summary>
    public const int Large = 4;

    /// <summary>Pictures on the contact sheet at most.</summary>
    public const int OnSheet = 60;

    private const int MostLeftOut = 20;

    internal const string Rule = "Chosen by rule: of each area the accepted frame whose median diameter is nearest to the sample's, then further ones by the same distance, four at most.";

    /// <summary>The large ones by their ids.</summary>
    /// <param name="frames">Id, area and median diameter, nm, of the accepted frames; NaN where it has no whole particle.</param>
    /// <param name="medianNm">The sample's median diameter, nm.</param>
    public static IReadOnlySet<string> Choose(IEnumerable<(string FrameId, int Area, double MedianNm)> frames, double medianNm)
    {
        ArgumentNullException.ThrowIfNull(frames);
        (string FrameId, int Area, double MedianNm)[] near = [.. frames.Where(frame => double.IsFinite(frame.MedianNm)).OrderBy(frame => Math.Abs(frame.MedianNm - medianNm)).ThenBy(frame => frame.FrameId, StringComparer.Ordinal)];
        return near.DistinctBy(frame => frame.Area).Concat(near).Select(frame => frame.FrameId).Distinct(StringComparer.Ordinal).Take(Large).ToHashSet(StringComparer.Ordinal);
    }

    /// <summary>Those on the contact sheet: frames that were left out first, at most 20, then accepted ones evenly from first to last.</summary>
    /// <param name="frames">Id, and whether it counts, in the order in which they were taken.</param>
    public static IReadOnlySet<string> Sheet(IReadOnlyList<(string FrameId, bool Accepted)> frames)
    {
        ArgumentNullException.ThrowIfNull(frames);
        if (frames.Count <= OnSheet) return frames.Select(frame => frame.FrameId).ToHashSet(StringComparer.Ordinal);
        HashSet<string> shown = frames.Where(frame => !frame.Accepted).Take(MostLeftOut).Select(frame => frame.FrameId).ToHashSet(StringComparer.Ordinal);
        string[] accepted = [.. frames.Where(frame => frame.Accepted).Select(frame => frame.FrameId)];
        int room = Math.Min(OnSheet - shown.Count, accepted.Length);
        for (int i = 0; i < room; i++) shown.Add(accepted[(int)((long)i * accepted.Length / room)]);
        return shown;
    }
}
