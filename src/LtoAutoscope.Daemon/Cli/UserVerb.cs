using System.CommandLine;
using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Audits;
using LtoAutoscope.Storage.Accounts;
using LtoAutoscope.Storage.Audits;
using LtoAutoscope.Storage.Data;
using Spectre.Console;

namespace LtoAutoscope.Daemon.Cli;

/// <summary><c>user</c>: accounts, under the data folder's lock. A running daemon has them on its page Admin.</summary>
internal static class UserVerb
{
    public static Command Create() => new("user", "Accounts of the dashboard, and keys for programs.") { Add(), List(), Role(), Enabled("disable", false), Enabled("enable", true), Reset(), UserKeyVerb.Create() };

    private static Command Add()
    {
        Argument<string> name = Name();
        Option<AccountRole> role = RoleOption();
        role.DefaultValueFactory = _ => AccountRole.Viewer;
        return With(new Command("add", "Make an account with a random password and print it."), name, [role], async (parsed, accounts, console, cancel) =>
        {
            string password = AccountStore.NewPassword();
            Account made = await accounts.AddAsync(parsed.GetValue(name)!, parsed.GetValue(role), password, cancel).ConfigureAwait(false);
            console.WriteJson(new { made.Name, made.Role, Password = password });
            if (!console.IsJson) Console.WriteLine(password);
            return new Done("account.create", "", $"{made.Role}");
        });
    }

    private static Command Role()
    {
        Argument<string> name = Name();
        var role = new Argument<AccountRole>("role") { Description = RoleWords };
        var command = new Command("role", "Give an account another role.");
        command = With(command, name, [], async (parsed, accounts, console, cancel) =>
        {
            AccountRole before = default;
            Account after = await accounts.ChangeAsync(parsed.GetValue(name)!, account => (before, account.Role) = (account.Role, parsed.GetValue(role)), cancel).ConfigureAwait(false);
            Tell(console, after, $"{after.Name} is {after.Role} now.");
            return new Done("account.change_role", $"{before}", $"{after.Role}");
        });
        command.Add(role);
        return command;
    }

    private static Command Enabled(string verb, bool enabled)
    {
        Argument<string> name = Name();
        return With(new Command(verb, enabled ? "Let a disabled account sign in again." : "Let nobody sign in as an account; it stays, because the audit trail names it."), name, [], async (parsed, accounts, console, cancel) =>
        {
            Account after = await accounts.ChangeAsync(parsed.GetValue(name)!, account => account.IsDisabled = !enabled, cancel).ConfigureAwait(false);
            Tell(console, after, $"{after.Name} is {verb}d now.");
            return new Done($"account.{verb}", "", "");
        });
    }

    private static Command Reset()
    {
        Argument<string> name = Name();
        name.DefaultValueFactory = _ => ServeVerb.Administrator;
        return With(new Command("reset", "For a lost password: give an account a new random one and print it, lift its lock, enable it, and take its second factor away."), name, [], async (parsed, accounts, console, cancel) =>
        {
            string password = await accounts.SetPasswordAsync(parsed.GetValue(name)!, null, cancel).ConfigureAwait(false);
            Account after = await accounts.ChangeAsync(parsed.GetValue(name)!, account =>
            {
                account.IsDisabled = false;
                (account.HasSecondFactor, account.SecondFactorKey, account.RecoveryCodes) = (false, null, []);
            }, cancel).ConfigureAwait(false);
            console.WriteJson(new { after.Name, after.Role, Password = password });
            if (!console.IsJson) Console.WriteLine(password);
            return new Done("account.reset_password", "", "");
        });
    }

    private static Command List()
    {
        Option<string> data = CommonOptions.Data();
        Option<bool> json = CommonOptions.Json();
        var command = new Command("list", "The accounts, with roles and states; also beside a running daemon.") { data, json };
        command.SetAction((parsed, token) => VerbRunner.RunAsync(async cancel =>
        {
            using var accounts = new AccountStore(DataFolder.OpenReadOnly(parsed.GetValue(data)!), TimeProvider.System);
            var console = new VerbConsole(parsed.GetValue(json));
            IReadOnlyList<Account> all = await accounts.ListAsync(cancel).ConfigureAwait(false);
            console.WriteJson(all.Select(account => new { account.Name, account.Role, account.CreatedAt, account.LastSignInAt, account.IsDisabled, account.LockedUntil, account.HasSecondFactor }));
            if (console.IsJson) return ExitCode.Success;
            var table = new Table().Border(TableBorder.Rounded).AddColumns("Name", "Role", "State", "Second factor", "Last sign-in, UTC");
            foreach (Account account in all)
                table.AddRow(account.Name, account.Role.ToString(), StateOf(account), account.HasSecondFactor ? "yes" : "no", account.LastSignInAt is { } at ? FormattableString.Invariant($"{at.UtcDateTime:yyyy-MM-dd HH:mm}") : "never");
            console.Terminal.Write(table);
            return ExitCode.Success;
        }, token));
        return command;
    }

    private static string StateOf(Account account) => account.IsDisabled ? "disabled" : account.LockedUntil > TimeProvider.System.GetUtcNow() ? "locked" : "enabled";

    private static string RoleWords => $"What the account may do: {string.Join(", ", Enum.GetNames<AccountRole>())}.";

    private static Option<AccountRole> RoleOption() => new("--role") { Description = RoleWords, HelpName = "ROLE" };

    private static Argument<string> Name() => new("name") { Description = "Sign-in name." };

    private static void Tell(VerbConsole console, Account account, string text)
    {
        console.WriteJson(new { account.Name, account.Role, account.IsDisabled });
        console.WriteLine(text);
    }

    /// <summary>Has a change done under the lock, and writes it into the trail.</summary>
    private static Command With(Command command, Argument<string> name, Option[] options, Func<ParseResult, AccountStore, VerbConsole, CancellationToken, Task<Done>> change)
    {
        Option<string> data = CommonOptions.Data(), by = CommonOptions.By();
        Option<bool> json = CommonOptions.Json();
        command.Add(name);
        foreach (Option option in options) command.Add(option);
        command.Add(data);
        command.Add(by);
        command.Add(json);
        command.SetAction((parsed, token) => VerbRunner.RunAsync(async cancel =>
        {
            string path = parsed.GetValue(data)!;
            // Whoever mistypes the folder should be told, not given a new one; the first account of all makes it.
            if (command.Name != "add") DataFolder.OpenReadOnly(path);
            using DataFolder folder = await DataFolder.OpenAsync(path, new DataFolderOptions { MinimumFreeBytes = 0 }, TimeProvider.System, cancel).ConfigureAwait(false);
            using AuditTrail trail = await AuditTrail.OpenAsync(folder, cancel).ConfigureAwait(false);
            await AuditInbox.TakeAsync(folder, trail, cancel).ConfigureAwait(false);
            using var accounts = new AccountStore(folder, TimeProvider.System);
            Done done = await change(parsed, accounts, new VerbConsole(parsed.GetValue(json)), cancel).ConfigureAwait(false);
            string target = parsed.GetValue(name)!;
            await trail.RecordAsync(Entry(parsed.GetValue(by)!, done.Action, target) with { Owner = target, Before = done.Before, After = done.After }, cancel).ConfigureAwait(false);
            return ExitCode.Success;
        }, token));
        return command;
    }

    /// <summary>An entry of somebody at the terminal.</summary>
    internal static AuditEntry Entry(string by, string action, string target)
        => new() { At = TimeProvider.System.GetUtcNow(), Who = by, From = "terminal", Action = action, Target = target, Result = AuditResult.Done };

    private sealed record Done(string Action, string Before, string After);
}
