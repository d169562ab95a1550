using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Files;
using LtoAutoscope.Domain.Runs;
using LtoAutoscope.Domain.Samples;
using LtoAutoscope.Storage.Data;
using LtoAutoscope.Storage.Journals;
using LtoAutoscope.Storage.Runs;

namespace LtoAutoscope.Storage.Models;

/// <summary>
/// The models of a laboratory, segmentation networks or another family: <c>models/NAME/VERSION/</c> (<c>models/FAMILY/NAME/VERSION/</c>) with <c>model.onnx</c> and <c>model.json</c>, never changed once they are there, and
/// <c>models/journal.ndjson</c>, which tells what was compared and which model is used since when. Nothing here touches a run: a run has written down its model, and keeps it.
/// </summary>
/// <remarks>Thread safety: readers need no lock; one process changes it at a time, by a lock of its own, so it can be changed beside a running daemon, which reads it when it begins a run.</remarks>
/// <param name="data">The data folder.</param>
/// <param name="time">The clock of records.</param>
/// <param name="family">Name of the family; empty for segmentation networks.</param>
public sealed class ModelRegistry(DataFolder data, TimeProvider time, string family = "")
{
    /// <summary>The family of regressions from morphology to efficiency.</summary>
    public const string Regressions = "regression";

    /// <summary>The family of regressions from morphology to capacity at a rate. None ships with the program.</summary>
    public const string Capacities = "capacity-regression";

    /// <summary>How the network that came with the program is named.</summary>
    public const string Shipped = "shipped";

    /// <summary>What is in use in a family of which none ships, until one is chosen.</summary>
    public const string None = "none";

    private static readonly string[] OwnFolders = [ComparisonsName, Regressions, Capacities];

    private const string FileName = "model.onnx", RecordName = "model.json", ComparisonsName = "comparisons";

    private string Root { get; } = Path.Combine(data.Models, family);

    private string JournalPath => Path.Combine(Root, "journal.ndjson");

    /// <summary>Reads the registry.</summary>
    /// <exception cref="InputException">A record or the journal is damaged.</exception>
    public async Task<ModelRegistryState> ReadAsync(CancellationToken cancellationToken)
    {
        List<ModelRecord> models = [];
        if (Directory.Exists(Root))
        {
            foreach (string path in Directory.EnumerateDirectories(Root).Where(static folder => !OwnFolders.Contains(Path.GetFileName(folder))).SelectMany(Directory.EnumerateDirectories).Select(static folder => Path.Combine(folder, RecordName)).Where(File.Exists))
                models.Add(await JsonFile.ReadAsync<ModelRecord>(path, cancellationToken).ConfigureAwait(false));
        }

        IEnumerable<RunEvent> events = File.Exists(JournalPath) ? await JournalReader.ReadAsync(JournalPath, cancellationToken).ConfigureAwait(false) : [];
        return ModelRegistryState.Of([.. models.OrderBy(static m => m.RegisteredAt).ThenBy(static m => m.Reference, StringComparer.Ordinal)], events);
    }

    /// <summary>The file of a registered network.</summary>
    public string PathOf(ModelRecord model)
    {
        ArgumentNullException.ThrowIfNull(model);
        return Path.Combine(Root, model.Name, model.Version, FileName);
    }

    /// <summary>A file that lies beside a registered model.</summary>
    public string PathBeside(ModelRecord model, string file) => Path.Combine(Path.GetDirectoryName(PathOf(model))!, file);

    /// <summary>The folder of a comparison.</summary>
    public string ComparisonPath(string id) => Path.Combine(Root, ComparisonsName, id);

