using System.Runtime.InteropServices;

namespace LtoAutoscope.Pipeline.Preflight;

/// <summary>The checks on Linux: files that Debian, Ubuntu and systemd keep, and the kernel's own word about its clock.</summary>
/// <param name="root">Where the system's folders stand. Default <c>/</c>.</param>
internal sealed class LinuxPreflight(string root = "/") : IPreflightSystem
{
    /// <summary><c>TIME_ERROR</c> of adjtimex(2): the clock is not synchronised.</summary>
    private const int ClockError = 5;

    /// <summary>More than the kernel's <c>struct timex</c> on any machine.</summary>
    private const int TimexBytes = 512;

    public PreflightCheck PendingRestart(bool refuses)
    {
        if (!File.Exists(At("run/reboot-required")) && !File.Exists(At("var/run/reboot-required"))) return new PreflightCheck("restart", PreflightOutcome.Passed, "no restart is pending");
        string[] packages = [.. ((string[])["run/reboot-required.pkgs", "var/run/reboot-required.pkgs"]).Select(At).Where(File.Exists).SelectMany(File.ReadAllLines).Distinct().Order(StringComparer.Ordinal)];
        string why = packages.Length == 0 ? "" : $" because of {string.Join(", ", packages.Take(4))}{(packages.Length > 4 ? ", …" : "")}";
        // What unattended-upgrades may do by itself: 50unattended-upgrades and what stands after it.
        bool isAutomatic = Settings("etc/apt/apt.conf.d", "*").LastOrDefault(line => line.StartsWith("Unattended-Upgrade::Automatic-Reboot ", StringComparison.Ordinal)) is { } line && line.Contains("true", StringComparison.OrdinalIgnoreCase);
        return isAutomatic
            ? new PreflightCheck("restart", refuses ? PreflightOutcome.Failed : PreflightOutcome.Warning, $"a restart is pending{why}, and the system may do it by itself", "none", "Restart the computer now, or switch Unattended-Upgrade::Automatic-Reboot off in /etc/apt/apt.conf.d")
            : new PreflightCheck("restart", PreflightOutcome.Warning, $"a restart is pending{why}; the system does not do it by itself", "none", "Restart the computer before the night");
    }

    public PreflightCheck SleepPolicy()
    {
        string? action = Settings("etc/systemd", "logind.conf").Concat(Settings("etc/systemd/logind.conf.d", "*.conf")).LastOrDefault(line => line.StartsWith("IdleAction=", StringComparison.Ordinal))?["IdleAction=".Length..].Trim();
        bool isMasked = ((string[])["sleep.target", "suspend.target"]).Any(unit => new FileInfo(At($"etc/systemd/system/{unit}")).LinkTarget == "/dev/null");
        if (isMasked) return new PreflightCheck("sleep", PreflightOutcome.Passed, "the system's sleep is switched off");
        if (action is not (null or "ignore" or "lock"))
            return new PreflightCheck("sleep", PreflightOutcome.Warning, $"the system does '{action}' when it is idle; a run holds it awake where systemd-inhibit is allowed", "ignore", "Set IdleAction=ignore in /etc/systemd/logind.conf, or: systemctl mask sleep.target suspend.target hibernate.target");
        return new PreflightCheck("sleep", PreflightOutcome.Passed, "the system does not go to sleep by itself; a desktop may have a rule of its own", "", "");
    }

    public PreflightCheck ClockSynchronised()
    {
        if (root != "/") return new PreflightCheck("clock", PreflightOutcome.Skipped, "the kernel was not asked");
        nint timex = Marshal.AllocHGlobal(TimexBytes);
        try
        {
            Marshal.Copy(new byte[TimexBytes], 0, timex, TimexBytes);
            int state = AdjustTimex(timex);
            return state switch
            {
                < 0 => new PreflightCheck("clock", PreflightOutcome.Skipped, "the kernel does not tell whether its clock is synchronised"),
                ClockError => new PreflightCheck("clock", PreflightOutcome.Warning, "nothing keeps the clock right", "synchronised", "Switch time synchronisation on: timedatectl set-ntp true"),
                _ => new PreflightCheck("clock", PreflightOutcome.Passed, "the clock is synchronised"),
            };
        }
        finally
        {
            Marshal.FreeHGlobal(timex);
        }
    }

    public PreflightCheck Antivirus(string dataFolder) => new("antivirus", PreflightOutcome.Skipped, "asked on Windows only");

    private string At(string path) => Path.Combine(root, path);

    private IEnumerable<string> Settings(string folder, string pattern)
    {
        string path = At(folder);
        if (!Directory.Exists(path)) return [];
        return Directory.EnumerateFiles(path, pattern).Order(StringComparer.Ordinal).SelectMany(Lines);

        static IEnumerable<string> Lines(string file)
        {
            try
            {
                return File.ReadAllLines(file).Select(line => line.Trim()).Where(line => line.Length > 0 && line[0] is not ('#' or '/'));
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                return [];
            }
        }
    }

    [DllImport("libc", EntryPoint = "adjtimex")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int AdjustTimex(nint timex);
}
