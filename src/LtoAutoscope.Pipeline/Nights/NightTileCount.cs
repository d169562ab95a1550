using LtoAutoscope.Domain.Runs;
using LtoAutoscope.Reports.Nights;

namespace LtoAutoscope.Pipeline.Nights;

/// <summary>Counts the tiles of a run and why they were redone, quarantined or given up.</summary>
internal sealed class NightTileCount
{
    private enum Fate
    {
        Pending, Accepted, Quarantined, Skipped,
    }

    private readonly Dictionary<string, (Fate Fate, string Cause)> _tiles = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _again = new(StringComparer.Ordinal);
    private readonly HashSet<string> _exposed = new(StringComparer.Ordinal);
    private int _exposures;

    /// <summary>The last frame that was accepted, or null.</summary>
    public string? LastAccepted { get; private set; }

    /// <summary>Takes in one line of this night.</summary>
    public void Apply(RunEvent line)
    {
        string frame = JournalText.Text(line.Data, "frame_id");
        if (frame.Length == 0) return;
        switch (line.Kind)
        {
            case RunEventKind.ExposureIntended:
                _exposures++;
                _exposed.Add(frame);
                _tiles.TryAdd(frame, (Fate.Pending, ""));
                break;
            case RunEventKind.FrameAccepted:
                _tiles[frame] = (Fate.Accepted, "");
                LastAccepted = frame;
                break;
            case RunEventKind.FrameRejected when JournalText.Flag(line.Data, "final") == true:
                _tiles[frame] = (JournalText.Flag(line.Data, "quarantined") == true ? Fate.Quarantined : Fate.Skipped, Cause(line));
                break;
            case RunEventKind.FrameRejected:
                _tiles[frame] = (Fate.Pending, "");
                _again[frame] = Cause(line);
                break;
        }
    }

    /// <summary>The count of several runs.</summary>
    public static NightTiles Sum(IEnumerable<NightTileCount> runs)
    {
        NightTileCount[] all = [.. runs];
        (string Frame, Fate Fate, string Cause, string? Again)[] tiles = [.. all.SelectMany(run => run._tiles.Select(tile => (tile.Key, tile.Value.Fate, tile.Value.Cause, run._again.GetValueOrDefault(tile.Key))))];
        return new NightTiles
        {
            Exposed = all.Sum(run => run._exposed.Count), Exposures = all.Sum(run => run._exposures),
            Accepted = tiles.Count(tile => tile.Fate == Fate.Accepted), Redone = tiles.Count(tile => tile is { Fate: Fate.Accepted, Again: not null }),
            Quarantined = tiles.Count(tile => tile.Fate == Fate.Quarantined), Skipped = tiles.Count(tile => tile.Fate == Fate.Skipped), Pending = tiles.Count(tile => tile.Fate == Fate.Pending),
            RedoneBecause = Group(tiles.Where(tile => tile is { Fate: Fate.Accepted, Again: not null }).Select(tile => tile.Again!)),
            QuarantinedBecause = Group(tiles.Where(tile => tile.Fate == Fate.Quarantined).Select(tile => tile.Cause)),
            SkippedBecause = Group(tiles.Where(tile => tile.Fate == Fate.Skipped).Select(tile => tile.Cause)),
        };
    }

    /// <summary>The cause's word; of older lines, which have none, what their sentence begins with.</summary>
    private static string Cause(RunEvent line)
    {
        if (JournalText.Text(line.Data, "cause") is { Length: > 0 } cause) return cause;
        if (JournalText.Text(line.Data, "fault") is { Length: > 0 } fault) return fault;
        string reason = JournalText.Text(line.Data, "reason");
        int end = reason.IndexOfAny([':', ',', '.', ';', '(']);
        string words = (end > 0 ? reason[..end] : reason).Trim();
        return words.Length is > 0 and <= 60 ? char.ToLowerInvariant(words[0]) + words[1..] : "other";
    }

    private static Dictionary<string, int> Group(IEnumerable<string> causes)
        => causes.GroupBy(cause => cause, StringComparer.Ordinal).OrderByDescending(group => group.Count()).ThenBy(group => group.Key, StringComparer.Ordinal).ToDictionary(group => group.Key, group => group.Count());
}
