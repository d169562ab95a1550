using System.Security.Cryptography;
using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Samples;
using LtoAutoscope.Storage.Data;
using LtoAutoscope.Storage.Runs;

namespace LtoAutoscope.Storage.Accounts;

/// <summary>Accounts as files <c>accounts/&lt;name&gt;.json</c>, readable by the daemon's user only. Names are compared without regard to case.</summary>
/// <remarks>Thread safety: all members may be called from any thread.</remarks>
public sealed class AccountStore(DataFolder data, TimeProvider time)
{
    /// <summary>Shortest password that a person may choose.</summary>
    public const int MinimumPasswordLength = 10;

    private const int RandomPasswordLength = 20;
    private const string PasswordAlphabet = "abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789";
    private static readonly PasswordHash NobodysPassword = new("pbkdf2-hmac-sha256", PasswordHash.DefaultIterations, new byte[16], new byte[32]);

    /// <summary>Whether no account exists yet.</summary>
    public bool IsEmpty => !Directory.EnumerateFiles(data.Accounts, "*.json").Any();

    /// <summary>Makes the administrator of a new data folder with a random password of about 116 bits; null when there is an account already.</summary>
    /// <returns>The account and its password in the clear: show it once, it is stored nowhere.</returns>
    public async Task<(Account Account, string Password)?> CreateAdministratorAsync(string name, CancellationToken cancellationToken)
    {
        if (!IsEmpty) return null;
        string password = RandomNumberGenerator.GetString(PasswordAlphabet, RandomPasswordLength);
        Account account = await AddAsync(name, AccountRole.Maintainer, password, cancellationToken).ConfigureAwait(false);
        return (account, password);
    }

    /// <summary>Makes an account.</summary>
    /// <exception cref="InputException">The name does not fit or is taken, or the password is too short.</exception>
    public async Task<Account> AddAsync(string name, AccountRole role, string password, CancellationToken cancellationToken)
    {
        if (!SampleName.IsValid(name)) throw new InputException($"'{name}' cannot be an account's name", "accounts", "Use 1 to 64 letters, digits, '.', '-' or '_', beginning with a letter or digit");
        if (File.Exists(PathOf(name))) throw new InputException($"there is an account '{name}' already", "accounts", "Choose another name, or set a new password for it");
        var account = new Account(name, role, time.GetUtcNow(), await HashAsync(name, password, cancellationToken).ConfigureAwait(false));
        await WriteAsync(account, cancellationToken).ConfigureAwait(false);
        return account;
    }

    /// <summary>Gives an account a new password: a random one when none is given.</summary>
    /// <returns>The password in the clear.</returns>
    /// <exception cref="InputException">There is no such account, or the password is too short.</exception>
    public async Task<string> SetPasswordAsync(string name, string? password, CancellationToken cancellationToken)
    {
        Account account = await FindAsync(name, cancellationToken).ConfigureAwait(false)
            ?? throw new InputException($"there is no account '{name}'", "accounts", "Make it first");
        password ??= RandomNumberGenerator.GetString(PasswordAlphabet, RandomPasswordLength);
        await WriteAsync(account with { Password = await HashAsync(name, password, cancellationToken).ConfigureAwait(false) }, cancellationToken).ConfigureAwait(false);
        return password;
    }

    /// <summary>The account if name and password fit, else null. An unknown name takes as long as a wrong password.</summary>
    /// <exception cref="InputException">The account's file cannot be read.</exception>
    public async Task<Account?> VerifyAsync(string name, string password, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(password);
        Account? account = await FindAsync(name, cancellationToken).ConfigureAwait(false);
        bool matches = await Task.Run(() => (account?.Password ?? NobodysPassword).Matches(password), cancellationToken).ConfigureAwait(false);
        return matches ? account : null;
    }

    /// <summary>The account of a name, or null.</summary>
    /// <exception cref="InputException">Its file cannot be read.</exception>
    public async Task<Account?> FindAsync(string name, CancellationToken cancellationToken)
        => SampleName.IsValid(name) && File.Exists(PathOf(name)) ? await JsonFile.ReadAsync<Account>(PathOf(name), cancellationToken).ConfigureAwait(false) : null;

    /// <summary>All accounts by name.</summary>
    /// <exception cref="InputException">A file cannot be read.</exception>
    public async Task<IReadOnlyList<Account>> ListAsync(CancellationToken cancellationToken)
    {
        List<Account> accounts = [];
        foreach (string path in Directory.EnumerateFiles(data.Accounts, "*.json").Order(StringComparer.Ordinal))
            accounts.Add(await JsonFile.ReadAsync<Account>(path, cancellationToken).ConfigureAwait(false));
        return accounts;
    }

    private static async Task<PasswordHash> HashAsync(string name, string password, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(password);
        if (password.Length < MinimumPasswordLength)
            throw new InputException($"the password has {password.Length} characters", $"account '{name}'", $"Use at least {MinimumPasswordLength}");
        return await Task.Run(() => PasswordHash.Of(password), cancellationToken).ConfigureAwait(false);
    }

    private async Task WriteAsync(Account account, CancellationToken cancellationToken)
    {
        data.RequireWritable();
        string path = PathOf(account.Name);
        await JsonFile.WriteAsync(path, account, cancellationToken).ConfigureAwait(false);
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    private string PathOf(string name) => Path.Combine(data.Accounts, name.ToLowerInvariant() + ".json");
}
