using System.Collections.Concurrent;
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
public sealed partial class ApiKeyStore
{
    /// <summary>Longest life of a key, days.</summary>
    public const int MaximumDays = 3650;

    /// <summary>Life of a key when none is said, days.</summary>
    public const int DefaultDays = 365;

    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private const string Alphabet = "abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789";
    private const int IdLength = 8, SecretLength = 40;
    private static readonly TimeSpan NoteUseEvery = TimeSpan.FromMinutes(1);
    private readonly DataFolder _data;
    private readonly TimeProvider _time;
    private readonly AccountStore _accounts;
    private readonly ConcurrentDictionary<string, DateTimeOffset> _noted = new(StringComparer.Ordinal);

    /// <param name="data">The data folder; no lock is needed.</param>
    /// <param name="time">The clock.</param>
    /// <param name="accounts">The accounts, or null for a store of its own.</param>
    public ApiKeyStore(DataFolder data, TimeProvider time, AccountStore? accounts = null)
        => (_data, _time, _accounts) = (data, time, accounts ?? new AccountStore(data, time));

    private string Folder => Path.Combine(_data.Accounts, "api-keys");

    private string UsesFolder => Path.Combine(_data.Accounts, "key-uses");

    /// <summary>Makes a key for an account.</summary>
    /// <param name="account">The account.</param>
    /// <param name="note">What it is for, at most 200 characters.</param>
    /// <param name="scope">How far it reaches: <c>read</c>, <c>queue</c>, <c>operate</c> or <c>full</c>.</param>
    /// <param name="days">For how many days it is taken, 1…3650.</param>
    /// <param name="cancellationToken">Heeded until the file is renamed.</param>
    /// <returns>The record, and the key in the clear (about 230 bits): show it once, it is stored nowhere.</returns>
    /// <exception cref="InputException">There is no such account, or another value does not fit.</exception>
    public async Task<(ApiKey Record, string Key)> CreateAsync(string account, string note, string scope, int days, CancellationToken cancellationToken)
    {
        Account owner = await _accounts.FindAsync(account, cancellationToken).ConfigureAwait(false)
            ?? throw new InputException($"there is no account '{account}'", "account", "Choose an account that can sign in");
        if (note.Length > 200) throw new InputException("the note is longer than 200 characters", "note", "Shorten it");
        if (days is < 1 or > MaximumDays) throw new InputException($"a key cannot be valid for {days} days", "days", $"Give 1 to {MaximumDays}");
        string id = RandomNumberGenerator.GetString(Alphabet, IdLength), secret = RandomNumberGenerator.GetString(Alphabet, SecretLength);
        var record = new ApiKey(id, owner.Name, note, _time.GetUtcNow(), HashOf(secret)) { Scope = scope, ExpiresAt = _time.GetUtcNow().AddDays(days) };
        MakeFolder(Folder);
        await JsonFile.WriteAsync(PathOf(id), record, cancellationToken).ConfigureAwait(false);
        return (record, $"lto_{id}_{secret}");
    }

    /// <summary>Whose a key is, or null where it is not one of ours, has expired or was taken away, or its account is gone or disabled.</summary>
    public async Task<VerifiedKey?> VerifyAsync(string key, CancellationToken cancellationToken)
    {
        if (key is null || Form().Match(key) is not { Success: true } parts || !File.Exists(PathOf(parts.Groups["id"].Value))) return null;
        ApiKey record = await JsonFile.ReadAsync<ApiKey>(PathOf(parts.Groups["id"].Value), cancellationToken).ConfigureAwait(false);
        bool matches = CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(HashOf(parts.Groups["secret"].Value)), Encoding.ASCII.GetBytes(record.SecretSha256));
        if (!matches || record.ExpiresAt <= _time.GetUtcNow()) return null;
        return await _accounts.FindAsync(record.Account, cancellationToken).ConfigureAwait(false) is { IsDisabled: false } account ? new VerifiedKey(account, record) : null;
    }

    /// <summary>Notes that a key was used, at most once a minute.</summary>
    public async Task NoteUseAsync(string id, string from, CancellationToken cancellationToken)
    {
        DateTimeOffset now = _time.GetUtcNow();
        if (_noted.TryGetValue(id, out DateTimeOffset at) && now - at < NoteUseEvery) return;
        _noted[id] = now;
        MakeFolder(UsesFolder);
        await JsonFile.WriteAsync(Path.Combine(UsesFolder, id + ".json"), new ApiKeyUse(now, from), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>All keys, oldest first, with their last uses.</summary>
    public async Task<IReadOnlyList<ApiKey>> ListAsync(CancellationToken cancellationToken)
    {
        List<ApiKey> keys = [];
        if (!Directory.Exists(Folder)) return keys;
        foreach (string path in Directory.EnumerateFiles(Folder, "*.json"))
        {
            ApiKey key = await JsonFile.ReadAsync<ApiKey>(path, cancellationToken).ConfigureAwait(false);
            string use = Path.Combine(UsesFolder, key.Id + ".json");
            keys.Add(File.Exists(use) ? key with { LastUse = await JsonFile.ReadAsync<ApiKeyUse>(use, cancellationToken).ConfigureAwait(false) } : key);
        }

        return [.. keys.OrderBy(key => key.CreatedAt)];
    }

    /// <summary>Takes a key away; from then on nobody signs in with it.</summary>
    /// <exception cref="InputException">There is no key of that id.</exception>
    public void Revoke(string id)
    {
        if (!Id().IsMatch(id) || !File.Exists(PathOf(id))) throw new InputException($"there is no key '{id}'", "key", "List the keys, and give the id of one");
        File.Delete(PathOf(id));
        File.Delete(Path.Combine(UsesFolder, id + ".json"));
    }

    private static void MakeFolder(string folder)
    {
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(folder);
        else Directory.CreateDirectory(folder, OwnerOnly);
    }

    private string PathOf(string id) => Path.Combine(Folder, id + ".json");

    private static string HashOf(string secret) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(secret)));

    [GeneratedRegex(@"^lto_(?<id>[a-zA-Z2-9]{8})_(?<secret>[a-zA-Z2-9]{40})\z", RegexOptions.CultureInvariant)]
    private static partial Regex Form();

    [GeneratedRegex(@"^[a-zA-Z2-9]{8}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Id();
}
