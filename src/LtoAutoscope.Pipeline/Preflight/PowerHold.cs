using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace LtoAutoscope.Pipeline.Preflight;

/// <summary>
/// Keeps the computer awake until it is disposed: on Linux by a lock of logind (<c>systemd-inhibit</c>, which ends with this process however it dies), on Windows by a power request
/// (<c>powercfg /requests</c> shows it). Where neither is to be had it holds nothing and says why.
/// </summary>
public sealed class PowerHold : IDisposable
{
    private static readonly TimeSpan Settling = TimeSpan.FromMilliseconds(500);
    private readonly Process? _inhibitor;
    private readonly nint _request;

    private PowerHold(Process? inhibitor, nint request, string detail) => (_inhibitor, _request, Detail) = (inhibitor, request, detail);

    /// <summary>Whether the computer is kept awake.</summary>
    public bool IsHeld => _request != 0 || _inhibitor is { HasExited: false };

    /// <summary>How, or why not, in a sentence.</summary>
    public string Detail { get; }

    /// <summary>Takes the hold.</summary>
    /// <param name="why">Why, for whoever asks the system.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task<PowerHold> TakeAsync(string why, CancellationToken cancellationToken)
    {
        if (OperatingSystem.IsWindows()) return OnWindows(why);
        return OperatingSystem.IsLinux() ? await OnLinuxAsync(why, cancellationToken).ConfigureAwait(false) : new PowerHold(null, 0, "This system cannot be asked to stay awake.");
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_request != 0 && OperatingSystem.IsWindows())
        {
            PowerClearRequest(_request, SystemRequired);
            PowerClearRequest(_request, ExecutionRequired);
            CloseHandle(_request);
        }

        if (_inhibitor is null) return;
        // Its child reads until this end is closed, and then the lock goes.
        _inhibitor.StandardInput.Close();
        _inhibitor.Dispose();
    }

    private static async Task<PowerHold> OnLinuxAsync(string why, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo("systemd-inhibit")
        {
            ArgumentList = { "--what=sleep:idle:handle-lid-switch", "--who=LtoAutoscope", $"--why={why}", "--mode=block", "cat" },
            RedirectStandardInput = true, RedirectStandardError = true, RedirectStandardOutput = true, UseShellExecute = false,
        };
        try
        {
            Process inhibitor = Process.Start(start) ?? throw new Win32Exception("it did not start");
            using var soon = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            soon.CancelAfter(Settling);
            try
            {
                await inhibitor.WaitForExitAsync(soon.Token).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                return new PowerHold(inhibitor, 0, "systemd-inhibit holds sleep, idle and lid switch.");
            }

            string error = (await inhibitor.StandardError.ReadToEndAsync(cancellationToken).ConfigureAwait(false)).Trim();
            inhibitor.Dispose();
            return new PowerHold(null, 0, $"systemd-inhibit refused: {(error.Length > 0 ? error.TrimEnd('.') : "no reason was given")}.");
        }
        catch (Win32Exception)
        {
            return new PowerHold(null, 0, "There is no systemd-inhibit here; see to it that the computer does not sleep by itself.");
        }
    }

    private const int RequestVersion = 0;
    private const uint SimpleString = 1;
    private const int SystemRequired = 1, ExecutionRequired = 3;

    [SupportedOSPlatform("windows")]
    private static PowerHold OnWindows(string why)
    {
        var context = new ReasonContext { Version = RequestVersion, Flags = SimpleString, Reason = why };
        nint request = PowerCreateRequest(ref context);
        if (request is 0 or -1) return new PowerHold(null, 0, FormattableString.Invariant($"Windows refused the power request (error {Marshal.GetLastPInvokeError()})."));
        bool isHeld = PowerSetRequest(request, SystemRequired);
        PowerSetRequest(request, ExecutionRequired);
        if (isHeld) return new PowerHold(null, request, "A power request keeps the computer awake.");
        CloseHandle(request);
        return new PowerHold(null, 0, "Windows refused the power request.");
    }

    [StructLayout(LayoutKind.Sequential, CharSet = CharSet.Unicode)]
    private struct ReasonContext
    {
        public uint Version;
        public uint Flags;
        [MarshalAs(UnmanagedType.LPWStr)]
        public string Reason;
        // The union's other member is larger; the rest of it is not looked at for a simple string.
        public nint Unused1, Unused2;
    }

    [DllImport("kernel32.dll", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static extern nint PowerCreateRequest(ref ReasonContext context);

    [DllImport("kernel32.dll")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static extern bool PowerSetRequest(nint request, int kind);

    [DllImport("kernel32.dll")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static extern bool PowerClearRequest(nint request, int kind);

    [DllImport("kernel32.dll")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static extern bool CloseHandle(nint handle);
}
