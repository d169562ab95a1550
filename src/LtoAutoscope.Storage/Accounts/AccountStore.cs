using System.Collections.Concurrent;
using System.Security.Cryptography;
using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Samples;
using LtoAutoscope.Storage.Data;
using LtoAutoscope.Storage.Runs;
using Microsoft.AspNetCore.Identity;

namespace LtoAutoscope.Storage.Accounts;

/// <summary>Accounts as files <c>accounts/&lt;name&gt;.json</c>, readable by the daemon's user only. Names are compared without regard to case.</summary>
/// <remarks>Thread safety: all members may be called from any thread; what is read is a copy.</remarks>
public sealed class AccountStore : IDisposable
{
    /// <summary>Shortest password that a person may choose.</summary>
    public const int MinimumPasswordLength = 10;

    /// <summary>Longest password that is looked at.</summary>
    public const int MaximumPasswordLength = 1024;

    private const int RandomPasswordLength = 20;
    private const string PasswordAlphabet = "abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789";
    private readonly DataFolder _data;
    private readonly TimeProvider _time;
    private readonly SemaphoreSlim _gate = new(1, 1);
    private readonly ConcurrentDictionary<string, (DateTime WrittenAt, Account Account)> _read = new(StringComparer.OrdinalIgnoreCase);

    /// <param name="data">The data folder.</param>
    /// <param name="time">The clock.</param>
    /// <param name="passwords">Hashes passwords, or null for the default.</param>
    public AccountStore(DataFolder data, TimeProvider time, AccountPasswords? passwords = null) => (_data, _time, Passwords) = (data, time, passwords ?? new AccountPasswords());

    /// <summary>Raised with an account's name after it was written.</summary>
    public event Action<string>? Changed;

    /// <summary>Hashes passwords.</summary>
    public AccountPasswords Passwords { get; }

    /// <summary>Whether no account exists yet.</summary>
    public bool IsEmpty => !Directory.EnumerateFiles(_data.Accounts, "*.json").Any();

    /// <summary>A random password of about 116 bits.</summary>
    public static string NewPassword() => RandomNumberGenerator.GetString(PasswordAlphabet, RandomPasswordLength);

