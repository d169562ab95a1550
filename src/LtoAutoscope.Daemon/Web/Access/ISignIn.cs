namespace LtoAutoscope.Daemon.Web.Access;

/// <summary>Checks a name and a password against the accounts.</summary>
public interface ISignIn
{
    /// <summary>The person, or null when name or password are wrong or the account is locked.</summary>
    Task<SignedInUser?> VerifyAsync(string user, string password, CancellationToken cancellationToken);
}
