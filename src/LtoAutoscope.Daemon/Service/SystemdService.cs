using System.Runtime.Versioning;
using LtoAutoscope.Domain.Files;

namespace LtoAutoscope.Daemon.Service;

/// <summary>The service under systemd. Installing again is an upgrade: the daemon is stopped (which parks), the program swapped, configuration and data kept.</summary>
[SupportedOSPlatform("linux")]
internal sealed class SystemdService(ServiceOptions options)
{
    private const string Units = "/etc/systemd/system";
    private const UnixFileMode Readable = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    private bool IsReal => options.Root is null;

    /// <summary>What an installation does, in order.</summary>
    /// <param name="source">The published folder.</param>
    /// <param name="starts">Whether the service is started at the end.</param>
    public IReadOnlyList<ServiceStep> Install(string source, bool starts)
    {
        string program = options.At(options.Program), config = options.At(options.Config);
        List<ServiceStep> steps = [];
        if (IsReal)
        {
            if (File.Exists($"{Units}/{SystemdUnits.Daemon}")) steps.Add(SystemCommand.Step(true, "systemctl", "stop", SystemdUnits.Daemon));
            if (File.Exists($"{Units}/{SystemdUnits.Watch}")) steps.Add(SystemCommand.Step(true, "systemctl", "stop", SystemdUnits.Watch));
            steps.Add(UserStep());
        }

        steps.Add(new ServiceStep($"copy the program from {source} to {program}", _ =>
        {
            ProgramFolder.Install(source, program);
            return Task.FromResult("");
        }));
        steps.Add(new ServiceStep($"bring configuration to {config}; what was edited there stays", async cancel =>
        {
            IReadOnlyList<string> beside = await ShippedConfig.BringAsync(Path.Combine(program, "config"), config, cancel).ConfigureAwait(false);
            return beside.Count == 0 ? "" : $"edited here and changed in this version, so the new form lies beside: {string.Join(", ", beside.Select(name => name + ".new"))}";
        }));
        steps.Add(new ServiceStep($"make the data folder {options.At(options.Data)}", _ =>
        {
            Directory.CreateDirectory(options.At(options.Data), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.GroupRead | UnixFileMode.GroupExecute);
            return Task.FromResult("");
        }));
        if (IsReal) steps.Add(SystemCommand.Step(false, "chown", options.User, options.Data));
        steps.Add(FileStep($"{Units}/{SystemdUnits.Daemon}", SystemdUnits.OfDaemon(options)));
        if (options.WithWatch) steps.Add(FileStep($"{Units}/{SystemdUnits.Watch}", SystemdUnits.OfWatch(options)));
        if (!IsReal || Directory.Exists(Path.GetDirectoryName(SystemdUnits.PolkitRule))) steps.Add(FileStep(SystemdUnits.PolkitRule, SystemdUnits.OfPolkit(options)));
        if (!IsReal) return steps;

        string[] units = options.WithWatch ? [SystemdUnits.Daemon, SystemdUnits.Watch] : [SystemdUnits.Daemon];
        steps.Add(SystemCommand.Step(false, "systemctl", "daemon-reload"));
        steps.Add(SystemCommand.Step(false, ["systemctl", "enable", .. units]));
        if (starts) steps.Add(SystemCommand.Step(false, ["systemctl", "restart", .. units]));
        return steps;
    }

    /// <summary>What an uninstallation does. Data, configuration and the user stay.</summary>
    public IReadOnlyList<ServiceStep> Uninstall()
    {
        List<ServiceStep> steps = [];
        if (IsReal) steps.Add(SystemCommand.Step(true, "systemctl", "disable", "--now", SystemdUnits.Daemon, SystemdUnits.Watch));
        foreach (string path in (string[])[$"{Units}/{SystemdUnits.Daemon}", $"{Units}/{SystemdUnits.Watch}", SystemdUnits.PolkitRule])
        {
            steps.Add(new ServiceStep($"delete {options.At(path)}", _ =>
            {
                if (File.Exists(options.At(path))) File.Delete(options.At(path));
                return Task.FromResult("");
            }));
        }

        if (IsReal) steps.Add(SystemCommand.Step(true, "systemctl", "daemon-reload"));
        steps.Add(new ServiceStep($"delete {options.At(options.Program)}; {options.Config} and {options.Data} stay", _ =>
        {
            if (Directory.Exists(options.At(options.Program))) Directory.Delete(options.At(options.Program), recursive: true);
            return Task.FromResult("");
        }) { DeletesProgram = true });
        return steps;
    }

    /// <summary>How the service stands.</summary>
    public static async Task<IReadOnlyList<ServiceState>> StatusAsync(CancellationToken cancellationToken)
    {
        List<ServiceState> states = [];
        foreach (string unit in (string[])[SystemdUnits.Daemon, SystemdUnits.Watch])
        {
            (int exit, string output) = await SystemCommand.RunAsync("systemctl", ["show", unit, "--property=LoadState,ActiveState,SubState,MainPID,NRestarts,Result,ActiveEnterTimestamp"], cancellationToken).ConfigureAwait(false);
            Dictionary<string, string> values = output.Split('\n').Select(line => line.Split('=', 2)).Where(parts => parts.Length == 2).ToDictionary(parts => parts[0], parts => parts[1]);
            bool isInstalled = exit == 0 ? values.GetValueOrDefault("LoadState") == "loaded" : File.Exists($"{Units}/{unit}");
            string detail = exit != 0 ? output : string.Join(", ", values.Where(pair => pair.Key is not ("LoadState" or "ActiveState") && pair.Value.Length > 0).Select(pair => $"{pair.Key} {pair.Value}"));
            states.Add(new ServiceState(unit, isInstalled, values.GetValueOrDefault("ActiveState") == "active", detail));
        }

        return states;
    }

    private ServiceStep UserStep() => new($"make the user {options.User} in the group {options.SerialGroup}, unless there is one", async cancel =>
    {
        if ((await SystemCommand.RunAsync("getent", ["passwd", options.User], cancel).ConfigureAwait(false)).ExitCode != 0)
        {
            (int exit, string output) = await SystemCommand.RunAsync("useradd", ["--system", "--home-dir", options.Data, "--no-create-home", "--shell", "/usr/sbin/nologin", options.User], cancel).ConfigureAwait(false);
            if (exit != 0) throw new IOException($"the user {options.User} could not be made: {output}");
        }

        (int joined, string why) = await SystemCommand.RunAsync("usermod", ["--append", "--groups", options.SerialGroup, options.User], cancel).ConfigureAwait(false);
        return joined == 0 ? "" : $"it is not in the group {options.SerialGroup}: {why}";
    });

    private ServiceStep FileStep(string path, string text) => new($"write {options.At(path)}", async cancel =>
    {
        await AtomicFile.WriteTextAsync(options.At(path), text, cancel).ConfigureAwait(false);
        File.SetUnixFileMode(options.At(path), Readable);
        return "";
    });
}
