using LtoAutoscope.Domain;
using LtoAutoscope.Storage.Accounts;
using LtoAutoscope.Storage.Data;
using Microsoft.AspNetCore.Identity;

namespace LtoAutoscope.Storage.Tests.Accounts;

public sealed class AccountStoreTests : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private DataFolder _data = null!;
    private AccountStore _accounts = null!;
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _data = await DataFolder.OpenAsync(_folder.FullPath, new DataFolderOptions { MinimumFreeBytes = 0 }, TimeProvider.System, Token);
        _accounts = new AccountStore(_data, TimeProvider.System);
    }

    public ValueTask DisposeAsync()
    {
        _accounts.Dispose();
        _data.Dispose();
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task CreateAdministratorAsync_FirstRun_ReturnsAPasswordThatWorksAndIsStoredNowhere()
    {
        (Account account, string password) = (await _accounts.CreateAdministratorAsync("admin", Token))!.Value;
        Assert.Equal(AccountRole.Maintainer, account.Role);
        Assert.Equal("admin", (await _accounts.VerifyAsync("Admin", password, Token))!.Name);
        Assert.Null(await _accounts.VerifyAsync("admin", password + "x", Token));
        Assert.Null(await _accounts.VerifyAsync("nobody", password, Token));
        Assert.Null(await _accounts.VerifyAsync("../accounts/admin", password, Token));
        string file = Path.Combine(_data.Accounts, "admin.json");
        Assert.DoesNotContain(password, await File.ReadAllTextAsync(file, Token), StringComparison.Ordinal);
        if (!OperatingSystem.IsWindows()) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        Assert.Null(await _accounts.CreateAdministratorAsync("second", Token));
    }

    [Fact]
    public async Task SetPasswordAsync_NewPassword_ReplacesTheOld()
    {
        await _accounts.AddAsync("ada", AccountRole.Operator, "long enough 1", Token);
        await _accounts.SetPasswordAsync("ada", "long enough 2", Token);
        Assert.Null(await _accounts.VerifyAsync("ada", "long enough 1", Token));
        Assert.Equal(AccountRole.Operator, (await _accounts.VerifyAsync("ada", "long enough 2", Token))!.Role);
        Assert.Equal(["ada"], (await _accounts.ListAsync(Token)).Select(account => account.Name));
    }

    [Fact]
    public async Task AddAsync_TakenNameBadNameShortPassword_AreRefused()
    {
        await _accounts.AddAsync("ada", AccountRole.Viewer, "long enough 1", Token);
        await Assert.ThrowsAsync<InputException>(() => _accounts.AddAsync("ADA", AccountRole.Viewer, "long enough 1", Token));
        await Assert.ThrowsAsync<InputException>(() => _accounts.AddAsync("../x", AccountRole.Viewer, "long enough 1", Token));
        await Assert.ThrowsAsync<InputException>(() => _accounts.AddAsync("bob", AccountRole.Viewer, "short", Token));
    }

    [Fact]
    public void PasswordHash_KnownVector_Matches()
    {
        // PBKDF2-HMAC-SHA-256 of RFC 7914, section 11: "passwd", salt "salt", 1 round, first 32 bytes.
        byte[] hash = Convert.FromHexString("55ac046e56e3089fec1691c22544b605f94185216dde0465e68b9d57c20dacbc");
        Assert.True(new PasswordHash("pbkdf2-hmac-sha256", 1, "salt"u8.ToArray(), hash).Matches("passwd"));
    }

    /// <summary>A file of before there were five roles and the framework's hasher: its password holds, and its administrator is a maintainer.</summary>
    [Fact]
    public async Task FindAsync_FormerFile_ReadsRoleAndPassword()
    {
        string hash = Convert.ToBase64String(Convert.FromHexString("55ac046e56e3089fec1691c22544b605f94185216dde0465e68b9d57c20dacbc"));
        await File.WriteAllTextAsync(Path.Combine(_data.Accounts, "old.json"), $$"""
            { "name": "old", "role": "administrator", "created_at": "2026-01-01T00:00:00+00:00", "password": { "algorithm": "pbkdf2-hmac-sha256", "iterations": 1, "salt": "c2FsdA==", "hash": "{{hash}}" } }
            """, Token);
        Account account = (await _accounts.FindAsync("old", Token))!;
        Assert.Equal(AccountRole.Maintainer, account.Role);
        Assert.Equal(PasswordVerificationResult.SuccessRehashNeeded, _accounts.Passwords.VerifyHashedPassword(account, account.Password, "passwd"));
        Assert.Null(await _accounts.VerifyAsync("old", "passwe", Token));
        Assert.NotNull(await _accounts.VerifyAsync("old", "passwd", Token));
    }

    /// <summary>Two readers, two changes: the second is told and undoes nothing.</summary>
    [Fact]
    public async Task TryWriteAsync_ChangedMeanwhile_IsRefused()
    {
        await _accounts.AddAsync("ada", AccountRole.Viewer, "long enough 1", Token);
        Account first = (await _accounts.FindAsync("ada", Token))!, second = (await _accounts.FindAsync("ada", Token))!;
        first.Role = AccountRole.Manager;
        second.IsDisabled = true;
        Assert.True(await _accounts.TryWriteAsync(first, Token));
        Assert.False(await _accounts.TryWriteAsync(second, Token));
        Account now = (await _accounts.FindAsync("ada", Token))!;
        Assert.Equal((AccountRole.Manager, false), (now.Role, now.IsDisabled));
    }
}
