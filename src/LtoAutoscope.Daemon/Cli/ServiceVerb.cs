using System.CommandLine;
using LtoAutoscope.Daemon.Hosting;
using LtoAutoscope.Daemon.Service;
using LtoAutoscope.Domain;

namespace LtoAutoscope.Daemon.Cli;

/// <summary><c>service</c>: the daemon as a systemd unit or a Windows service.</summary>
internal static class ServiceVerb
{
    public static Command Create()
        => new("service", "Install the daemon as a systemd unit or a Windows service, take it out again, or see how it stands.") { Install(), Uninstall(), Status() };

    private static Command Install()
    {
        ServiceOptions defaults = ServiceOptions.Default();
        Option<string> program = Text("--program", "Where the program goes.", defaults.Program, "DIR"), config = Text("--config-dir", "Where the configuration that you edit goes.", defaults.Config, "DIR");
        Option<string> data = Text("--data", "The data folder.", defaults.Data, "DIR"), urls = Text("--urls", "Address of the dashboard.", defaults.Urls, "URL");
        Option<string> instrument = Text("--instrument", "As for serve.", defaults.Instrument, "NAME"), holder = Text("--holder", "As for serve.", defaults.Holder, "NAME");
        Option<string> user = Text("--user", "The user that it runs as (Linux).", defaults.User, "NAME"), group = Text("--serial-group", "The group that may open serial ports (Linux).", defaults.SerialGroup, "NAME");
        var noWatch = new Option<bool>("--no-watch") { Description = "Leave the dead man's switch out." };
        var noStart = new Option<bool>("--no-start") { Description = "Install, but do not start." };
        Option<bool> dry = Dry(), json = CommonOptions.Json();
        Option<string?> root = Root();
        var command = new Command("install", "Install, or upgrade: the daemon is stopped (which parks), the program is swapped; data and edited configuration stay, new forms of edited files come as NAME.new.")
        {
            program, config, data, urls, instrument, holder, user, group, noWatch, noStart, dry, root, json,
        };
        command.SetAction((parsed, token) => VerbRunner.RunAsync(async cancel =>
        {
            var options = new ServiceOptions
            {
                Program = parsed.GetValue(program)!, Config = parsed.GetValue(config)!, Data = parsed.GetValue(data)!, Urls = parsed.GetValue(urls)!, Instrument = parsed.GetValue(instrument)!,
                Holder = parsed.GetValue(holder)!, User = parsed.GetValue(user)!, SerialGroup = parsed.GetValue(group)!, WithWatch = !parsed.GetValue(noWatch), Root = parsed.GetValue(root),
            };
            options.Require();
            string source = Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory);
            bool isDry = parsed.GetValue(dry);
            if (!isDry) ProgramFolder.RequirePublished(source);
            IReadOnlyList<ServiceStep> steps = await InstallStepsAsync(options, source, !parsed.GetValue(noStart), cancel).ConfigureAwait(false);
            var console = new VerbConsole(parsed.GetValue(json));
            if (isDry && !console.IsJson && OperatingSystem.IsLinux())
            {
                console.WritePlain(SystemdUnits.OfDaemon(options));
                if (options.WithWatch) console.WritePlain(SystemdUnits.OfWatch(options));
            }

            return await DoAsync(steps, isDry, options.Root is null, console, cancel).ConfigureAwait(false);
        }, token));
        return command;
    }

    private static Command Uninstall()
    {
        ServiceOptions defaults = ServiceOptions.Default();
        Option<string> program = Text("--program", "Where the program is.", defaults.Program, "DIR");
        Option<bool> dry = Dry(), json = CommonOptions.Json();
        Option<string?> root = Root();
        var command = new Command("uninstall", "Stop the service (which parks) and take it out; data and configuration stay.") { program, dry, root, json };
        command.SetAction((parsed, token) => VerbRunner.RunAsync(cancel =>
        {
            ServiceOptions options = defaults with { Program = parsed.GetValue(program)!, Root = parsed.GetValue(root) };
            options.Require();
            IReadOnlyList<ServiceStep> steps = OperatingSystem.IsWindows() ? new WindowsService(options).Uninstall() : OperatingSystem.IsLinux() ? new SystemdService(options).Uninstall() : throw NotHere();
            return DoAsync(steps, parsed.GetValue(dry), options.Root is null, new VerbConsole(parsed.GetValue(json)), cancel);
        }, token));
        return command;
    }

    private static Command Status()
    {
        Option<bool> json = CommonOptions.Json();
        var command = new Command("status", "How the service stands. Exit 0 when the daemon runs.") { json };
        command.SetAction((parsed, token) => VerbRunner.RunAsync(async cancel =>
        {
            IReadOnlyList<ServiceState> states = OperatingSystem.IsWindows() ? await WindowsService.StatusAsync(cancel).ConfigureAwait(false)
                : OperatingSystem.IsLinux() ? await SystemdService.StatusAsync(cancel).ConfigureAwait(false) : throw NotHere();
            var console = new VerbConsole(parsed.GetValue(json));
            console.WriteJson(new { Version = SoftwareVersion.Current, Parts = states });
            if (!console.IsJson) foreach (ServiceState state in states) console.WriteLine($"{state.Name}: {(state.IsInstalled ? state.IsRunning ? "runs" : "is installed and does not run" : "is not installed")}{(state.Detail.Length > 0 ? $" ({state.Detail})" : "")}");
            return states[0].IsRunning ? ExitCode.Success : ExitCode.Failure;
        }, token));
        return command;
    }

    private static async Task<IReadOnlyList<ServiceStep>> InstallStepsAsync(ServiceOptions options, string source, bool starts, CancellationToken cancellationToken)
    {
        if (!OperatingSystem.IsWindows()) return OperatingSystem.IsLinux() ? new SystemdService(options).Install(source, starts) : throw NotHere();
        bool isUpgrade = (await WindowsService.StatusAsync(cancellationToken).ConfigureAwait(false))[0].IsInstalled;
        return new WindowsService(options).Install(source, isUpgrade, starts);
    }

    private static async Task<int> DoAsync(IReadOnlyList<ServiceStep> steps, bool isDry, bool isReal, VerbConsole console, CancellationToken cancellationToken)
    {
        if (!isDry && isReal && !Environment.IsPrivilegedProcess)
            throw new InputException("only an administrator can do this", "service", OperatingSystem.IsWindows() ? "Run it in an elevated terminal, or give --dry-run to see what it would do" : "Run it as root (sudo), or give --dry-run to see what it would do");
        List<object> done = [];
        foreach (ServiceStep step in steps)
        {
            if (!console.IsJson) console.WriteLine(isDry ? $"would: {step.Text}" : step.Text);
            if (step.DeletesProgram && !isDry) Tell(step, "");
            string told = isDry ? "" : await step.DoAsync(cancellationToken).ConfigureAwait(false);
            if (told.Length > 0 && !console.IsJson) console.WriteLine($"  {told}");
            if (step.DeletesProgram && !isDry) return ExitCode.Success;
            Tell(step, told);
        }

        return ExitCode.Success;

        void Tell(ServiceStep step, string told)
        {
            done.Add(new { Step = step.Text, Told = told });
            if (done.Count == steps.Count) console.WriteJson(new { DryRun = isDry, Steps = done });
        }
    }

    private static InputException NotHere() => new("this system has neither systemd nor Windows services", "service", "Start 'lto-autoscope serve' by the means of this system");

    private static Option<string> Text(string name, string description, string otherwise, string help) => new(name) { Description = description, DefaultValueFactory = _ => otherwise, HelpName = help };

    private static Option<bool> Dry() => new("--dry-run") { Description = "Only print what would be done." };

    private static Option<string?> Root() => new("--root") { Description = "Lay the files under this folder instead of / and run no command, for packages.", HelpName = "DIR" };
}
