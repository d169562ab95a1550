using System.CommandLine;
using LtoAutoscope.Storage.Data;
using LtoAutoscope.Storage.Models;

namespace LtoAutoscope.Daemon.Cli;

/// <summary><c>model use NAME@VERSION</c>: from the next run on; runs that have begun and results that are there keep their network.</summary>
internal static class ModelUseVerb
{
    public static Command Create()
    {
        var name = new Argument<string>("model") { Description = "NAME@VERSION, or shipped." };
        var without = new Option<string?>("--without-comparison") { Description = "Switch although the two networks were never compared, for this reason.", HelpName = "REASON" };
        Option<string> by = CommonOptions.By(), data = CommonOptions.Data();
        Option<bool> json = CommonOptions.Json();
        var command = new Command("use", "Have new runs use a network; refused before it was compared with the one in use.") { name, without, by, data, json };
        command.SetAction((parsed, token) => VerbRunner.RunAsync(async cancel =>
        {
            var console = new VerbConsole(parsed.GetValue(json));
            DataFolder lab = await LabFolder.OpenAsync(parsed.GetValue(data)!, cancel).ConfigureAwait(false);
            string shipped = await ModelReference.ShippedSha256Async(cancel).ConfigureAwait(false);
            ModelUse use = await new ModelRegistry(lab, TimeProvider.System).UseAsync(parsed.GetValue(name)!, shipped, parsed.GetValue(by)!, parsed.GetValue(without), cancel).ConfigureAwait(false);
            console.WriteJson(use);
            console.WriteLine($"New runs use {use.Reference} (sha256:{use.Sha256[..12]}…) from the next one on. Runs that have begun go on with theirs; past results stay as they are.");
            return ExitCode.Success;
        }, token));
        return command;
    }
}
