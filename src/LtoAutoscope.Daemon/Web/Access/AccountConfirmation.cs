using LtoAutoscope.Storage.Accounts;
using Microsoft.AspNetCore.Identity;

namespace LtoAutoscope.Daemon.Web.Access;

/// <summary>Keeps disabled accounts out.</summary>
internal sealed class AccountConfirmation : IUserConfirmation<Account>
{
    public Task<bool> IsConfirmedAsync(UserManager<Account> manager, Account user) => Task.FromResult(!user.IsDisabled);
}
