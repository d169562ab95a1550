using System.Diagnostics;
using System.Text.Json;
using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Files;

namespace LtoAutoscope.Storage.Data;

/// <summary>
/// The lock of a data folder: an open file <c>lock</c> that no other process can open. The system gives it back when the process dies,
/// however it dies. Beside it <c>lock.json</c> says who holds it (a locked file itself cannot be read everywhere).
/// </summary>
internal sealed class DataFolderLock : IDisposable
{
    private const string LockName = "lock";
    private const string OwnerName = "lock.json";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(150);
    private readonly FileStream _file;

    private DataFolderLock(FileStream file) => _file = file;

    /// <summary>Takes the lock. A holder that was killed may need a moment until the system has closed its files, so it is asked for again for three seconds.</summary>
    /// <exception cref="InputException">Another process holds it, or the lock file cannot be made.</exception>
    internal static async Task<DataFolderLock> TakeAsync(string root, TimeProvider time, CancellationToken cancellationToken)
    {
        string path = Path.Combine(root, LockName), ownerPath = Path.Combine(root, OwnerName);
        FileStream file;
        try
        {
            file = await OpenAsync(path, cancellationToken).ConfigureAwait(false);
        }
        catch (UnauthorizedAccessException error)
        {
            throw new InputException($"the lock file cannot be made ({error.Message.TrimEnd('.')})", path,
                "Choose another folder with --data DIR, or give this user the right to write there", error);
        }
        catch (IOException error)
        {
            DataFolderOwner? owner = await ReadOwnerAsync(ownerPath, cancellationToken).ConfigureAwait(false);
            string who = owner is null ? "another process" : FormattableString.Invariant($"process {owner.ProcessId} on {owner.Machine}, started {owner.StartedAt:yyyy-MM-dd HH:mm:ss} UTC,");
            throw new InputException($"{who} works in this data folder ({error.Message.TrimEnd('.')})", root,
                "Use that daemon (its pages, its API, or the verbs with --server), stop it first, or choose another folder with --data DIR", error);
        }

        try
        {
            using var self = Process.GetCurrentProcess();
            var owner = new DataFolderOwner(Environment.ProcessId, self.StartTime.ToUniversalTime(), Environment.MachineName, time.GetUtcNow());
            await AtomicFile.WriteTextAsync(ownerPath, JsonSerializer.Serialize(owner, DomainJson.File), cancellationToken).ConfigureAwait(false);
            return new DataFolderLock(file);
        }
        catch (Exception error)
        {
            await file.DisposeAsync().ConfigureAwait(false);
            if (error is not (IOException or UnauthorizedAccessException)) throw;
            throw new InputException($"the folder cannot be written ({error.Message.TrimEnd('.')})", root,
                "Choose another folder with --data DIR, give this user the right to write there, or make room on the disk", error);
        }
    }

    /// <summary>Gives the lock back. The files stay: deleting them would let two processes hold two different locks.</summary>
    public void Dispose() => _file.Dispose();

    private static async Task<FileStream> OpenAsync(string path, CancellationToken cancellationToken)
    {
        long begun = TimeProvider.System.GetTimestamp();
        while (true)
        {
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException) when (File.Exists(path) && TimeProvider.System.GetElapsedTime(begun) < Patience)
            {
                await Task.Delay(Pause, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private static async Task<DataFolderOwner?> ReadOwnerAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            string text = await File.ReadAllTextAsync(path, cancellationToken).ConfigureAwait(false);
            return JsonSerializer.Deserialize<DataFolderOwner>(text, DomainJson.File);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or JsonException)
        {
            return null;
        }
    }
}
