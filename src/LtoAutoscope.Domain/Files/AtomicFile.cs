using System.Runtime.InteropServices;
using System.Text;

namespace LtoAutoscope.Domain.Files;

/// <summary>
/// Writes a file so that a reader, or the next start after a power cut, sees the old content or the new one and never a part:
/// write beside, flush to the disk, rename over, flush the folder.
/// </summary>
/// <remarks>Thread safety: calls for different paths are independent; for one path the last rename wins.</remarks>
public static class AtomicFile
{
    /// <summary>The suffix of the file that is written beside; leftovers of a crash carry it and may be deleted.</summary>
    public const string TemporarySuffix = ".partial";

    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    /// <summary>Writes <paramref name="text"/> as UTF-8 without a byte order mark.</summary>
    /// <exception cref="IOException">The disk is full or the folder is missing.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder may not be written.</exception>
    public static Task WriteTextAsync(string path, string text, CancellationToken cancellationToken = default)
        => WriteAsync(path, Utf8.GetBytes(text), cancellationToken);

    /// <summary>Writes <paramref name="bytes"/>.</summary>
    /// <inheritdoc cref="WriteTextAsync" path="/exception"/>
    public static Task WriteAsync(string path, ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken = default)
        => WriteAsync(path, async (stream, token) => await stream.WriteAsync(bytes, token).ConfigureAwait(false), cancellationToken);

    /// <summary>Writes what <paramref name="write"/> puts on the stream it is given.</summary>
    /// <inheritdoc cref="WriteTextAsync" path="/exception"/>
    public static async Task WriteAsync(string path, Func<Stream, CancellationToken, Task> write, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(write);
        string target = Path.GetFullPath(path);
        string folder = Path.GetDirectoryName(target) ?? throw new ArgumentException($"'{path}' names no file.", nameof(path));
        Directory.CreateDirectory(folder);
        string temporary = $"{target}.{Guid.NewGuid():N}{TemporarySuffix}";
        try
        {
            var stream = new FileStream(temporary, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, 64 * 1024, FileOptions.Asynchronous);
            await using (stream.ConfigureAwait(false))
            {
                await write(stream, cancellationToken).ConfigureAwait(false);
                await stream.FlushAsync(cancellationToken).ConfigureAwait(false);
                stream.Flush(flushToDisk: true);
            }

            cancellationToken.ThrowIfCancellationRequested();
            File.Move(temporary, target, overwrite: true);
            FlushFolder(folder);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }

    /// <summary>
    /// Flushes a folder's own entries, so that a rename or a new file in it survives a power cut.
    /// Windows journals these by itself; there the call does nothing.
    /// </summary>
    public static void FlushFolder(string folder)
    {
        if (OperatingSystem.IsWindows()) return;
        int descriptor = NativeMethods.Open(folder, NativeMethods.ReadOnly);
        if (descriptor < 0) return;
        _ = NativeMethods.Fsync(descriptor);
        _ = NativeMethods.Close(descriptor);
    }

    private static class NativeMethods
    {
        internal const int ReadOnly = 0;

        [DllImport("libc", EntryPoint = "open", SetLastError = true)]
        [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
        internal static extern int Open([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags);

        [DllImport("libc", EntryPoint = "fsync", SetLastError = true)]
        [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
        internal static extern int Fsync(int descriptor);

        [DllImport("libc", EntryPoint = "close", SetLastError = true)]
        [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
        internal static extern int Close(int descriptor);
    }
}
