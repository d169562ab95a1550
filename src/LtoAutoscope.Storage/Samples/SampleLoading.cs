using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Runs;
using LtoAutoscope.Domain.Samples;
using LtoAutoscope.Storage.Data;
using LtoAutoscope.Storage.Journals;

namespace LtoAutoscope.Storage.Samples;

/// <summary>
/// Which sample lies on which stub of the holder, and who confirmed it by eye when. Its state is a replay of <c>samples/loading.ndjson</c>; every change is on the disk
/// before it takes effect.
/// </summary>
/// <remarks>Thread safety: all members may be called from any thread; changes are put in a row by one gate.</remarks>
public sealed class SampleLoading : IAsyncDisposable
{
    /// <summary>Name of the journal in the folder <c>samples</c>.</summary>
    public const string JournalName = "loading.ndjson";

    private readonly NdjsonJournal _journal;
    private readonly HolderMap _holder;
    private readonly SemaphoreSlim _gate = new(1, 1);
    private volatile LoadingReplay _state;

    private SampleLoading(NdjsonJournal journal, HolderMap holder) => (_journal, _holder, _state) = (journal, holder, LoadingReplay.Of(journal.Events));

    /// <summary>Raised after <see cref="Loaded"/> changed, on the thread that changed it.</summary>
    public event Action? Changed;

    /// <summary>What lies on the holder: an immutable snapshot.</summary>
    public IReadOnlyList<LoadedSample> Loaded => _state.Loaded;

    /// <summary>Opens the journal with the holder that is on the stage now. Another holder than before, or one whose places were edited, takes all confirmations back.</summary>
    /// <exception cref="InputException">The journal is damaged before its last line.</exception>
    public static async Task<SampleLoading> OpenAsync(DataFolder data, HolderMap holder, TimeProvider time, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(holder);
        data.RequireWritable();
        var loading = new SampleLoading(await NdjsonJournal.OpenAsync(Path.Combine(data.Samples, JournalName), time, cancellationToken).ConfigureAwait(false), holder);
        string places = PlacesOf(holder);
        if (loading._state.Holder != holder.Name || loading._state.PlacesSha256 != places)
            await loading.ChangeAsync(_ => (LoadingEventKind.HolderMounted, new JsonObject { ["holder"] = holder.Name, ["places_sha256"] = places }), cancellationToken).ConfigureAwait(false);
        return loading;
    }

    /// <summary>Reads what lies on a holder without opening the journal; empty where nothing was ever loaded on it. Of another holder than the one last mounted nothing counts as confirmed.</summary>
    /// <exception cref="InputException">The journal is damaged before its last line.</exception>
    public static async Task<IReadOnlyList<LoadedSample>> ReadAsync(DataFolder data, HolderMap holder, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(holder);
        string path = Path.Combine(data.Samples, JournalName);
        if (!File.Exists(path)) return [];
        var state = LoadingReplay.Of(await JournalReader.ReadAsync(path, cancellationToken).ConfigureAwait(false));
        ImmutableList<LoadedSample> there = state.All.GetValueOrDefault(holder.Name, []);
        if (state.Holder == holder.Name && state.PlacesSha256 == PlacesOf(holder)) return there;
        return [.. there.Select(entry => entry with { ConfirmedBy = null, ConfirmedAt = null, Doubt = $"The holder '{state.Holder}' was mounted last, or its places changed." })];
    }

    /// <summary>Where a sample lies, or null.</summary>
    public LoadedSample? Find(string sample) => _state.Loaded.Find(entry => LoadingReplay.Is(entry, sample));

    /// <summary>What lies on a stub, or null.</summary>
    public LoadedSample? On(string stub) => _state.Loaded.Find(entry => LoadingReplay.IsOn(entry, stub));

