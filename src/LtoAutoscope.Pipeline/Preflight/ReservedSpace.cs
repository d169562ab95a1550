using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using LtoAutoscope.Domain.Files;
using Microsoft.Win32.SafeHandles;

namespace LtoAutoscope.Pipeline.Preflight;

/// <summary>
/// Asks the file system for space as a file would (<c>fallocate(2)</c>) and gives it back: that tells of a quota, which free space does not. Nothing is written. On Windows the free space
/// that is told heeds the quota.
/// </summary>
internal static class ReservedSpace
{
    private const int NotSupported = 95, NoSpace = 28, QuotaExceeded = 122, TooLarge = 27, Interrupted = 4;

    internal enum Answer
    {
        Granted,
        CannotTell,
        NoSpace,
        QuotaExceeded,
    }

    /// <summary>Whether a file of so many bytes would be granted.</summary>
    internal static Answer Ask(string folder, long bytes) => OperatingSystem.IsLinux() && bytes > 0 ? AskLinux(folder, bytes) : Answer.CannotTell;

    [SupportedOSPlatform("linux")]
    private static Answer AskLinux(string folder, long bytes)
    {
        string path = Path.Combine(folder, $"preflight-{Guid.NewGuid():N}{AtomicFile.TemporarySuffix}");
        try
        {
            using SafeFileHandle file = File.OpenHandle(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, FileOptions.DeleteOnClose);
            int error;
            do
            {
                error = FileAllocate(file, 0, 0, bytes) == 0 ? 0 : Marshal.GetLastPInvokeError();
            }
            while (error == Interrupted);

            return error switch
            {
                0 => Answer.Granted,
                NoSpace or TooLarge => Answer.NoSpace,
                QuotaExceeded => Answer.QuotaExceeded,
                NotSupported => Answer.CannotTell,
                _ => Answer.CannotTell,
            };
        }
        finally
        {
            File.Delete(path);
        }
    }

    [DllImport("libc", EntryPoint = "fallocate", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int FileAllocate(SafeFileHandle file, int mode, long offset, long length);
}
