using System.Security.Cryptography;
using System.Text;

namespace LtoAutoscope.Storage.Accounts;

/// <summary>A salted PBKDF2 hash of a password (RFC 8018, HMAC-SHA-256).</summary>
/// <param name="Algorithm">Always <c>pbkdf2-hmac-sha256</c>.</param>
/// <param name="Iterations">Rounds; 600,000 for new passwords (OWASP password storage cheat sheet, 2023).</param>
/// <param name="Salt">16 random bytes.</param>
/// <param name="Hash">32 bytes.</param>
public sealed record PasswordHash(string Algorithm, int Iterations, byte[] Salt, byte[] Hash)
{
    /// <summary>Rounds for new passwords.</summary>
    public const int DefaultIterations = 600_000;

    private const string AlgorithmName = "pbkdf2-hmac-sha256";
    private const int SaltBytes = 16;
    private const int HashBytes = 32;

    /// <summary>Hashes a password with a fresh salt; takes some tenths of a second on purpose.</summary>
    public static PasswordHash Of(string password)
    {
        byte[] salt = RandomNumberGenerator.GetBytes(SaltBytes);
        return new PasswordHash(AlgorithmName, DefaultIterations, salt, Derive(password, salt, DefaultIterations));
    }

    /// <summary>Whether a password has this hash; takes the same time whether it has or not.</summary>
    public bool Matches(string password)
        => Algorithm == AlgorithmName && Iterations > 0 && CryptographicOperations.FixedTimeEquals(Derive(password, Salt, Iterations), Hash);

    private static byte[] Derive(string password, byte[] salt, int iterations)
        => Rfc2898DeriveBytes.Pbkdf2(Encoding.UTF8.GetBytes(password.Normalize(NormalizationForm.FormC)), salt, iterations, HashAlgorithmName.SHA256, HashBytes);
}