    /// <summary>A sample was put on a stub; it is unconfirmed then. One that lies there already changes nothing.</summary>
    /// <param name="sample">The sample's name.</param>
    /// <param name="stub">The stub.</param>
    /// <param name="replaces">Whether another sample on the stub is taken off by this; otherwise it is refused by name.</param>
    /// <param name="by">Who says so.</param>
    /// <param name="cancellationToken">Heeded until the write begins.</param>
    /// <exception cref="InputException">There is no such stub, it is a calibration stub, or another sample lies there.</exception>
    public Task LoadAsync(string sample, string stub, bool replaces, string by, CancellationToken cancellationToken)
    {
        Stub place = _holder.Find(stub) ?? throw new InputException($"the holder '{_holder.Name}' has no stub '{stub}'", "stub", $"Choose one of {string.Join(", ", _holder.Stubs.Where(s => s.Grating is null).Select(s => s.Name))}");
        if (place.Grating is not null) throw new InputException($"stub '{place.Name}' carries the calibration grating", "stub", "Put the sample on another stub");
        return ChangeAsync(state =>
        {
            LoadedSample? there = state.Loaded.Find(entry => LoadingReplay.IsOn(entry, place.Name));
            if (there is not null && LoadingReplay.Is(there, sample)) return null;
            if (there is not null && !replaces) throw new InputException($"sample '{there.Sample}' lies on stub '{place.Name}'", $"sample '{sample}'", $"Unload '{there.Sample}' first, or choose another stub");
            return (LoadingEventKind.Loaded, Line(sample, place.Name, by));
        }, cancellationToken);
    }

    /// <summary>A sample was taken off the holder.</summary>
    /// <exception cref="InputException">It does not lie on the holder.</exception>
    public Task UnloadAsync(string sample, string by, CancellationToken cancellationToken)
        => ChangeAsync(state => (LoadingEventKind.Unloaded, Line(sample, Require(state, sample).Stub, by)), cancellationToken);

    /// <summary>Somebody saw the sample lie on its stub.</summary>
    /// <exception cref="InputException">It does not lie on the holder.</exception>
    public Task ConfirmAsync(string sample, string by, CancellationToken cancellationToken)
        => ChangeAsync(state => (LoadingEventKind.Confirmed, Line(sample, Require(state, sample).Stub, by)), cancellationToken);

    /// <summary>Takes all confirmations back, because something happened after which samples may lie elsewhere: the chamber was opened.</summary>
    /// <returns>Whether there were any.</returns>
    public async Task<bool> DoubtAsync(string reason, CancellationToken cancellationToken)
    {
        bool any = false;
        await ChangeAsync(state => (any = state.Loaded.Exists(entry => entry.IsConfirmed)) ? (LoadingEventKind.Doubted, new JsonObject { ["reason"] = reason }) : null, cancellationToken).ConfigureAwait(false);
        return any;
    }

    /// <summary>Closes the journal.</summary>
    public ValueTask DisposeAsync() => _journal.DisposeAsync();

    /// <summary>Hash of where the stubs are: a sample that was confirmed on another map was confirmed elsewhere.</summary>
    internal static string PlacesOf(HolderMap holder)
    {
        var text = new StringBuilder();
        foreach (Stub stub in holder.Stubs.OrderBy(stub => stub.Name, StringComparer.OrdinalIgnoreCase))
            text.Append(CultureInfo.InvariantCulture, $"{stub.Name}\t{stub.XMm:R}\t{stub.YMm:R}\t{stub.RadiusMm:R}\t{stub.HeightMm:R}\n");
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }

    private LoadedSample Require(LoadingReplay state, string sample)
        => state.Loaded.Find(entry => LoadingReplay.Is(entry, sample))
            ?? throw new InputException($"sample '{sample}' lies on no stub of the holder '{_holder.Name}'", "loading", "Load it first: name its stub");

    private JsonObject Line(string sample, string stub, string by) => new() { ["sample"] = sample, ["stub"] = stub, ["holder"] = _holder.Name, ["by"] = by };

    private async Task ChangeAsync(Func<LoadingReplay, (string Kind, JsonObject Data)?> decide, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (decide(_state) is not { } change) return;
            RunEvent line = await _journal.AppendAsync(change.Kind, change.Data, cancellationToken).ConfigureAwait(false);
            _state = _state.Apply(line);
        }
        finally
        {
            _gate.Release();
        }

        Changed?.Invoke();
    }
}