    /// <summary>A new security stamp.</summary>
    public static string NewStamp() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));

    /// <summary>Makes the administrator of a new data folder with a random password; null when there is an account already.</summary>
    /// <returns>The account and its password in the clear: show it once, it is stored nowhere.</returns>
    public async Task<(Account Account, string Password)?> CreateAdministratorAsync(string name, CancellationToken cancellationToken)
    {
        if (!IsEmpty) return null;
        string password = NewPassword();
        Account account = await AddAsync(name, AccountRole.Maintainer, password, cancellationToken).ConfigureAwait(false);
        return (account, password);
    }

    /// <summary>Makes an account.</summary>
    /// <param name="name">Its name, 1 to 64 letters, digits, dots, dashes or underscores.</param>
    /// <param name="role">What it may do.</param>
    /// <param name="password">The password; null for an account without one.</param>
    /// <param name="cancellationToken">Heeded until the file is written.</param>
    /// <exception cref="InputException">The name does not fit or is taken, or the password is too short.</exception>
    public async Task<Account> AddAsync(string name, AccountRole role, string? password, CancellationToken cancellationToken)
    {
        if (!SampleName.IsValid(name)) throw new InputException($"'{name}' cannot be an account's name", "name", "Use 1 to 64 letters, digits, '.', '-' or '_', beginning with a letter or digit");
        var account = new Account { Name = name, Role = role, CreatedAt = _time.GetUtcNow(), Password = "", SecurityStamp = NewStamp() };
        if (password is not null) account.Password = await HashAsync(account, password, cancellationToken).ConfigureAwait(false);
        await InTurnAsync(async () =>
        {
            if (File.Exists(PathOf(name))) throw new InputException($"there is an account '{name}' already", "name", "Choose another name, or set a new password for it");
            await WriteAsync(account, cancellationToken).ConfigureAwait(false);
        }, cancellationToken).ConfigureAwait(false);
        Changed?.Invoke(name);
        return account with { };
    }

    /// <summary>Gives an account a new password: a random one when none is given. Locks of wrong tries and all sessions end by it.</summary>
    /// <returns>The password in the clear.</returns>
    /// <exception cref="InputException">There is no such account, or the password is too short.</exception>
    public async Task<string> SetPasswordAsync(string name, string? password, CancellationToken cancellationToken)
    {
        password ??= NewPassword();
        Account found = await FindAsync(name, cancellationToken).ConfigureAwait(false) ?? throw Missing(name);
        string hash = await HashAsync(found, password, cancellationToken).ConfigureAwait(false);
        await ChangeAsync(name, account => (account.Password, account.SecurityStamp, account.FailedSignIns, account.LockedUntil) = (hash, NewStamp(), 0, null), cancellationToken).ConfigureAwait(false);
        return password;
    }

    /// <summary>Gives an account a new random password and leaves its sessions: for a demo that is started again, whose pages stay open.</summary>
    /// <returns>The password in the clear.</returns>
    /// <exception cref="InputException">There is no such account.</exception>
    public async Task<string> RenewPasswordAsync(string name, CancellationToken cancellationToken)
    {
        string password = NewPassword();
        Account found = await FindAsync(name, cancellationToken).ConfigureAwait(false) ?? throw Missing(name);
        string hash = await HashAsync(found, password, cancellationToken).ConfigureAwait(false);
        await ChangeAsync(name, account => (account.Password, account.FailedSignIns, account.LockedUntil) = (hash, 0, null), cancellationToken).ConfigureAwait(false);
        return password;
    }

    /// <summary>The account if name and password fit, else null. An unknown name takes as long as a wrong password. Counts no tries and heeds no lock.</summary>
    /// <exception cref="InputException">The account's file cannot be read.</exception>
    public async Task<Account?> VerifyAsync(string name, string password, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(password);
        Account? account = await FindAsync(name, cancellationToken).ConfigureAwait(false);
        PasswordVerificationResult result = await Task.Run(() => account is null ? Passwords.Refuse(password) : Passwords.VerifyHashedPassword(account, account.Password, password), cancellationToken).ConfigureAwait(false);
        return result == PasswordVerificationResult.Failed ? null : account;
    }

    /// <summary>The account of a name, or null.</summary>
    /// <exception cref="InputException">Its file cannot be read.</exception>
    public async Task<Account?> FindAsync(string name, CancellationToken cancellationToken)
    {
        if (!SampleName.IsValid(name)) return null;
        string path = PathOf(name);
        if (!File.Exists(path)) return null;
        DateTime writtenAt = File.GetLastWriteTimeUtc(path);
        if (_read.TryGetValue(name, out var known) && known.WrittenAt == writtenAt) return known.Account with { };
        Account account = await JsonFile.ReadAsync<Account>(path, cancellationToken).ConfigureAwait(false);
        _read[name] = (writtenAt, account);
        return account with { };
    }

    /// <summary>All accounts by name.</summary>
    /// <exception cref="InputException">A file cannot be read.</exception>
    public async Task<IReadOnlyList<Account>> ListAsync(CancellationToken cancellationToken)
    {
        List<Account> accounts = [];
        foreach (string path in Directory.EnumerateFiles(_data.Accounts, "*.json").Order(StringComparer.Ordinal))
            if (await FindAsync(Path.GetFileNameWithoutExtension(path), cancellationToken).ConfigureAwait(false) is { } account) accounts.Add(account);
        return accounts;
    }

    /// <summary>Changes an account; nothing comes between the reading and the writing.</summary>
    /// <returns>The account after the change.</returns>
    /// <exception cref="InputException">There is no such account, or <paramref name="change"/> refuses.</exception>
    public async Task<Account> ChangeAsync(string name, Action<Account> change, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(change);
        Account changed = null!;
        await InTurnAsync(async () =>
        {
            changed = await FindAsync(name, cancellationToken).ConfigureAwait(false) ?? throw Missing(name);
            change(changed);
            await WriteAsync(changed, cancellationToken).ConfigureAwait(false);
        }, cancellationToken).ConfigureAwait(false);
        Changed?.Invoke(changed.Name);
        return changed with { };
    }

    /// <summary>Writes an account that was read before, unless somebody else has written it since.</summary>
    /// <returns>Whether it was written.</returns>
    public async Task<bool> TryWriteAsync(Account account, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(account);
        bool written = false;
        await InTurnAsync(async () =>
        {
            if (await FindAsync(account.Name, cancellationToken).ConfigureAwait(false) is not { } there || there.Version != account.Version) return;
            await WriteAsync(account, cancellationToken).ConfigureAwait(false);
            written = true;
        }, cancellationToken).ConfigureAwait(false);
        if (written) Changed?.Invoke(account.Name);
        return written;
    }

    /// <inheritdoc/>
    public void Dispose() => _gate.Dispose();

    private static InputException Missing(string name) => new($"there is no account '{name}'", "name", "List the accounts, and give the name of one");

    private async Task InTurnAsync(Func<Task> work, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            await work().ConfigureAwait(false);
        }
        finally
        {
            _gate.Release();
        }
    }

    private async Task<string> HashAsync(Account account, string password, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(password);
        if (password.Length is < MinimumPasswordLength or > MaximumPasswordLength)
            throw new InputException($"the password has {password.Length} characters", "password", $"Use at least {MinimumPasswordLength} and at most {MaximumPasswordLength}");
        return await Task.Run(() => Passwords.HashPassword(account, password), cancellationToken).ConfigureAwait(false);
    }

    private async Task WriteAsync(Account account, CancellationToken cancellationToken)
    {
        _data.RequireWritable();
        account.Version++;
        string path = PathOf(account.Name);
        await JsonFile.WriteAsync(path, account, cancellationToken).ConfigureAwait(false);
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        _read[account.Name] = (File.GetLastWriteTimeUtc(path), account with { });
    }

    private string PathOf(string name) => Path.Combine(_data.Accounts, name.ToLowerInvariant() + ".json");
}
