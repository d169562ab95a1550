using LtoAutoscope.Domain;

namespace LtoAutoscope.Storage.Data;

/// <summary>
/// Lets one process at a time change one part of the data folder, such as <c>models/</c>, beside a daemon that holds the lock of the whole. Readers need no lock:
/// what is in such a part is added whole and never changed.
/// </summary>
internal sealed class FolderLock : IDisposable
{
    private const string LockName = "lock";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);
    private readonly FileStream _file;

    private FolderLock(FileStream file) => _file = file;

    /// <summary>Takes the lock, waiting up to ten seconds for another to give it back.</summary>
    /// <exception cref="InputException">Another process keeps it, or the folder cannot be written.</exception>
    internal static async Task<FolderLock> TakeAsync(string folder, CancellationToken cancellationToken)
    {
        DataFolderChecks.MakeFolder(folder);
        string path = Path.Combine(folder, LockName);
        long begun = TimeProvider.System.GetTimestamp();
        while (true)
        {
            try
            {
                return new FolderLock(new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
            }
            catch (UnauthorizedAccessException error)
            {
                throw new InputException($"the folder cannot be written ({error.Message.TrimEnd('.')})", folder, "Give this user the right to write there", error);
            }
            catch (IOException) when (TimeProvider.System.GetElapsedTime(begun) < Patience)
            {
                await Task.Delay(Pause, cancellationToken).ConfigureAwait(false);
            }
            catch (IOException error)
            {
                throw new InputException($"another command is changing this folder ({error.Message.TrimEnd('.')})", folder, "Wait until it has ended, then try again", error);
            }
        }
    }

    public void Dispose() => _file.Dispose();
}
