using LtoAutoscope.Daemon.Commands;
using LtoAutoscope.Daemon.Commands.Access;
using LtoAutoscope.Daemon.Web.Access;
using Microsoft.AspNetCore.Http.HttpResults;

namespace LtoAutoscope.Daemon.Web.Api;

/// <summary>The own account: password, second factor, keys, sessions.</summary>
internal static class OwnAccountEndpoints
{
    public static void Map(RouteGroupBuilder api)
    {
        RouteGroupBuilder own = api.MapGroup("/account").RequirePermission(Permission.OwnAccount).WithTags("Own account");
        own.MapGet("", async (OwnAccountCommands commands, CancellationToken token) => TypedResults.Ok(await commands.ReadAsync(token))).WithSummary("Who signed in");
        own.MapPost("/password", async (PasswordChange change, OwnAccountCommands commands, CancellationToken token) =>
        {
            await commands.ChangePasswordAsync(change.Present, change.Wanted, token);
            return TypedResults.NoContent();
        }).RequireRateLimiting(SignInServices.SignInLimit).WithSummary("Set a new password; the other sessions end");
        own.MapPost("/second-factor", async (PresentPassword password, OwnAccountCommands commands, ActorSource actors, CancellationToken token) =>
        {
            string key = await commands.BeginSecondFactorAsync(password.Present, token);
            return TypedResults.Ok(new SecondFactorKey(key, SecondFactor.AddressOf((await actors.CurrentAsync()).Name, key)));
        }).RequireRateLimiting(SignInServices.SignInLimit).WithSummary("Make the key of a second factor; it counts once a code has confirmed it");
        own.MapPost("/second-factor/confirm", async (SecondFactorCode code, OwnAccountCommands commands, CancellationToken token)
            => TypedResults.Ok(await commands.ConfirmSecondFactorAsync(code.Code, token))).RequireRateLimiting(SignInServices.SignInLimit).WithSummary("Switch the second factor on; the recovery codes are answered once");
        own.MapPost("/second-factor/remove", async (PresentPassword password, OwnAccountCommands commands, CancellationToken token) =>
        {
            await commands.RemoveSecondFactorAsync(password.Present, token);
            return TypedResults.NoContent();
        }).RequireRateLimiting(SignInServices.SignInLimit).WithSummary("Take the second factor away");

        RouteGroupBuilder keys = api.MapGroup("/keys").RequirePermission(Permission.OwnAccount).WithTags("Keys");
        keys.MapGet("", async (KeyCommands commands, CancellationToken token) => TypedResults.Ok(await commands.ListAsync(token))).WithSummary("The own keys; for administrators all");
        keys.MapPost("", async (KeyRequest request, KeyCommands commands, CancellationToken token) =>
        {
            NewKey made = await commands.CreateAsync(request.Account ?? "", request.Note, request.Scope, request.Days, token);
            return TypedResults.Created($"/api/v1/keys/{made.Record.Id}", made);
        }).WithSummary("Make a key; it is answered once");
        keys.MapDelete("/{id}", async Task<Results<NoContent, ProblemHttpResult>> (string id, KeyCommands commands, CancellationToken token) =>
        {
            if ((await commands.ListAsync(token)).All(key => key.Id != id)) return TypedResults.Problem(title: $"There is no key '{id}'", statusCode: StatusCodes.Status404NotFound);
            await commands.RevokeAsync(id, token);
            return TypedResults.NoContent();
        }).WithSummary("Take a key away");

        RouteGroupBuilder sessions = api.MapGroup("/sessions").RequirePermission(Permission.OwnAccount).WithTags("Sessions");
        sessions.MapGet("", async (SessionCommands commands) => TypedResults.Ok(await commands.ListAsync())).WithSummary("Where one is signed in; for administrators everybody");
        sessions.MapDelete("/{id}", async Task<Results<NoContent, ProblemHttpResult>> (string id, SessionCommands commands, CancellationToken token) =>
        {
            if ((await commands.ListAsync()).All(session => session.Id != id)) return TypedResults.Problem(title: $"There is no session '{id}'", statusCode: StatusCodes.Status404NotFound);
            await commands.EndAsync(id, token);
            return TypedResults.NoContent();
        }).WithSummary("End a session; its pages are signed out within seconds");
    }
}
