using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Files;

namespace LtoAutoscope.Instruments.Composition;

/// <summary>
/// The right of one process of this machine to talk to an instrument: a locked file for each port that leads to it. The system gives it back however the process ends. Stop and
/// the dead man's process take none.
/// </summary>
/// <remarks>The files lie in <c>/run/lock</c> where everybody may write there, else in the folder for temporary files; on Windows in the common application data.</remarks>
public sealed class InstrumentLock : IDisposable
{
    /// <summary>Environment variable that names another folder for the lock files, the same for all processes that may meet.</summary>
    public const string FolderVariable = "LTO_AUTOSCOPE_LOCKS";

    private const UnixFileMode Everybody = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.OtherRead | UnixFileMode.OtherWrite;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);
    private readonly List<FileStream> _files = [];

    private InstrumentLock()
    {
    }

    /// <summary>The ports that lead to an instrument.</summary>
    public static IReadOnlyList<string> EndpointsOf(InstrumentConfiguration configuration) => configuration.Endpoints;

    /// <summary>Takes the lock of an instrument. A holder that was killed gets a second to be gone.</summary>
    /// <param name="configuration">The instrument.</param>
    /// <param name="owner">Who asks, for the message that another one gets.</param>
    /// <param name="timeProvider">The clock.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="InputException">Another process of this machine holds it; the message names it.</exception>
    public static Task<InstrumentLock> TakeAsync(InstrumentConfiguration configuration, string owner, TimeProvider timeProvider, CancellationToken cancellationToken)
        => TakeAsync(EndpointsOf(configuration), owner, timeProvider, cancellationToken);

    /// <summary>Takes the locks of ports, all or none.</summary>
    /// <inheritdoc cref="TakeAsync(InstrumentConfiguration, string, TimeProvider, CancellationToken)"/>
    public static async Task<InstrumentLock> TakeAsync(IEnumerable<string> endpoints, string owner, TimeProvider timeProvider, CancellationToken cancellationToken)
    {
        string folder = Folder();
        var taken = new InstrumentLock();
        try
        {
            // In one order for everybody, so that two never hold half of each other's.
            foreach (string endpoint in endpoints.Select(Normalise).Distinct().Order(StringComparer.Ordinal))
                taken._files.Add(await TakeOneAsync(folder, endpoint, owner, timeProvider, cancellationToken).ConfigureAwait(false));
            return taken;
        }
        catch
        {
            taken.Dispose();
            throw;
        }
    }

    /// <summary>Gives the lock back. The files stay: deleting them would let two processes hold two different locks.</summary>
    public void Dispose()
    {
        foreach (FileStream file in _files) file.Dispose();
        _files.Clear();
    }

    private static async Task<FileStream> TakeOneAsync(string folder, string endpoint, string owner, TimeProvider timeProvider, CancellationToken cancellationToken)
    {
        string hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(endpoint)))[..16];
        string path = Path.Combine(folder, $"lto-autoscope-{hash}.lock"), ownerPath = Path.Combine(folder, $"lto-autoscope-{hash}.owner");
        for (long began = timeProvider.GetTimestamp(); ;)
        {
            try
            {
                FileStream file = Open(path);
                await TellAsync(ownerPath, endpoint, owner, timeProvider, cancellationToken).ConfigureAwait(false);
                return file;
            }
            catch (IOException) when (File.Exists(path) && timeProvider.GetElapsedTime(began) < Patience)
            {
                await Task.Delay(Pause, timeProvider, cancellationToken).ConfigureAwait(false);
            }
            catch (IOException held) when (File.Exists(path))
            {
                throw new InputException($"{await HolderAsync(ownerPath, cancellationToken).ConfigureAwait(false)} works with this instrument", endpoint,
                    "Stop that program first, or use its dashboard; 'instrument stop' works beside it", held);
            }
            catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
            {
                throw new InputException($"the lock of {endpoint} cannot be made ({failure.Message.TrimEnd('.')})", path,
                    $"Give this user the right to write there, or name a folder for all users by the environment variable {FolderVariable}", failure);
            }
        }
    }

    private static FileStream Open(string path)
    {
        // An existing file is not opened for creation: the kernel refuses that to others in folders that are everybody's.
        if (File.Exists(path)) return new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
        var file = new FileStream(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None);
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(path, Everybody);
        return file;
    }

    private static async Task TellAsync(string path, string endpoint, string owner, TimeProvider timeProvider, CancellationToken cancellationToken)
    {
        try
        {
            string text = string.Create(CultureInfo.InvariantCulture, $"process {Environment.ProcessId} ({owner}), since {timeProvider.GetUtcNow():yyyy-MM-dd HH:mm:ss} UTC\n{endpoint}\n");
            await AtomicFile.WriteTextAsync(path, text, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // Another user's note stays; only the name in a message suffers.
        }
    }

    private static async Task<string> HolderAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            string[] lines = await File.ReadAllLinesAsync(path, cancellationToken).ConfigureAwait(false);
            return lines.Length > 0 && IsAlive(lines[0]) ? lines[0] : "another process";
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return "another process";
        }
    }

    /// <summary>Whether the note is of a process that runs: an old one may have stayed.</summary>
    private static bool IsAlive(string note)
    {
        string[] words = note.Split(' ', 3);
        if (words.Length < 2 || !int.TryParse(words[1], NumberStyles.None, CultureInfo.InvariantCulture, out int id)) return false;
        try
        {
            using var process = Process.GetProcessById(id);
            return true;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    private static string Normalise(string endpoint)
    {
        if (endpoint.StartsWith('/'))
        {
            try
            {
                return File.ResolveLinkTarget(endpoint, returnFinalTarget: true)?.FullName ?? Path.GetFullPath(endpoint);
            }
            catch (IOException)
            {
                return endpoint;
            }
        }

        string lower = endpoint.ToLowerInvariant();
        return lower.StartsWith("localhost:", StringComparison.Ordinal) ? string.Concat("127.0.0.1", lower.AsSpan("localhost".Length)) : lower;
    }

    private static string Folder()
    {
        if (Environment.GetEnvironmentVariable(FolderVariable) is { Length: > 0 } named)
        {
            Directory.CreateDirectory(named);
            return named;
        }

        if (OperatingSystem.IsWindows())
        {
            string common = Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.CommonApplicationData), "LtoAutoscope");
            Directory.CreateDirectory(common);
            return common;
        }

        const string RunLock = "/run/lock";
        return Directory.Exists(RunLock) && File.GetUnixFileMode(RunLock).HasFlag(UnixFileMode.OtherWrite) ? RunLock : Path.GetTempPath();
    }
}
