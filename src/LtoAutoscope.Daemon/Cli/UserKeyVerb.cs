using System.CommandLine;
using System.Globalization;
using LtoAutoscope.Daemon.Web.Access;
using LtoAutoscope.Domain;
using LtoAutoscope.Storage.Accounts;
using LtoAutoscope.Storage.Audits;
using LtoAutoscope.Storage.Data;

namespace LtoAutoscope.Daemon.Cli;

/// <summary><c>user key</c>: makes, lists and takes away keys for programs; works beside a running daemon.</summary>
internal static class UserKeyVerb
{
    public static Command Create()
    {
        var name = new Argument<string>("name") { Description = "The account in whose name the key acts.", DefaultValueFactory = _ => ServeVerb.Administrator };
        var note = new Option<string>("--note") { Description = "What the key is for.", HelpName = "TEXT", DefaultValueFactory = _ => "" };
        var scope = new Option<string>("--scope")
        {
            Description = "How far the key reaches, within the account's role: read looks; queue also proposes samples and jobs; operate also runs queue and instrument; full does all.", HelpName = "SCOPE", DefaultValueFactory = _ => KeyScope.Operate,
        };
        scope.AcceptOnlyFromAmong([.. KeyScope.All]);
        var days = new Option<int>("--days") { Description = $"For how many days it is good, 1 to {ApiKeyStore.MaximumDays}.", HelpName = "N", DefaultValueFactory = _ => ApiKeyStore.DefaultDays };
        var list = new Option<bool>("--list") { Description = "List the keys instead of making one." };
        var revoke = new Option<string?>("--revoke") { Description = "Take the key of this id away instead of making one.", HelpName = "ID" };
        Option<string> data = CommonOptions.Data(), by = CommonOptions.By();
        Option<bool> json = CommonOptions.Json();
        var command = new Command("key", $"Make a key for the verbs that are clients of a running daemon, and print it once: put it into {DaemonClient.KeyVariable}.") { name, note, scope, days, list, revoke, data, by, json };
        command.SetAction((parsed, token) => VerbRunner.RunAsync(async cancel =>
        {
            // Keys are added and taken away whole, each a file of its own, so that no lock is needed beside a daemon.
            DataFolder folder = LabFolder.Find(parsed.GetValue(data)!) ?? throw new InputException("there is no data folder", parsed.GetValue(data)!, "Give the folder that the daemon was started with (--data DIR)");
            using var accounts = new AccountStore(folder, TimeProvider.System);
            var keys = new ApiKeyStore(folder, TimeProvider.System, accounts);
            var console = new VerbConsole(parsed.GetValue(json));
            if (parsed.GetValue(revoke) is { } id)
            {
                ApiKey? gone = (await keys.ListAsync(cancel).ConfigureAwait(false)).FirstOrDefault(key => key.Id == id);
                keys.Revoke(id);
                await AuditInbox.DropAsync(folder, UserVerb.Entry(parsed.GetValue(by)!, "key.revoke", id) with { Owner = gone?.Account ?? "" }, cancel).ConfigureAwait(false);
                console.WriteJson(new { Id = id, IsRevoked = true });
                if (!console.IsJson) Console.WriteLine($"The key {id} is no longer valid.");
            }
            else if (parsed.GetValue(list))
            {
                IReadOnlyList<ApiKey> all = await keys.ListAsync(cancel).ConfigureAwait(false);
                console.WriteJson(all.Select(key => new { key.Id, key.Account, key.Scope, key.Note, key.CreatedAt, key.ExpiresAt, LastUsedAt = key.LastUse?.At, LastUsedFrom = key.LastUse?.From }));
                if (!console.IsJson)
                {
                    foreach (ApiKey key in all)
                        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                            $"{key.Id}  {key.Account}  {key.Scope}  made {key.CreatedAt:yyyy-MM-dd}  {(key.ExpiresAt is { } end ? $"good until {end:yyyy-MM-dd}" : "good for ever")}  {(key.LastUse is { } use ? $"last used {use.At:yyyy-MM-dd HH:mm} from {use.From}" : "never used")}  {key.Note}"));
                }
            }
            else
            {
                (ApiKey record, string made) = await keys.CreateAsync(parsed.GetValue(name)!, parsed.GetValue(note)!, parsed.GetValue(scope)!, parsed.GetValue(days), cancel).ConfigureAwait(false);
                await AuditInbox.DropAsync(folder, UserVerb.Entry(parsed.GetValue(by)!, "key.create", record.Id) with { Owner = record.Account, After = $"{record.Account} {record.Scope} {record.Note}".TrimEnd() }, cancel).ConfigureAwait(false);
                console.WriteJson(new { record.Id, record.Account, record.Scope, record.ExpiresAt, Key = made });
                if (!console.IsJson) Console.WriteLine(made);
            }

            return ExitCode.Success;
        }, token));
        return command;
    }
}
