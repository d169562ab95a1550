using System.CommandLine;
using LtoAutoscope.Daemon.Hosting;
using LtoAutoscope.Domain;
using LtoAutoscope.Storage.Backup;
using LtoAutoscope.Storage.Data;

namespace LtoAutoscope.Daemon.Cli;

/// <summary><c>backup</c>: everything of the data folder that is not in a run folder, in one archive; also beside a running daemon.</summary>
internal static class BackupVerb
{
    private const double BytesPerMib = 1 << 20;

    public static Command Create()
    {
        Option<string> data = CommonOptions.Data();
        Option<string?> config = CommonOptions.Config();
        Option<bool> json = CommonOptions.Json();
        var to = new Option<string?>("--to") { Description = "Folder of the archives; one on another disk survives this one. Default: backups/ in the data folder.", HelpName = "DIR" };
        var keep = new Option<int>("--keep") { Description = "How many archives stay there, the new one included; 0 keeps all.", DefaultValueFactory = _ => BackupWriter.DefaultKept, HelpName = "N" };
        var withConfig = new Option<bool>("--with-config") { Description = "Take the configuration folder along." };
        var command = new Command("backup", "Write queue, samples, cells, recipes, models, accounts and journals into one archive and read it back. Run folders are named in it, not contained.") { data, to, keep, withConfig, config, json };
        command.SetAction((parsed, token) => VerbRunner.RunAsync(async cancel =>
        {
            int kept = parsed.GetValue(keep);
            if (kept < 0) throw new InputException($"{kept} archives cannot be kept", "--keep", "Give 0 or more");
            var console = new VerbConsole(parsed.GetValue(json));
            DataFolder folder = DataFolder.OpenReadOnly(parsed.GetValue(data)!);
            string? taken = parsed.GetValue(withConfig) ? ContentFolders.Locate(parsed.GetValue(config)).Config : null;
            BackupReport report = await console.ProgressAsync("Backing up", progress => BackupWriter.WriteAsync(
                folder, taken, parsed.GetValue(to) ?? BackupWriter.DefaultFolder(folder), kept, SoftwareVersion.Current, TimeProvider.System,
                new Shares(progress), cancel)).ConfigureAwait(false);
            console.WriteJson(report);
            if (console.IsJson) return ExitCode.Success;
            console.WriteLine(FormattableString.Invariant($"{report.Archive}: {report.Files} files, {report.ArchiveBytes / BytesPerMib:0.0} MiB, read back; {report.Runs} runs are named in it and not contained."));
            if (report.Deleted.Count > 0) console.WriteLine($"{report.Deleted.Count} older archives were deleted.");
            if (report.OnSameDisk) console.WriteLine("It lies on the disk of the data folder: copy it elsewhere, or give --to a folder on another disk.");
            return ExitCode.Success;
        }, token));
        return command;
    }

    internal sealed class Shares(IProgress<(double Share, string Text)> progress) : IProgress<double>
    {
        public void Report(double value) => progress.Report((value, ""));
    }
}
