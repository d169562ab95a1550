using LtoAutoscope.Daemon.Web.Access;
using LtoAutoscope.Domain;
using LtoAutoscope.Storage.Accounts;

namespace LtoAutoscope.Daemon.Commands.Access;

/// <summary>Keys for programs: everybody's own, and those of others for administrators.</summary>
/// <param name="desk">Checks permissions and keeps the trail.</param>
/// <param name="actors">Who asks.</param>
/// <param name="accounts">The accounts.</param>
/// <param name="keys">The keys.</param>
public sealed class KeyCommands(CommandDesk desk, ActorSource actors, AccountStore accounts, ApiKeyStore keys)
{
    /// <summary>The keys that the asker may see: all for administrators, else the own ones.</summary>
    public async Task<IReadOnlyList<KeyView>> ListAsync(CancellationToken cancellationToken)
    {
        Actor actor = await actors.CurrentAsync();
        bool all = Permissions.May(actor.User, Permission.ManageAccounts);
        return [.. (await keys.ListAsync(cancellationToken)).Where(key => all || IsOf(actor, key.Account)).Select(KeyView.Of)];
    }

    /// <summary>Makes a key for an account.</summary>
    /// <param name="account">The account; empty for the own one.</param>
    /// <param name="note">What it is for.</param>
    /// <param name="scope">How far it reaches.</param>
    /// <param name="days">For how many days it is good.</param>
    /// <param name="cancellationToken">Heeded until it is written.</param>
    public async Task<NewKey> CreateAsync(string account, string note, string scope, int days, CancellationToken cancellationToken)
    {
        Actor actor = await actors.CurrentAsync();
        string owner = account.Length > 0 ? account : actor.Name;
        if (!KeyScope.All.Contains(scope)) throw new InputException($"there is no scope '{scope}'", "scope", $"Choose one of {string.Join(", ", KeyScope.All)}");
        NewKey? made = null;
        return await desk.DoAsync(new Command(IsOf(actor, owner) ? Permission.OwnAccount : Permission.ManageAccounts, "key.create", owner) { Reason = note, State = () => made?.Record }, async _ =>
        {
            await RequireReachAsync(actor, owner, cancellationToken);
            (ApiKey record, string key) = await keys.CreateAsync(owner, note, scope, days, cancellationToken);
            return made = new NewKey(KeyView.Of(record), key);
        });
    }

    /// <summary>Takes a key away.</summary>
    public async Task RevokeAsync(string id, CancellationToken cancellationToken)
    {
        Actor actor = await actors.CurrentAsync();
        ApiKey? key = (await keys.ListAsync(cancellationToken)).FirstOrDefault(one => one.Id == id);
        bool own = key is not null && IsOf(actor, key.Account);
        await desk.DoAsync(new Command(own ? Permission.OwnAccount : Permission.ManageAccounts, "key.revoke", id) { State = () => key is null ? null : KeyView.Of(key) }, async _ =>
        {
            if (key is not null) await RequireReachAsync(actor, key.Account, cancellationToken);
            keys.Revoke(id);
            key = null;
        });
    }

    private static bool IsOf(Actor actor, string account) => string.Equals(actor.Name, account, StringComparison.OrdinalIgnoreCase) && !Principals.IsVisitor(actor.User);

    private async Task RequireReachAsync(Actor actor, string account, CancellationToken cancellationToken)
    {
        if (await accounts.FindAsync(account, cancellationToken) is { } owner && Permissions.RoleOf(actor.User) is { } own && owner.Role > own)
            throw new NotPermittedException($"An account of the role {owner.Role} is beyond your own role, {own}.");
    }
}
