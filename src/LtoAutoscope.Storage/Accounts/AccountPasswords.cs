using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace LtoAutoscope.Storage.Accounts;

/// <summary>Hashes passwords by the framework's hasher (PBKDF2, HMAC-SHA-512, a fresh salt), and still verifies those of former account files.</summary>
/// <remarks>Thread safety: all members may be called from any thread.</remarks>
public sealed class AccountPasswords : IPasswordHasher<Account>
{
    /// <summary>Rounds for new passwords: 210,000 (OWASP password storage cheat sheet, 2023, for PBKDF2-HMAC-SHA-512).</summary>
    public const int DefaultIterations = 210_000;

    private readonly PasswordHasher<Account> _hasher;
    private readonly Lazy<string> _nobodys;

    /// <param name="iterations">Rounds for new passwords; a password of fewer is hashed anew at sign-in.</param>
    public AccountPasswords(int iterations = DefaultIterations)
    {
        _hasher = new PasswordHasher<Account>(Options.Create(new PasswordHasherOptions { IterationCount = iterations }));
        _nobodys = new Lazy<string>(() => _hasher.HashPassword(null!, Guid.NewGuid().ToString()));
    }

    /// <inheritdoc/>
    public string HashPassword(Account user, string password) => _hasher.HashPassword(user, password);

    /// <inheritdoc/>
    public PasswordVerificationResult VerifyHashedPassword(Account user, string hashedPassword, string providedPassword)
        => hashedPassword.Length == 0 ? Refuse(providedPassword)
            : PasswordHash.Parse(hashedPassword) is { } former
                ? former.Matches(providedPassword) ? PasswordVerificationResult.SuccessRehashNeeded : PasswordVerificationResult.Failed
                : _hasher.VerifyHashedPassword(user, hashedPassword, providedPassword);

    /// <summary>Takes as long as a wrong password of an account that there is.</summary>
    public PasswordVerificationResult Refuse(string password)
    {
        _hasher.VerifyHashedPassword(null!, _nobodys.Value, password);
        return PasswordVerificationResult.Failed;
    }
}
