using LtoAutoscope.Daemon.Commands.Access;
using LtoAutoscope.Daemon.Web.Access;
using LtoAutoscope.Daemon.Web.Api.Conventions;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace LtoAutoscope.Daemon.Web.Api;

/// <summary>Accounts, for administrators. None is deleted, because the audit trail names it.</summary>
internal static class AccountEndpoints
{
    public static void Map(RouteGroupBuilder accounts)
    {
        accounts.RequirePermission(Permission.ManageAccounts);
        accounts.MapGet("", async (AccountCommands commands, HttpContext http, CancellationToken token, int? page = null, [FromQuery(Name = "page_size")] int? pageSize = null)
            => TypedResults.Ok(Paging.Of(await commands.ListAsync(token), page, pageSize, http))).WithSummary("All accounts");
        accounts.MapGet("/{name}", async (string name, AccountCommands commands, CancellationToken token)
            => await commands.FindAsync(name, token) is { } account ? (Results<Ok<AccountView>, ProblemHttpResult>)TypedResults.Ok(account) : Missing(name)).WithSummary("One account");
        accounts.MapPost("", async (AccountRequest request, AccountCommands commands, CancellationToken token) =>
        {
            NewPassword made = await commands.CreateAsync(request.Name, request.Role, request.Password, token);
            return TypedResults.Created($"/api/v1/accounts/{Uri.EscapeDataString(made.Account.Name)}", made);
        }).WithSummary("Make an account; a random password is answered once");
        accounts.MapPatch("/{name}", ChangeAsync).WithSummary("Give an account another role, disable or enable it");
        accounts.MapPost("/{name}/password", (string name, AccountCommands commands, CancellationToken token) => DoAsync(name, commands, () => commands.ResetPasswordAsync(name, token), token)).WithSummary("Give an account a new random password, answered once; its sessions end");
        accounts.MapPost("/{name}/unlock", (string name, AccountCommands commands, CancellationToken token) => DoAsync(name, commands, () => commands.UnlockAsync(name, token), token)).WithSummary("Lift the lock of wrong tries");
        accounts.MapDelete("/{name}/second-factor", (string name, AccountCommands commands, CancellationToken token) => DoAsync(name, commands, () => commands.RemoveSecondFactorAsync(name, token), token)).WithSummary("Take the second factor away, for somebody who has lost the phone");
    }

    private static async Task<Results<Ok<AccountView>, ProblemHttpResult>> ChangeAsync(string name, AccountChange change, AccountCommands commands, CancellationToken cancellationToken)
    {
        if (await commands.FindAsync(name, cancellationToken) is not { } account) return Missing(name);
        if (change.Role is { } role && role != account.Role) account = await commands.ChangeRoleAsync(name, role, cancellationToken);
        if (change.IsDisabled is { } disabled && disabled != account.IsDisabled)
            account = disabled ? await commands.DisableAsync(name, change.Reason ?? "", cancellationToken) : await commands.EnableAsync(name, cancellationToken);
        return TypedResults.Ok(account);
    }

    private static async Task<Results<Ok<T>, ProblemHttpResult>> DoAsync<T>(string name, AccountCommands commands, Func<Task<T>> act, CancellationToken cancellationToken)
        => await commands.FindAsync(name, cancellationToken) is null ? Missing(name) : TypedResults.Ok(await act());

    private static ProblemHttpResult Missing(string name) => TypedResults.Problem(title: $"There is no account '{name}'", statusCode: StatusCodes.Status404NotFound);
}
