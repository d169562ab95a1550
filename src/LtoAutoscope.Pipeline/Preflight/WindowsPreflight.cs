using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using Microsoft.Win32;

namespace LtoAutoscope.Pipeline.Preflight;

/// <summary>The checks on Windows: keys of the registry and the present power scheme.</summary>
[SupportedOSPlatform("windows")]
internal sealed class WindowsPreflight : IPreflightSystem
{
    private const string Servicing = @"SOFTWARE\Microsoft\Windows\CurrentVersion\Component Based Servicing\RebootPending";
    private const string Update = @"SOFTWARE\Microsoft\Windows\CurrentVersion\WindowsUpdate\Auto Update\RebootRequired";
    private const string SessionManager = @"SYSTEM\CurrentControlSet\Control\Session Manager";
    private const string TimeService = @"SYSTEM\CurrentControlSet\Services\W32Time";
    private const string Exclusions = @"SOFTWARE\Microsoft\Windows Defender\Exclusions\Paths";
    private const int ServiceDisabled = 4;

    // GUID_SLEEP_SUBGROUP, GUID_STANDBY_TIMEOUT, GUID_HIBERNATE_TIMEOUT of winnt.h.
    private static readonly Guid SleepGroup = new("238c9fa8-0aad-41ed-83f4-97be242c8f20");
    private static readonly Guid StandbyTimeout = new("29f6c1db-86da-48c5-9fdb-f2b67b1f44da");
    private static readonly Guid HibernateTimeout = new("9d7815a6-7ee4-497e-8888-515a05f02364");

    public PreflightCheck PendingRestart(bool refuses)
    {
        List<string> signs = [];
        if (Has(Servicing)) signs.Add("Windows has installed components");
        if (Has(Update)) signs.Add("Windows Update waits for it");
        using (RegistryKey? session = Registry.LocalMachine.OpenSubKey(SessionManager))
            if (session?.GetValue("PendingFileRenameOperations") is string[] { Length: > 0 }) signs.Add("files wait to be replaced");
        if (signs.Count == 0) return new PreflightCheck("restart", PreflightOutcome.Passed, "no restart is pending");
        // Only the first two are carried out by Windows itself.
        bool isAutomatic = signs.Count > 1 || signs[0] != "files wait to be replaced";
        return new PreflightCheck("restart", isAutomatic && refuses ? PreflightOutcome.Failed : PreflightOutcome.Warning,
            $"a restart is pending: {string.Join(", ", signs)}", "none", "Restart the computer before the night; Windows may do it by itself outside the active hours");
    }

    public PreflightCheck SleepPolicy()
    {
        if (PowerGetActiveScheme(0, out nint scheme) != 0) return new PreflightCheck("sleep", PreflightOutcome.Skipped, "Windows does not tell its power scheme");
        try
        {
            var active = Marshal.PtrToStructure<Guid>(scheme);
            uint standby = Seconds(active, StandbyTimeout), hibernate = Seconds(active, HibernateTimeout);
            return standby == 0 && hibernate == 0
                ? new PreflightCheck("sleep", PreflightOutcome.Passed, "on mains the computer does not go to sleep")
                : new PreflightCheck("sleep", PreflightOutcome.Warning,
                    FormattableString.Invariant($"on mains the computer sleeps after {standby / 60} min and hibernates after {hibernate / 60} min (0: never); a run holds it awake"),
                    "never", "powercfg /change standby-timeout-ac 0 and powercfg /change hibernate-timeout-ac 0");
        }
        finally
        {
            LocalFree(scheme);
        }
    }

    public PreflightCheck ClockSynchronised()
    {
        using RegistryKey? service = Registry.LocalMachine.OpenSubKey(TimeService);
        using RegistryKey? parameters = service?.OpenSubKey("Parameters");
        if (service is null) return new PreflightCheck("clock", PreflightOutcome.Skipped, "the time service is not installed; another program may keep the clock");
        bool isOff = service.GetValue("Start") is ServiceDisabled || string.Equals(parameters?.GetValue("Type") as string, "NoSync", StringComparison.OrdinalIgnoreCase);
        return isOff
            ? new PreflightCheck("clock", PreflightOutcome.Warning, "Windows does not synchronise the clock", "synchronised", "w32tm /config /syncfromflags:manual /manualpeerlist:YOUR-TIME-SERVER /update and start the service W32Time")
            : new PreflightCheck("clock", PreflightOutcome.Passed, "Windows synchronises the clock");
    }

    public PreflightCheck Antivirus(string dataFolder)
    {
        const string Advice = "Have the data folder left out by the virus scanner (Add-MpPreference -ExclusionPath): it reads each frame before it can be renamed";
        try
        {
            using RegistryKey? exclusions = Registry.LocalMachine.OpenSubKey(Exclusions);
            if (exclusions is null) return new PreflightCheck("antivirus", PreflightOutcome.Skipped, "this scanner does not tell what it leaves out", "", Advice);
            bool isLeftOut = exclusions.GetValueNames().Any(path => dataFolder.StartsWith(path.TrimEnd('\\'), StringComparison.OrdinalIgnoreCase));
            return isLeftOut ? new PreflightCheck("antivirus", PreflightOutcome.Passed, "the data folder is left out") : new PreflightCheck("antivirus", PreflightOutcome.Warning, "the data folder is not left out", "left out", Advice);
        }
        catch (Exception error) when (error is UnauthorizedAccessException or System.Security.SecurityException or IOException)
        {
            return new PreflightCheck("antivirus", PreflightOutcome.Skipped, "the scanner's settings may not be read", "", Advice);
        }
    }

    private static bool Has(string key)
    {
        using RegistryKey? opened = Registry.LocalMachine.OpenSubKey(key);
        return opened is not null;
    }

    private static uint Seconds(Guid scheme, Guid setting) => PowerReadACValueIndex(0, scheme, SleepGroup, setting, out uint seconds) == 0 ? seconds : 0;

    [DllImport("powrprof.dll")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static extern uint PowerGetActiveScheme(nint root, out nint scheme);

    [DllImport("powrprof.dll")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static extern uint PowerReadACValueIndex(nint root, in Guid scheme, in Guid group, in Guid setting, out uint value);

    [DllImport("kernel32.dll")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static extern nint LocalFree(nint memory);
}
