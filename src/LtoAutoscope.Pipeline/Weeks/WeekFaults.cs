using LtoAutoscope.Twin.Faults;

namespace LtoAutoscope.Pipeline.Weeks;

/// <summary>Which faults strike in which night and when: every kind at least once in the week, the rest by chance, all from the seed.</summary>
public static class WeekFaults
{
    // What nobody but a person can mend comes late in a night, so that it does not cost the whole of it; what lasts is given an end.
    private static readonly Dictionary<string, string> Spans = new(StringComparer.Ordinal)
    {
        ["wire_cut"] = ", for_s: 1", ["wire_stall"] = ", for_s: 2", ["wire_half_open"] = ", for_s: 2", ["late_answers"] = ", by_s: 0.5, for_s: 2", ["server_restart"] = ", for_s: 1",
        ["position_stuck"] = ", for_s: 20", ["sample_drift"] = ", x_nm_per_s: 30, for_s: 120", ["emission_drop"] = ", share: 0.5, for_s: 60", ["focus_jump"] = ", for_s: 600", ["vacuum_loss"] = ", for_s: 60",
        ["ups_on_battery"] = ", for_s: 60", ["power_loss"] = ", for_s: 60", ["scale_drift"] = "", ["frame_black"] = ", frames: 1", ["frame_partial"] = ", frames: 1", ["frame_frozen"] = ", frames: 1",
    };

    // A shorter week has as many faults a night as a whole one, and not all of them.
    private const int NightsForAll = 7;

    private static readonly HashSet<string> NeedPerson = new(StringComparer.Ordinal) { "filament_blown", "touch", "power_loss", "stage_lost_reference", "server_restart" };

    /// <summary>The faults of a night: name, how many frames after the night's beginning, and the text of its order.</summary>
    /// <param name="options">Nights, seed and how many more.</param>
    /// <param name="night">From 0.</param>
    /// <param name="frames">Frames that the night is expected to take.</param>
    public static IReadOnlyList<(string Fault, int AfterFrames, string Order)> Of(WeekOptions options, int night, int frames)
    {
        ArgumentNullException.ThrowIfNull(options);
        string[] names = [.. FaultOrder.Names];
        var random = new Random(unchecked(options.Seed * 31 + 7));
        random.Shuffle(names);
        IEnumerable<string> own = names.Where((_, index) => index % Math.Max(options.Nights, NightsForAll) == night);
        var chance = new Random(unchecked(options.Seed * 1009 + night));
        string[] gentle = [.. names.Where(name => !NeedPerson.Contains(name))];
        IEnumerable<string> more = Enumerable.Range(0, options.ExtraFaults).Select(_ => gentle[chance.Next(gentle.Length)]);
        return [.. own.Concat(more).Select(name =>
        {
            int after = NeedPerson.Contains(name) ? (int)(frames * (0.75 + 0.2 * chance.NextDouble())) : (int)(frames * (0.05 + 0.7 * chance.NextDouble()));
            return (name, after, $"{{fault: {name}{Spans.GetValueOrDefault(name, "")}, after_frames: {after}}}");
        }).OrderBy(fault => fault.Item2)];
    }
}
