using LtoAutoscope.Domain;
using LtoAutoscope.Storage.Accounts;
using LtoAutoscope.Storage.Data;

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
        _data.Dispose();
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task VerifyAsync_KeyMadeBesideARunningDaemon_IsItsAccountUntilItIsRevoked()
    {
        // The lock is held by this test, as by a daemon.
        var beside = new ApiKeyStore(DataFolder.OpenReadOnly(_folder.FullPath), TimeProvider.System);
        (ApiKey record, string key) = await beside.CreateAsync("Ada", "night script", Token);
        var store = new ApiKeyStore(_data, TimeProvider.System);
        Assert.Equal(("ada", AccountRole.Operator), ((await store.VerifyAsync(key, Token))!.Name, (await store.VerifyAsync(key, Token))!.Role));
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
        string key = (await store.CreateAsync("ada", "", Token)).Key;
        Assert.Null(await store.VerifyAsync(key[..^1] + (key[^1] == 'a' ? 'b' : 'a'), Token));
        await Assert.ThrowsAsync<InputException>(() => store.CreateAsync("nobody", "", Token));
    }
}
