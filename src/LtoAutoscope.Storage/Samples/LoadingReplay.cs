using System.Collections.Immutable;
using System.Text.Json.Nodes;
using LtoAutoscope.Domain.Runs;
using LtoAutoscope.Domain.Samples;

namespace LtoAutoscope.Storage.Samples;

/// <summary>What lies on the holders as the journal tells it: a pure function of its lines.</summary>
/// <param name="Holder">The holder in use; empty before the first.</param>
/// <param name="PlacesSha256">Hash of its places.</param>
/// <param name="All">What lies on any holder, by holder.</param>
internal sealed record LoadingReplay(string Holder, string PlacesSha256, ImmutableDictionary<string, ImmutableList<LoadedSample>> All)
{
    internal static LoadingReplay Empty { get; } = new("", "", ImmutableDictionary.Create<string, ImmutableList<LoadedSample>>(StringComparer.Ordinal));

    /// <summary>What lies on the holder in use.</summary>
    internal ImmutableList<LoadedSample> Loaded => All.GetValueOrDefault(Holder, []);

    internal static LoadingReplay Of(IEnumerable<RunEvent> lines) => lines.Aggregate(Empty, static (state, line) => state.Apply(line));

    /// <summary>The state after one more line; a word that this version does not know changes nothing.</summary>
    internal LoadingReplay Apply(RunEvent line)
    {
        JsonObject data = line.Data;
        string sample = Text(data, "sample"), stub = Text(data, "stub"), holder = Text(data, "holder"), by = Text(data, "by");
        return line.Kind switch
        {
            LoadingEventKind.HolderMounted => Doubt(holder, $"The holder '{holder}' was mounted, or its places changed, after that.") with { Holder = holder, PlacesSha256 = Text(data, "places_sha256") },
            LoadingEventKind.Loaded => Set(holder, list => [.. list.RemoveAll(entry => Is(entry, sample) || IsOn(entry, stub)), new LoadedSample(sample, stub, by, line.Time)]),
            LoadingEventKind.Unloaded => Set(holder, list => list.RemoveAll(entry => Is(entry, sample))),
            LoadingEventKind.Confirmed => Set(holder, list => [.. list.Select(entry => Is(entry, sample) ? entry with { ConfirmedBy = by, ConfirmedAt = line.Time, Doubt = "" } : entry)]),
            LoadingEventKind.Doubted => Doubt(Holder, Text(data, "reason")),
            _ => this,
        };
    }

    internal static bool Is(LoadedSample entry, string sample) => string.Equals(entry.Sample, sample, StringComparison.Ordinal);

    internal static bool IsOn(LoadedSample entry, string stub) => string.Equals(entry.Stub, stub, StringComparison.OrdinalIgnoreCase);

    private LoadingReplay Doubt(string holder, string reason)
        => Set(holder, list => [.. list.Select(entry => entry.IsConfirmed ? entry with { ConfirmedBy = null, ConfirmedAt = null, Doubt = reason } : entry)]);

    private LoadingReplay Set(string holder, Func<ImmutableList<LoadedSample>, ImmutableList<LoadedSample>> change) => this with { All = All.SetItem(holder, change(All.GetValueOrDefault(holder, []))) };

    private static string Text(JsonObject data, string key) => data[key]?.GetValue<string>() ?? "";
}
