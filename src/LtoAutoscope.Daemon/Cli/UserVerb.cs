using System.CommandLine;
using LtoAutoscope.Storage.Accounts;
using LtoAutoscope.Storage.Data;

namespace LtoAutoscope.Daemon.Cli;

/// <summary><c>user reset</c>: a new password for an account, under the data folder's lock.</summary>
internal static class UserVerb
{
    public static Command Create()
    {
        var name = new Argument<string>("name") { Description = "Sign-in name.", DefaultValueFactory = _ => ServeVerb.Administrator };
        Option<string> data = CommonOptions.Data();
        var reset = new Command("reset", "Give an account a new random password and print it.") { name, data };
        reset.SetAction((parsed, token) => VerbRunner.RunAsync(async cancel =>
        {
            using DataFolder folder = await DataFolder.OpenAsync(parsed.GetValue(data)!, new DataFolderOptions(), TimeProvider.System, cancel).ConfigureAwait(false);
            string password = await new AccountStore(folder, TimeProvider.System).SetPasswordAsync(parsed.GetValue(name)!, null, cancel).ConfigureAwait(false);
            Console.WriteLine(password);
            return ExitCode.Success;
        }, token));
        return new Command("user", "Accounts of the dashboard, and keys for programs.") { reset, UserKeyVerb.Create() };
    }
}
