using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using LtoAutoscope.Domain;
using LtoAutoscope.Storage.Data;
using LtoAutoscope.Storage.Runs;

namespace LtoAutoscope.Storage.Accounts;

/// <summary>
/// Keys for programs, a file each under <c>accounts/api-keys/</c>, hashed. They are added and taken away beside a running daemon, which reads them at each request.
/// </summary>
/// <remarks>Thread safety: all members may be called from any thread.</remarks>
public sealed partial class ApiKeyStore(DataFolder data, TimeProvider time)
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private const string Alphabet = "abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789";
    private const int IdLength = 8, SecretLength = 40;

    private string Folder => Path.Combine(data.Accounts, "api-keys");

    /// <summary>Makes a key for an account.</summary>
    /// <param name="account">The account.</param>
    /// <param name="note">What it is for, at most 200 characters.</param>
    /// <param name="cancellationToken">Heeded until the file is renamed.</param>
    /// <returns>The record, and the key in the clear (about 230 bits): show it once, it is stored nowhere.</returns>
    /// <exception cref="InputException">There is no such account, or the note is too long.</exception>
    public async Task<(ApiKey Record, string Key)> CreateAsync(string account, string note, CancellationToken cancellationToken)
    {
        Account owner = await new AccountStore(data, time).FindAsync(account, cancellationToken).ConfigureAwait(false)
            ?? throw new InputException($"there is no account '{account}'", "accounts", "Choose an account that can sign in");
        if (note.Length > 200) throw new InputException("the note is longer than 200 characters", "note", "Shorten it");
        string id = RandomNumberGenerator.GetString(Alphabet, IdLength), secret = RandomNumberGenerator.GetString(Alphabet, SecretLength);
        var record = new ApiKey(id, owner.Name, note, time.GetUtcNow(), HashOf(secret));
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(Folder);
        else Directory.CreateDirectory(Folder, OwnerOnly);
        await JsonFile.WriteAsync(PathOf(id), record, cancellationToken).ConfigureAwait(false);
        return (record, $"lto_{id}_{secret}");
    }

    /// <summary>The account of a key, or null where the key is not one of ours or its account is gone.</summary>
    public async Task<Account?> VerifyAsync(string key, CancellationToken cancellationToken)
    {
        if (key is null || Form().Match(key) is not { Success: true } parts || !File.Exists(PathOf(parts.Groups["id"].Value))) return null;
        ApiKey record = await JsonFile.ReadAsync<ApiKey>(PathOf(parts.Groups["id"].Value), cancellationToken).ConfigureAwait(false);
        bool matches = CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(HashOf(parts.Groups["secret"].Value)), Encoding.ASCII.GetBytes(record.SecretSha256));
        return matches ? await new AccountStore(data, time).FindAsync(record.Account, cancellationToken).ConfigureAwait(false) : null;
    }

    /// <summary>All keys, oldest first.</summary>
    public async Task<IReadOnlyList<ApiKey>> ListAsync(CancellationToken cancellationToken)
    {
        List<ApiKey> keys = [];
        if (!Directory.Exists(Folder)) return keys;
        foreach (string path in Directory.EnumerateFiles(Folder, "*.json")) keys.Add(await JsonFile.ReadAsync<ApiKey>(path, cancellationToken).ConfigureAwait(false));
        return [.. keys.OrderBy(key => key.CreatedAt)];
    }

    /// <summary>Takes a key away; from then on nobody signs in with it.</summary>
    /// <exception cref="InputException">There is no key of that id.</exception>
    public void Revoke(string id)
    {
        if (!Id().IsMatch(id) || !File.Exists(PathOf(id))) throw new InputException($"there is no key '{id}'", "accounts", "List the keys, and give the id of one");
        File.Delete(PathOf(id));
    }

    private string PathOf(string id) => Path.Combine(Folder, id + ".json");

    private static string HashOf(string secret) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(secret)));

    [GeneratedRegex(@"^lto_(?<id>[a-zA-Z2-9]{8})_(?<secret>[a-zA-Z2-9]{40})\z", RegexOptions.CultureInvariant)]
    private static partial Regex Form();

    [GeneratedRegex(@"^[a-zA-Z2-9]{8}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Id();
}
