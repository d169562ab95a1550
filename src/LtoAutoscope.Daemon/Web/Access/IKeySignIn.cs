namespace LtoAutoscope.Daemon.Web.Access;

/// <summary>Whose a key is.</summary>
public interface IKeySignIn
{
    /// <summary>The account in whose name the key acts, or null where it is not known.</summary>
    Task<SignedInUser?> VerifyAsync(string key, CancellationToken cancellationToken);
}
