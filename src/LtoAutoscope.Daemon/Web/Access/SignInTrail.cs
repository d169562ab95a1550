using LtoAutoscope.Domain.Audits;
using LtoAutoscope.Storage.Accounts;

namespace LtoAutoscope.Daemon.Web.Access;

/// <summary>Writes sign-ins, sign-outs and what was refused into the audit trail.</summary>
internal sealed class SignInTrail(IAuditTrail audit, TimeProvider time, ILogger<SignInTrail> logger)
{
    /// <summary>Somebody was not let in.</summary>
    /// <param name="context">The request.</param>
    /// <param name="name">The account, or empty where there is none of the name that was given.</param>
    /// <param name="why">Why not.</param>
    public Task RefusedAsync(HttpContext context, string name, string why) => RecordAsync(context, "session.sign_in", name.Length > 0 ? name : "unknown", null, AuditResult.Refused, why);

    /// <summary>An account was locked after too many wrong tries.</summary>
    public Task LockedAsync(HttpContext context, string name, DateTimeOffset until)
        => WriteAsync(new AuditEntry
        {
            At = time.GetUtcNow(), Who = "system", From = ClientAddress.Of(context), Action = "account.lock", Target = name, Owner = name, Result = AuditResult.Done,
            Reason = FormattableString.Invariant($"too many wrong tries; locked until {until.ToUniversalTime():yyyy-MM-dd HH:mm:ss} UTC"),
        });

    /// <summary>Writes an entry about somebody's own session.</summary>
    public Task RecordAsync(HttpContext context, string action, string name, AccountRole? role, AuditResult result, string reason)
        => WriteAsync(new AuditEntry { At = time.GetUtcNow(), Who = name, Role = role?.ToString() ?? "", From = ClientAddress.Of(context), Action = action, Target = name, Owner = name, Result = result, Reason = reason });

    private async Task WriteAsync(AuditEntry entry)
    {
        try
        {
            await audit.RecordAsync(entry, CancellationToken.None);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ObjectDisposedException)
        {
            logger.LogError(error, "The audit trail could not be written: {Who} {Action} {Result}", entry.Who, entry.Action, entry.Result);
        }
    }
}
