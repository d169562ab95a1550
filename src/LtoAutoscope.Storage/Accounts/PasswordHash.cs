using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace LtoAutoscope.Storage.Accounts;

/// <summary>A salted PBKDF2 hash as former account files hold it (RFC 8018, HMAC-SHA-256): still verified, and replaced at the next sign-in.</summary>
/// <param name="Algorithm">Always <c>pbkdf2-hmac-sha256</c>.</param>
/// <param name="Iterations">Rounds.</param>
/// <param name="Salt">Random bytes.</param>
/// <param name="Hash">32 bytes.</param>
public sealed record PasswordHash(string Algorithm, int Iterations, byte[] Salt, byte[] Hash)
{
    private const string AlgorithmName = "pbkdf2-hmac-sha256";
    private const int MostIterations = 10_000_000;

    /// <summary>Whether a password has this hash; takes the same time whether it has or not.</summary>
    public bool Matches(string password)
        => Algorithm == AlgorithmName && Iterations is > 0 and <= MostIterations && Hash.Length > 0 && CryptographicOperations.FixedTimeEquals(
            Rfc2898DeriveBytes.Pbkdf2(Encoding.UTF8.GetBytes(password.Normalize(NormalizationForm.FormC)), Salt, Iterations, HashAlgorithmName.SHA256, Hash.Length), Hash);

    /// <summary>As one text: algorithm, rounds, salt and hash with <c>$</c> between them.</summary>
    public string ToText() => string.Create(CultureInfo.InvariantCulture, $"{Algorithm}${Iterations}${Convert.ToBase64String(Salt)}${Convert.ToBase64String(Hash)}");

    /// <summary>Reads such a text; null where it is of another form.</summary>
    public static PasswordHash? Parse(string text)
    {
        string[] parts = text.Split('$');
        return parts.Length == 4 && parts[0] == AlgorithmName && int.TryParse(parts[1], CultureInfo.InvariantCulture, out int iterations)
            ? new PasswordHash(parts[0], iterations, Convert.FromBase64String(parts[2]), Convert.FromBase64String(parts[3]))
            : null;
    }
}
