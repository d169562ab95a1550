using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Files;

namespace LtoAutoscope.Storage.Data;

/// <summary>
/// The folder in which everything of a laboratory lies: <c>runs/ queue/ samples/ cells/ recipes/ models/ accounts/ audit/ doses/ nights/ alerts/ timing/ index/ cache/</c>.
/// Opened for writing by one process at a time, which holds its lock until it disposes it.
/// </summary>
/// <remarks>Thread safety: immutable after opening; <see cref="Written"/> is raised on whichever thread wrote.</remarks>
public sealed class DataFolder : IDisposable
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private readonly DataFolderLock? _lock;

    private DataFolder(string root, DataFolderLock? ownLock) => (Root, _lock) = (root, ownLock);

    /// <summary>Raised after a store of this process has written what pages follow, with the folder's path: <see cref="Samples"/>, <see cref="Cells"/> or <see cref="Syntheses"/>.</summary>
    public event Action<string>? Written;

    /// <summary>Its absolute path.</summary>
    public string Root { get; }

    /// <summary>Whether it was opened without the lock, for reading.</summary>
    public bool IsReadOnly => _lock is null;

    /// <summary>One folder a run.</summary>
    public string Runs => Path.Combine(Root, "runs");

    /// <summary>The queue's journal.</summary>
    public string Queue => Path.Combine(Root, "queue");

    /// <summary>One file a sample.</summary>
    public string Samples => Path.Combine(Root, "samples");

    /// <summary>One file a cell test; of imported ones a folder beside it with a version an import.</summary>
    public string Cells => Path.Combine(Root, "cells");

    /// <summary>One folder a run: cell models that were asked for after it; made with the first.</summary>
    public string CellModels => Path.Combine(Root, "cell-models");

    /// <summary>Recipes in use.</summary>
    public string Recipes => Path.Combine(Root, "recipes");

    /// <summary>Models that were made here.</summary>
    public string Models => Path.Combine(Root, "models");

    /// <summary>Annotated pictures to train on, one folder a data set and in it one a version; made when the first is imported.</summary>
    public string Datasets => Path.Combine(Root, "datasets");

    /// <summary>The laboratory's own golden frames, laid out like <see cref="Datasets"/>: models are compared on them and never trained.</summary>
    public string Golden => Path.Combine(Root, "golden");

    /// <summary>One file an account.</summary>
    public string Accounts => Path.Combine(Root, "accounts");

    /// <summary>What people did.</summary>
    public string Audit => Path.Combine(Root, "audit");

    /// <summary>One journal a sample: what its places have got of the beam.</summary>
    public string Doses => Path.Combine(Root, "doses");

    /// <summary>One folder a night, named by the day on which it began: the morning page, and the same in JSON.</summary>
    public string Nights => Path.Combine(Root, "nights");

    /// <summary>What was told, to whom, and what became of it.</summary>
    public string Alerts => Path.Combine(Root, "alerts");

    /// <summary>What the program has learned about its own times.</summary>
    public string Timing => Path.Combine(Root, "timing");

    /// <summary>Proposed syntheses and the space that they are searched in; made with the first.</summary>
    public string Syntheses => Path.Combine(Root, "syntheses");

    /// <summary>The LiteDB index; it may be deleted at any moment.</summary>
    public string Index => Path.Combine(Root, "index");

    /// <summary>What pages are served from and can be made again from the runs, such as reduced frames; it may be deleted while no daemon works in the folder, and is in no backup. Made when first needed.</summary>
    public string Cache => Path.Combine(Root, "cache");

    /// <summary>Tells whoever follows one of its folders that something new lies there.</summary>
    public void TellWritten(string folder) => Written?.Invoke(folder);

    /// <summary>The path of a run's folder.</summary>
    public string RunPath(string runId) => Path.Combine(Runs, runId);

    /// <summary>Free space on its disk, bytes.</summary>
    public long FreeBytes => DataFolderChecks.FreeBytes(Root);

    /// <summary>
    /// Makes what is missing, checks rights and space, takes the lock, and deletes <c>*.partial</c> files that a killed process left.
    /// </summary>
    /// <exception cref="InputException">The folder cannot be made or written, the disk is too full, or another process holds the lock (the message names it).</exception>
    public static async Task<DataFolder> OpenAsync(string path, DataFolderOptions options, TimeProvider time, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        string root = Path.GetFullPath(path);
        DataFolderChecks.MakeFolder(root);
        var ownLock = await DataFolderLock.TakeAsync(root, time, cancellationToken).ConfigureAwait(false);
        try
        {
            var folder = new DataFolder(root, ownLock);
            string[] parts = [folder.Runs, folder.Queue, folder.Samples, folder.Cells, folder.Recipes, folder.Models, folder.Audit, folder.Doses, folder.Nights, folder.Alerts, folder.Timing, folder.Index];
            foreach (string part in parts) DataFolderChecks.MakeFolder(part);
            DataFolderChecks.MakeFolder(folder.Accounts, OwnerOnly);
            AtomicFile.FlushFolder(root);
            await DataFolderChecks.RequireWritableAsync(root, cancellationToken).ConfigureAwait(false);
            DataFolderChecks.RequireSpace(root, options.MinimumFreeBytes);
            Sweep(root);
            return folder;
        }
        catch
        {
            ownLock.Dispose();
            throw;
        }
    }

    /// <summary>Opens an existing folder for reading, also while a daemon works in it.</summary>
    /// <exception cref="InputException">There is no data folder at that path.</exception>
    public static DataFolder OpenReadOnly(string path)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        string root = Path.GetFullPath(path);
        if (!Directory.Exists(Path.Combine(root, "runs")))
            throw new InputException("this is no data folder: it has no folder 'runs'", root, "Give the folder that the daemon was started with (--data DIR)");
        return new DataFolder(root, null);
    }

    /// <summary>Throws when the folder was opened for reading only.</summary>
    /// <exception cref="InvalidOperationException">It was.</exception>
    public void RequireWritable()
    {
        if (IsReadOnly) throw new InvalidOperationException($"The data folder {Root} was opened for reading only.");
    }

    /// <summary>Gives the lock back.</summary>
    public void Dispose() => _lock?.Dispose();

    private static void Sweep(string root)
    {
        var everywhere = new EnumerationOptions { RecurseSubdirectories = true, IgnoreInaccessible = true, AttributesToSkip = FileAttributes.ReparsePoint };
        foreach (string leftover in Directory.EnumerateFiles(root, "*" + AtomicFile.TemporarySuffix, everywhere)) File.Delete(leftover);
    }
}
