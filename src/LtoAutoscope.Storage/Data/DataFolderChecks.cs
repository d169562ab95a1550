using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Files;

namespace LtoAutoscope.Storage.Data;

/// <summary>Whether a folder can be worked in, with a message for the person who chose it where it cannot.</summary>
internal static class DataFolderChecks
{
    private const double Gibibyte = 1L << 30;

    /// <summary>Makes a folder and those above it.</summary>
    internal static void MakeFolder(string path, UnixFileMode? mode = null)
    {
        try
        {
            if (mode is { } unixMode && !OperatingSystem.IsWindows()) Directory.CreateDirectory(path, unixMode);
            else Directory.CreateDirectory(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"the folder cannot be made ({error.Message.TrimEnd('.')})", path,
                "Choose another folder with --data DIR, or give this user the right to write there", error);
        }
    }

    /// <summary>Writes a file, flushes it and deletes it again.</summary>
    internal static async Task RequireWritableAsync(string root, CancellationToken cancellationToken)
    {
        string probe = Path.Combine(root, $"write-test-{Environment.ProcessId}");
        try
        {
            await AtomicFile.WriteTextAsync(probe, "ok", cancellationToken).ConfigureAwait(false);
            File.Delete(probe);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"the folder cannot be written ({error.Message.TrimEnd('.')})", root,
                "Choose another folder with --data DIR, give this user the right to write there, or make room on the disk", error);
        }
    }

    /// <summary>Refuses a disk that is too full.</summary>
    internal static void RequireSpace(string root, long minimumBytes)
    {
        long free = FreeBytes(root);
        if (minimumBytes <= 0 || free >= minimumBytes) return;
        throw new InputException(FormattableString.Invariant($"the disk has {free / Gibibyte:0.00} GiB left and at least {minimumBytes / Gibibyte:0.00} GiB are needed"),
            root, "Make room, choose another folder with --data DIR, or lower the required free space");
    }

    /// <summary>Free space for this user, bytes.</summary>
    internal static long FreeBytes(string root) => new DriveInfo(root).AvailableFreeSpace;
}
