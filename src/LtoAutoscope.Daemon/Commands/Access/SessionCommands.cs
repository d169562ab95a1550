using System.Security.Claims;
using LtoAutoscope.Daemon.Web.Access;
using LtoAutoscope.Domain;
using LtoAutoscope.Storage.Accounts;

namespace LtoAutoscope.Daemon.Commands.Access;

/// <summary>Who is signed in where: everybody's own sessions, and those of others for administrators.</summary>
/// <param name="desk">Checks permissions and keeps the trail.</param>
/// <param name="actors">Who asks.</param>
/// <param name="accounts">The accounts.</param>
/// <param name="sessions">The sessions.</param>
public sealed class SessionCommands(CommandDesk desk, ActorSource actors, AccountStore accounts, SessionStore sessions)
{
    /// <summary>The sessions that the asker may see: all for administrators, else the own ones.</summary>
    public async Task<IReadOnlyList<SessionView>> ListAsync()
    {
        Actor actor = await actors.CurrentAsync();
        bool all = Permissions.May(actor.User, Permission.ManageAccounts);
        string? own = actor.User.FindFirstValue(Principals.SessionClaim);
        return [.. sessions.List().Where(session => all || IsOf(actor, session.Account))
            .Select(one => new SessionView(one.Id, one.Account, one.CreatedAt, one.LastSeenAt, one.ExpiresAt, one.From, one.Agent, one.By, one.Id == own))];
    }

    /// <summary>Ends a session: its pages are signed out within seconds.</summary>
    public async Task EndAsync(string id, CancellationToken cancellationToken)
    {
        Actor actor = await actors.CurrentAsync();
        Session? session = sessions.Find(id);
        bool own = session is not null && IsOf(actor, session.Account);
        await desk.DoAsync(new Command(own ? Permission.OwnAccount : Permission.ManageAccounts, "session.end", session?.Account ?? id), async _ =>
        {
            if (session is null) throw new InputException($"there is no session '{id}'", "id", "List the sessions, and give the id of one");
            await RequireReachAsync(actor, session.Account, cancellationToken);
            sessions.End(id);
        });
    }

    /// <summary>Ends all sessions of an account; of the own one all but the session that asks.</summary>
    /// <returns>How many were ended.</returns>
    public async Task<int> EndAllAsync(string account, CancellationToken cancellationToken)
    {
        Actor actor = await actors.CurrentAsync();
        bool own = IsOf(actor, account);
        return await desk.DoAsync(new Command(own ? Permission.OwnAccount : Permission.ManageAccounts, "session.end_all", account), async _ =>
        {
            await RequireReachAsync(actor, account, cancellationToken);
            return sessions.EndAllOf(account, own ? actor.User.FindFirstValue(Principals.SessionClaim) : null);
        });
    }

    private static bool IsOf(Actor actor, string account) => string.Equals(actor.Name, account, StringComparison.OrdinalIgnoreCase) && !Principals.IsVisitor(actor.User);

    private async Task RequireReachAsync(Actor actor, string account, CancellationToken cancellationToken)
    {
        if (await accounts.FindAsync(account, cancellationToken) is { } owner && Permissions.RoleOf(actor.User) is { } own && owner.Role > own)
            throw new NotPermittedException($"An account of the role {owner.Role} is beyond your own role, {own}.");
    }
}
