namespace LtoAutoscope.Daemon.Service;

/// <summary>
/// The service of Windows, made by <c>sc.exe</c>: it runs under an account of its own (<c>NT SERVICE\LtoAutoscope</c>), is started again when it fails, and stops by parking. The dead man's switch is a task
/// that begins with the system. Installing again is an upgrade.
/// </summary>
internal sealed class WindowsService(ServiceOptions options)
{
    private const string Account = @"NT SERVICE\" + ServiceOptions.WindowsName;
    private const string WatchTask = ServiceOptions.WindowsName + "Watch";
    private const int LongestStopMs = 60_000;

    /// <summary>What an installation does, in order.</summary>
    /// <param name="source">The published folder.</param>
    /// <param name="isUpgrade">Whether the service is there already.</param>
    /// <param name="starts">Whether it is started at the end.</param>
    public IReadOnlyList<ServiceStep> Install(string source, bool isUpgrade, bool starts)
    {
        const string Name = ServiceOptions.WindowsName;
        string executable = Path.Combine(options.Program, "lto-autoscope.exe");
        string line = $"\"{executable}\" serve --data \"{options.Data}\" --config \"{options.Config}\" --urls {options.Urls} --instrument \"{options.Instrument}\" --holder \"{options.Holder}\"";
        string watch = FormattableString.Invariant($"\"{executable}\" watch --data \"{options.Data}\" --config \"{options.Config}\" --instrument \"{options.Instrument}\" --silence-s {options.SilenceS}");
        List<ServiceStep> steps = [];
        if (isUpgrade)
        {
            steps.Add(SystemCommand.Step(true, "schtasks.exe", "/end", "/tn", WatchTask));
            steps.Add(SystemCommand.Step(true, "net.exe", "stop", Name));
        }

        steps.Add(new ServiceStep($"copy the program from {source} to {options.Program}", _ =>
        {
            ProgramFolder.Install(source, options.Program);
            return Task.FromResult("");
        }));
        steps.Add(new ServiceStep($"bring configuration to {options.Config}; what was edited there stays", async cancel =>
        {
            IReadOnlyList<string> beside = await ShippedConfig.BringAsync(Path.Combine(options.Program, "config"), options.Config, cancel).ConfigureAwait(false);
            return beside.Count == 0 ? "" : $"edited here and changed in this version, so the new form lies beside: {string.Join(", ", beside.Select(name => name + ".new"))}";
        }));
        steps.Add(new ServiceStep($"make the data folder {options.Data}", _ =>
        {
            Directory.CreateDirectory(options.Data);
            return Task.FromResult("");
        }));
        steps.Add(isUpgrade
            ? SystemCommand.Step(false, "sc.exe", "config", Name, "binPath=", line, "start=", "delayed-auto", "obj=", Account)
            : SystemCommand.Step(false, "sc.exe", "create", Name, "binPath=", line, "start=", "delayed-auto", "obj=", Account, "DisplayName=", Name));
        steps.Add(SystemCommand.Step(false, "sc.exe", "description", Name, "Unattended electron microscopy of battery powders"));
        // Restarted after 5 s, 5 s and a minute; also when it ended by itself with an error. The count begins anew each day.
        steps.Add(SystemCommand.Step(false, "sc.exe", "failure", Name, "reset=", "86400", "actions=", "restart/5000/restart/5000/restart/60000"));
        steps.Add(SystemCommand.Step(false, "sc.exe", "failureflag", Name, "1"));
        steps.Add(SystemCommand.Step(true, "reg.exe", "add", @"HKLM\SYSTEM\CurrentControlSet\Services\" + Name, "/v", "WaitToKillServiceTimeout", "/t", "REG_SZ", "/d", FormattableString.Invariant($"{LongestStopMs}"), "/f"));
        steps.Add(SystemCommand.Step(false, "icacls.exe", options.Data, "/grant", $"{Account}:(OI)(CI)M", "/t", "/q"));
        steps.Add(SystemCommand.Step(false, "icacls.exe", options.Config, "/grant", $"{Account}:(OI)(CI)RX", "/t", "/q"));
        if (options.WithWatch)
        {
            steps.Add(SystemCommand.Step(false, "icacls.exe", options.Data, "/grant", "*S-1-5-19:(OI)(CI)M", "/t", "/q"));
            steps.Add(SystemCommand.Step(false, "schtasks.exe", "/create", "/f", "/tn", WatchTask, "/sc", "onstart", "/ru", "LOCAL SERVICE", "/tr", watch));
        }

        if (!starts) return steps;
        steps.Add(SystemCommand.Step(false, "sc.exe", "start", Name));
        if (options.WithWatch) steps.Add(SystemCommand.Step(true, "schtasks.exe", "/run", "/tn", WatchTask));
        return steps;
    }

    /// <summary>What an uninstallation does. Data and configuration stay.</summary>
    public IReadOnlyList<ServiceStep> Uninstall() =>
    [
        SystemCommand.Step(true, "schtasks.exe", "/end", "/tn", WatchTask),
        SystemCommand.Step(true, "schtasks.exe", "/delete", "/f", "/tn", WatchTask),
        SystemCommand.Step(true, "net.exe", "stop", ServiceOptions.WindowsName),
        SystemCommand.Step(false, "sc.exe", "delete", ServiceOptions.WindowsName),
        new ServiceStep($"delete {options.Program}; {options.Config} and {options.Data} stay", _ =>
        {
            // A running program cannot delete itself there: uninstall from another folder, or delete what is left by hand.
            if (!AppContext.BaseDirectory.StartsWith(options.Program, StringComparison.OrdinalIgnoreCase) && Directory.Exists(options.Program)) Directory.Delete(options.Program, recursive: true);
            return Task.FromResult(Directory.Exists(options.Program) ? "it runs from there, so it stays; delete it by hand" : "");
        }),
    ];

    /// <summary>How the service stands.</summary>
    public static async Task<IReadOnlyList<ServiceState>> StatusAsync(CancellationToken cancellationToken)
    {
        (int exit, string output) = await SystemCommand.RunAsync("sc.exe", ["queryex", ServiceOptions.WindowsName], cancellationToken).ConfigureAwait(false);
        (int watched, string watch) = await SystemCommand.RunAsync("schtasks.exe", ["/query", "/tn", WatchTask, "/fo", "list"], cancellationToken).ConfigureAwait(false);
        return
        [
            // STATE : 4 RUNNING; the number is the same in every language.
            new ServiceState(ServiceOptions.WindowsName, exit == 0, output.Split('\n').Any(row => row.Contains(": 4 ", StringComparison.Ordinal)), OneLine(output)),
            new ServiceState(WatchTask, watched == 0, watched == 0 && watch.Contains("Running", StringComparison.OrdinalIgnoreCase), OneLine(watch)),
        ];

        static string OneLine(string text) => string.Join("; ", text.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));
    }
}
