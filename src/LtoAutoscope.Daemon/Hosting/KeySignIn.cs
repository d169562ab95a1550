using LtoAutoscope.Daemon.Web.Access;
using LtoAutoscope.Storage.Accounts;

namespace LtoAutoscope.Daemon.Hosting;

/// <summary>Signs programs in against the keys of the data folder.</summary>
internal sealed class KeySignIn(ApiKeyStore keys) : IKeySignIn
{
    public async Task<SignedInUser?> VerifyAsync(string key, CancellationToken cancellationToken)
        => await keys.VerifyAsync(key, cancellationToken).ConfigureAwait(false) is { } account ? new SignedInUser(account.Name, account.Role.ToString()) : null;
}
