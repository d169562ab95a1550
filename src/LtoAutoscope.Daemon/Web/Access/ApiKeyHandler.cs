using System.Text.Encodings.Web;
using LtoAutoscope.Storage.Accounts;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace LtoAutoscope.Daemon.Web.Access;

/// <summary>Signs programs in by a key in the header <c>Authorization: Bearer …</c>. A browser never sends it by itself, so no form token is needed beside it.</summary>
internal sealed class ApiKeyHandler(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logs, UrlEncoder encoder, ApiKeyStore keys) : AuthenticationHandler<AuthenticationSchemeOptions>(options, logs, encoder)
{
    /// <summary>Name of the scheme.</summary>
    public const string SchemeName = "api-key";

    private const string Prefix = "Bearer ";

    /// <summary>Whether a request brings a key.</summary>
    public static bool IsGiven(HttpRequest request) => request.Headers.Authorization.ToString().StartsWith(Prefix, StringComparison.OrdinalIgnoreCase);

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (!IsGiven(Request)) return AuthenticateResult.NoResult();
        string key = Request.Headers.Authorization.ToString()[Prefix.Length..].Trim();
        if (await keys.VerifyAsync(key, CancellationToken.None) is not { } verified) return AuthenticateResult.Fail("The key is not known here, has expired, or its account is disabled.");
        // Not waited for: a STOP must not stand behind a disk.
        _ = NoteUseAsync(verified.Key.Id, ClientAddress.Of(Context));
        return AuthenticateResult.Success(new AuthenticationTicket(Principals.Of(verified), SchemeName));
    }

    private async Task NoteUseAsync(string id, string from)
    {
        try
        {
            await keys.NoteUseAsync(id, from, CancellationToken.None);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or Domain.InputException or ObjectDisposedException)
        {
            // A full disk keeps nobody from stopping the instrument.
            Logger.LogWarning(error, "The use of key {Key} could not be noted.", id);
        }
    }
}
