using System.CommandLine;
using LtoAutoscope.Storage.Backup;
using LtoAutoscope.Storage.Data;

namespace LtoAutoscope.Daemon.Cli;

/// <summary><c>restore</c>: brings a backup back, under the data folder's lock.</summary>
internal static class RestoreVerb
{
    public static Command Create()
    {
        var archive = new Argument<string>("archive") { Description = "An archive that backup wrote." };
        Option<string> data = CommonOptions.Data();
        Option<bool> json = CommonOptions.Json();
        var config = new Option<string?>("--config-to") { Description = "Where configuration files of the archive go; without it they are left.", HelpName = "DIR" };
        var overwrite = new Option<bool>("--overwrite") { Description = "Replace files that stand there with another content; what is replaced is kept in the folder 'replaced'." };
        var command = new Command("restore", "Check an archive of backup whole, then bring its files back. Stop the daemon first.") { archive, data, config, overwrite, json };
        command.SetAction((parsed, token) => VerbRunner.RunAsync(async cancel =>
        {
            var console = new VerbConsole(parsed.GetValue(json));
            using DataFolder folder = await DataFolder.OpenAsync(parsed.GetValue(data)!, new DataFolderOptions(), TimeProvider.System, cancel).ConfigureAwait(false);
            RestoreReport report = await console.ProgressAsync("Restoring", progress => BackupRestore.RestoreAsync(
                parsed.GetValue(archive)!, folder, parsed.GetValue(config), parsed.GetValue(overwrite), TimeProvider.System, new BackupVerb.Shares(progress), cancel)).ConfigureAwait(false);
            console.WriteJson(report);
            if (!console.IsJson) Write(console, report, folder);
            return ExitCode.Success;
        }, token));
        return command;
    }

    private static void Write(VerbConsole console, RestoreReport report, DataFolder folder)
    {
        console.WriteLine($"{folder.Root}: {report.Written} files of {report.MadeAt:yyyy-MM-dd HH:mm} UTC written and read back, {report.Unchanged} were there already.");
        if (report.KeptIn is { } kept) console.WriteLine($"{report.Replaced.Count} files were replaced; what they held is kept in {kept}.");
        if (report.ConfigLeft > 0) console.WriteLine($"{report.ConfigLeft} configuration files were left in the archive; --config-to DIR brings them back.");
        if (report.RunsMissing.Count > 0) console.WriteLine($"{report.RunsMissing.Count} runs of that time are not here; bring their folders back into {folder.Runs}: {string.Join(", ", report.RunsMissing)}");
        if (report.RunsShorter.Count > 0) console.WriteLine($"{report.RunsShorter.Count} runs lack lines that their journals had then: {string.Join(", ", report.RunsShorter)}");
    }
}
