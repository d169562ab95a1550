using System.Security.Cryptography;
using System.Text;
using LtoAutoscope.Domain;
using LtoAutoscope.Storage.Accounts;

namespace LtoAutoscope.Daemon.Web.Access;

/// <summary>The first start: while there is no account, whoever has the link that the daemon printed sets the first administrator.</summary>
internal sealed class FirstRun(AccountStore accounts) : IDisposable
{
    private const int TokenLength = 32;
    private const string Alphabet = "abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789";
    private readonly SemaphoreSlim _gate = new(1, 1);

    /// <summary>The secret in the link; new at each start.</summary>
    public string Token { get; } = RandomNumberGenerator.GetString(Alphabet, TokenLength);

    /// <summary>Whether there is no account yet.</summary>
    public bool IsOpen => accounts.IsEmpty;

    /// <summary>The link's path.</summary>
    public string Path => $"/first-run?token={Token}";

    /// <summary>Whether somebody may set the first administrator.</summary>
    public bool MayEnter(string? token) => IsOpen && IsToken(token);

    /// <summary>Makes the first administrator; of two at once, one.</summary>
    /// <exception cref="InputException">There is an account already, or name or password do not fit.</exception>
    public async Task<Account> SetAsync(string name, string password, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            if (!IsOpen) throw new InputException("the first administrator is set already", "first run", "Sign in");
            return await accounts.AddAsync(name, AccountRole.Maintainer, password, cancellationToken);
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _gate.Dispose();

    private bool IsToken(string? token) => token is not null && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(token), Encoding.UTF8.GetBytes(Token));
}