    /// <summary>Takes a network in: a copy that is never changed. Registering the same file again changes nothing.</summary>
    /// <param name="bytes">The ONNX file, checked to be a segmentation network.</param>
    /// <param name="name">Its name.</param>
    /// <param name="version">Its version.</param>
    /// <param name="metadata">What it says of itself.</param>
    /// <param name="by">Who registers it.</param>
    /// <param name="note">What they say of it.</param>
    /// <param name="cancellationToken">Leaves nothing that counts.</param>
    /// <param name="beside">Files to lie beside the model, by their names: data, scores. Never changed either.</param>
    /// <exception cref="InputException">A name is none, or another file has this name and version already.</exception>
    public async Task<ModelRecord> RegisterAsync(byte[] bytes, string name, string version, IReadOnlyDictionary<string, string> metadata, string by, string note, CancellationToken cancellationToken, IReadOnlyDictionary<string, byte[]>? beside = null)
    {
        ArgumentNullException.ThrowIfNull(bytes);
        RequireName(name);
        if (!SampleName.IsValid(version)) throw new InputException($"'{version}' is no version", "--model-version", "Use letters, digits, '.', '-' and '_', such as 1.0.0");
        using FolderLock held = await FolderLock.TakeAsync(Root, cancellationToken).ConfigureAwait(false);
        string sha256 = Convert.ToHexStringLower(SHA256.HashData(bytes));
        ModelRegistryState state = await ReadAsync(cancellationToken).ConfigureAwait(false);
        if (state.Models.FirstOrDefault(m => m.Sha256 == sha256 && m.Name == name && m.Version == version) is { } same) return same;
        if (state.Models.FirstOrDefault(m => m.Name == name && m.Version == version) is { } other)
            throw new InputException($"{other.Reference} is another file (sha256:{other.Sha256[..12]}…), and a version is never replaced", "--model-version", "Give the new file a version of its own");
        var record = new ModelRecord { Name = name, Version = version, Sha256 = sha256, Bytes = bytes.Length, RegisteredAt = time.GetUtcNow(), By = by, Note = note, Metadata = metadata };
        string path = PathOf(record);
        await AtomicFile.WriteAsync(path, bytes, cancellationToken).ConfigureAwait(false);
        foreach ((string file, byte[] content) in beside ?? new Dictionary<string, byte[]>())
            await AtomicFile.WriteAsync(Path.Combine(Path.GetDirectoryName(path)!, file), content, cancellationToken).ConfigureAwait(false);
        // The record last: a folder without one does not count.
        await JsonFile.WriteAsync(Path.Combine(Path.GetDirectoryName(path)!, RecordName), record, cancellationToken).ConfigureAwait(false);
        File.SetAttributes(path, File.GetAttributes(path) | FileAttributes.ReadOnly);
        AtomicFile.FlushFolder(Path.Combine(Root, name));
        AtomicFile.FlushFolder(Root);
        await AppendAsync(ModelEventKind.Registered, new JsonObject { ["model"] = record.Reference, ["sha256"] = sha256, ["by"] = by, ["note"] = note }, cancellationToken).ConfigureAwait(false);
        return record;
    }

    /// <summary>Refuses what cannot name a model.</summary>
    /// <exception cref="InputException">It cannot.</exception>
    public static void RequireName(string name)
    {
        if (!SampleName.IsValid(name) || name is Shipped or None || OwnFolders.Contains(name)) throw new InputException($"'{name}' cannot name a model", "name", "Use letters, digits, '.', '-' and '_', at most 64, the first a letter or digit");
    }

    /// <summary>A new id for a comparison, and its folder.</summary>
    public string NewComparison()
    {
        string stamp = time.GetUtcNow().ToString("yyyyMMdd-HHmmss", CultureInfo.InvariantCulture), id = stamp;
        for (int n = 2; Directory.Exists(ComparisonPath(id)); n++) id = string.Create(CultureInfo.InvariantCulture, $"{stamp}-{n}");
        Directory.CreateDirectory(ComparisonPath(id));
        return id;
    }

