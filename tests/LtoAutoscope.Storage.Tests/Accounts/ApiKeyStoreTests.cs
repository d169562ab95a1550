using LtoAutoscope.Domain;
using LtoAutoscope.Storage.Accounts;
using LtoAutoscope.Storage.Data;
using Microsoft.Extensions.Time.Testing;

namespace LtoAutoscope.Storage.Tests.Accounts;

public sealed class ApiKeyStoreTests : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private DataFolder _data = null!;
    private AccountStore _accounts = null!;
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _data = await DataFolder.OpenAsync(_folder.FullPath, new DataFolderOptions { MinimumFreeBytes = 0 }, TimeProvider.System, Token);
        _accounts = new AccountStore(_data, TimeProvider.System);
        await _accounts.AddAsync("ada", AccountRole.Operator, "correct horse", Token);
    }

    public ValueTask DisposeAsync()
    {
        _accounts.Dispose();
        _data.Dispose();
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task VerifyAsync_KeyMadeBesideARunningDaemon_IsItsAccountUntilItIsRevoked()
    {
        // The lock is held by this test, as by a daemon.
        var beside = new ApiKeyStore(DataFolder.OpenReadOnly(_folder.FullPath), TimeProvider.System);
        (ApiKey record, string key) = await beside.CreateAsync("Ada", "night script", "operate", 30, Token);
        var store = new ApiKeyStore(_data, TimeProvider.System);
        VerifiedKey verified = (await store.VerifyAsync(key, Token))!;
        Assert.Equal(("ada", AccountRole.Operator, "operate"), (verified.Account.Name, verified.Account.Role, verified.Key.Scope));
        await store.NoteUseAsync(record.Id, "192.0.2.7", Token);
        Assert.Equal("192.0.2.7", Assert.Single(await store.ListAsync(Token)).LastUse!.From);
        string file = await File.ReadAllTextAsync(Assert.Single(Directory.GetFiles(Path.Combine(_data.Accounts, "api-keys"))), Token);
        Assert.DoesNotContain(key.Split('_')[2], file, StringComparison.Ordinal);
        Assert.False(_accounts.IsEmpty);
        Assert.Equal("night script", Assert.Single(await store.ListAsync(Token)).Note);
        beside.Revoke(record.Id);
        Assert.Null(await store.VerifyAsync(key, Token));
        Assert.Throws<InputException>(() => beside.Revoke(record.Id));
    }

    [Theory]
    [InlineData("")]
    [InlineData("lto_")]
    [InlineData("lto_../../ada_aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")]
    [InlineData("lto_abcdefgh_aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")]
    public async Task VerifyAsync_WhatIsNoKey_IsNobody(string key) => Assert.Null(await new ApiKeyStore(_data, TimeProvider.System).VerifyAsync(key, Token));

    [Fact]
    public async Task VerifyAsync_RightIdWrongSecret_IsNobody()
    {
        var store = new ApiKeyStore(_data, TimeProvider.System);
        string key = (await store.CreateAsync("ada", "", "full", 1, Token)).Key;
        Assert.Null(await store.VerifyAsync(key[..^1] + (key[^1] == 'a' ? 'b' : 'a'), Token));
        await Assert.ThrowsAsync<InputException>(() => store.CreateAsync("nobody", "", "full", 1, Token));
    }

    [Fact]
    public async Task VerifyAsync_ExpiredKeyOrDisabledAccount_IsNobody()
    {
        var clock = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        var store = new ApiKeyStore(_data, clock, _accounts);
        string key = (await store.CreateAsync("ada", "", "read", 2, Token)).Key;
        await _accounts.ChangeAsync("ada", account => account.IsDisabled = true, Token);
        Assert.Null(await store.VerifyAsync(key, Token));
        await _accounts.ChangeAsync("ada", account => account.IsDisabled = false, Token);
        Assert.NotNull(await store.VerifyAsync(key, Token));
        clock.Advance(TimeSpan.FromDays(2));
        Assert.Null(await store.VerifyAsync(key, Token));
    }

    /// <summary>A key of before there were scopes reaches as far as its account.</summary>
    [Fact]
    public async Task ListAsync_FormerFile_IsFullAndNeverExpires()
    {
        Directory.CreateDirectory(Path.Combine(_data.Accounts, "api-keys"));
        await File.WriteAllTextAsync(Path.Combine(_data.Accounts, "api-keys", "abcdefgh.json"), """{ "id": "abcdefgh", "account": "ada", "note": "", "created_at": "2026-01-01T00:00:00+00:00", "secret_sha256": "00" }""", Token);
        ApiKey key = Assert.Single(await new ApiKeyStore(_data, TimeProvider.System, _accounts).ListAsync(Token));
        Assert.Equal(("full", null), (key.Scope, key.ExpiresAt));
    }
}
