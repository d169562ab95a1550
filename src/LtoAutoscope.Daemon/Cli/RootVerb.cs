using System.CommandLine;
using System.CommandLine.Parsing;

namespace LtoAutoscope.Daemon.Cli;

/// <summary>The command line: every verb, in the order in which a newcomer meets them.</summary>
internal static class RootVerb
{
    /// <summary>All verbs.</summary>
    public static RootCommand Create() => new("LtoAutoscope: unattended electron microscopy of battery powders, from the stage move to a predicted Coulombic efficiency.")
    {
        DemoVerb.Create(),
        ServeVerb.Create(),
        AnalyseVerb.Create(),
        QueueVerb.Create(),
        RunsVerb.Create(),
        ExportVerb.Create(),
        ReportVerb.Create(),
        StopVerb.Create(),
        RehearseVerb.Create(),
        NightVerb.Create(),
        WeekVerb.Create(),
        AlertVerb.Create(),
        TwinVerb.Create(),
        FemVerb.Create(),
        BenchVerb.Create(),
        CellVerb.Create(),
        DatasetVerb.Create(),
        ModelVerb.Create(),
        MaterialVerb.Create(),
        LearnVerb.Create(),
        InstrumentVerb.Create(),
        VerifyVerb.Create(),
        ReindexVerb.Create(),
        BackupVerb.Create(),
        RestoreVerb.Create(),
        PreflightVerb.Create(),
        ServiceVerb.Create(),
        UserVerb.Create(),
        AuditVerb.Create(),
        WatchVerb.Create(),
    };

    public static async Task<int> RunAsync(string[] arguments)
    {
        RootCommand root = Create();
        // Without a verb the daemon serves: this is how a service manager calls it.
        string[] given = arguments.Length == 0 || arguments[0].StartsWith("--", StringComparison.Ordinal) && arguments[0] is not ("--help" or "--version")
            ? ["serve", .. arguments]
            : arguments;

        ParseResult parsed = root.Parse(given);
        if (parsed.Errors.Count > 0)
        {
            foreach (var error in parsed.Errors) await Console.Error.WriteLineAsync(error.Message).ConfigureAwait(false);
            await Console.Error.WriteLineAsync($"Try: lto-autoscope {string.Concat(PathOf(parsed.CommandResult).Select(static name => name + " "))}--help").ConfigureAwait(false);
            return ExitCode.BadUsage;
        }

        return await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = TimeSpan.FromSeconds(25) }).ConfigureAwait(false);
    }

    /// <summary>The verbs that lead to a command, the outermost first: <c>learn regression fit</c>.</summary>
    private static IEnumerable<string> PathOf(CommandResult result)
        => (result.Parent is CommandResult parent ? PathOf(parent) : []).Concat(result.Command is RootCommand ? [] : [result.Command.Name]);
}