    /// <summary>Puts a finished comparison on record.</summary>
    public async Task RecordComparisonAsync(string id, (string Reference, string Sha256) old, (string Reference, string Sha256) candidate, int frames, string by, CancellationToken cancellationToken)
    {
        using FolderLock held = await FolderLock.TakeAsync(Root, cancellationToken).ConfigureAwait(false);
        await AppendAsync(ModelEventKind.Compared, new JsonObject
        {
            ["comparison"] = id, ["old"] = old.Reference, ["old_sha256"] = old.Sha256, ["new"] = candidate.Reference, ["new_sha256"] = candidate.Sha256, ["frames"] = frames, ["by"] = by,
        }, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Has new runs use a network from now on.</summary>
    /// <param name="reference"><c>NAME@VERSION</c>, or <see cref="Shipped"/>; <see cref="None"/> in a family of which none ships.</param>
    /// <param name="shippedSha256">Hash of the shipped network; null in a family of which none ships.</param>
    /// <param name="by">Who says so.</param>
    /// <param name="withoutComparison">The reason why no comparison is wanted, or null to require one.</param>
    /// <param name="cancellationToken">Nothing is changed when it is cancelled.</param>
    /// <exception cref="InputException">There is no such model, its file is damaged, or it was not compared with the one in use.</exception>
    public async Task<ModelUse> UseAsync(string reference, string? shippedSha256, string by, string? withoutComparison, CancellationToken cancellationToken)
    {
        using FolderLock held = await FolderLock.TakeAsync(Root, cancellationToken).ConfigureAwait(false);
        ModelRegistryState state = await ReadAsync(cancellationToken).ConfigureAwait(false);
        // An update of the program may have brought another shipped network since it was chosen.
        (string Reference, string Sha256) without = shippedSha256 is null ? (None, "") : (Shipped, shippedSha256);
        (string Reference, string Sha256) before = state.InUse is { } use && use.Reference != without.Reference ? (use.Reference, use.Sha256) : without;
        (string Reference, string Sha256) chosen = await ChosenAsync(state, reference, without, cancellationToken).ConfigureAwait(false);
        if (chosen == before && state.InUse is { } already) return already;
        ModelComparisonEntry? comparison = state.Comparisons.LastOrDefault(entry => entry.IsOf(before.Sha256, chosen.Sha256));
        bool comparable = before.Reference != None && chosen.Reference != None && chosen.Sha256 != before.Sha256;
        if (comparison is null && withoutComparison is null && comparable)
        {
            throw new InputException($"{chosen.Reference} was never compared with {before.Reference}, which is in use", "model use",
                $"Run `{(family.Length > 0 ? "learn regression" : "model")} compare {before.Reference} {chosen.Reference}{(state.Find(chosen.Reference)?.Metadata.GetValueOrDefault("target") is { } target ? $" --target {target}" : "")}` and look at what it writes, or say `--without-comparison \"REASON\"`");
        }

        await AppendAsync(ModelEventKind.Used, new JsonObject
        {
            ["model"] = chosen.Reference, ["sha256"] = chosen.Sha256, ["before"] = before.Reference, ["before_sha256"] = before.Sha256,
            ["comparison"] = comparison?.Id, ["by"] = by, ["reason"] = withoutComparison ?? "",
        }, cancellationToken).ConfigureAwait(false);
        return (await ReadAsync(cancellationToken).ConfigureAwait(false)).InUse!;
    }

    private async Task<(string Reference, string Sha256)> ChosenAsync(ModelRegistryState state, string reference, (string Reference, string Sha256) without, CancellationToken cancellationToken)
    {
        if (reference == without.Reference) return without;
        if (state.Find(reference) is not { } model)
        {
            string known = string.Join(", ", state.Models.Select(static m => m.Reference).Prepend(without.Reference));
            throw new InputException($"there is no registered model '{reference}'", "model use", $"Choose one of {known}, or register the file first");
        }

        await RequireIntactAsync(model, cancellationToken).ConfigureAwait(false);
        return (model.Reference, model.Sha256);
    }

    /// <summary>Refuses a registered file that is not what it was.</summary>
    /// <exception cref="InputException">It is missing or has another hash.</exception>
    public async Task RequireIntactAsync(ModelRecord model, CancellationToken cancellationToken)
    {
        string path = PathOf(model);
        if (!File.Exists(path)) throw new InputException($"the file of {model.Reference} is missing", path, "Restore it from a backup");
        string hash = await FileHash.Sha256Async(path, cancellationToken).ConfigureAwait(false);
        if (hash != model.Sha256) throw new InputException($"{model.Reference} has the SHA-256 {hash} and was registered with {model.Sha256}", path, "Restore it from a backup");
    }

    private async Task AppendAsync(string kind, JsonObject entry, CancellationToken cancellationToken)
    {
        NdjsonJournal journal = await NdjsonJournal.OpenAsync(JournalPath, time, cancellationToken).ConfigureAwait(false);
        await using (journal.ConfigureAwait(false)) await journal.AppendAsync(kind, entry, cancellationToken).ConfigureAwait(false);
    }
}
