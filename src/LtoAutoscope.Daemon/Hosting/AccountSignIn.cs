using LtoAutoscope.Daemon.Web.Access;
using LtoAutoscope.Storage.Accounts;

namespace LtoAutoscope.Daemon.Hosting;

/// <summary>Signs people in against the account files of the data folder.</summary>
internal sealed class AccountSignIn(AccountStore accounts) : ISignIn
{
    public async Task<SignedInUser?> VerifyAsync(string user, string password, CancellationToken cancellationToken)
        => await accounts.VerifyAsync(user, password, cancellationToken).ConfigureAwait(false) is { } account ? new SignedInUser(account.Name, account.Role.ToString()) : null;
}
