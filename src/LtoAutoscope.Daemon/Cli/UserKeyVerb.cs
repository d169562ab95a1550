using System.CommandLine;
using System.Globalization;
using LtoAutoscope.Domain;
using LtoAutoscope.Storage.Accounts;
using LtoAutoscope.Storage.Data;

namespace LtoAutoscope.Daemon.Cli;

/// <summary><c>user key</c>: makes, lists and takes away keys for programs; works beside a running daemon.</summary>
internal static class UserKeyVerb
{
    public static Command Create()
    {
        var name = new Argument<string>("name") { Description = "The account in whose name the key acts.", DefaultValueFactory = _ => ServeVerb.Administrator };
        var note = new Option<string>("--note") { Description = "What the key is for.", HelpName = "TEXT", DefaultValueFactory = _ => "" };
        var list = new Option<bool>("--list") { Description = "List the keys instead of making one." };
        var revoke = new Option<string?>("--revoke") { Description = "Take the key of this id away instead of making one.", HelpName = "ID" };
        Option<string> data = CommonOptions.Data();
        var command = new Command("key", $"Make a key for the verbs that are clients of a running daemon, and print it once: put it into {DaemonClient.KeyVariable}.") { name, note, list, revoke, data };
        command.SetAction((parsed, token) => VerbRunner.RunAsync(async cancel =>
        {
            // Keys are added and taken away whole, each a file of its own, so that no lock is needed beside a daemon.
            DataFolder folder = LabFolder.Find(parsed.GetValue(data)!) ?? throw new InputException("there is no data folder", parsed.GetValue(data)!, "Give the folder that the daemon was started with (--data DIR)");
            var keys = new ApiKeyStore(folder, TimeProvider.System);
            if (parsed.GetValue(revoke) is { } id)
            {
                keys.Revoke(id);
                Console.WriteLine($"The key {id} is no longer valid.");
            }
            else if (parsed.GetValue(list))
            {
                foreach (ApiKey key in await keys.ListAsync(cancel).ConfigureAwait(false))
                    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{key.Id}  {key.Account}  {key.CreatedAt:yyyy-MM-dd}  {key.Note}"));
            }
            else
            {
                Console.WriteLine((await keys.CreateAsync(parsed.GetValue(name)!, parsed.GetValue(note)!, cancel).ConfigureAwait(false)).Key);
            }

            return ExitCode.Success;
        }, token));
        return command;
    }
}
