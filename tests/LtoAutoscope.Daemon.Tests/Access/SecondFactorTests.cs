using LtoAutoscope.Daemon.Tests.EndToEnd;
using LtoAutoscope.Daemon.Tests.Web;
using LtoAutoscope.Daemon.Web.Access;
using LtoAutoscope.Domain;
using LtoAutoscope.Storage.Accounts;
using LtoAutoscope.Storage.Data;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using OtpNet;

namespace LtoAutoscope.Daemon.Tests.Access;

public sealed class SecondFactorTests : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 11, 22, 21, 30, 0, TimeSpan.Zero));
    private DataFolder _data = null!;
    private AccountStore _accounts = null!;
    private SecondFactor _second = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _data = await DataFolder.OpenAsync(_folder.PathOf("lab"), new DataFolderOptions { MinimumFreeBytes = 0 }, TimeProvider.System, Token);
        _accounts = new AccountStore(_data, _clock, new AccountPasswords(1000));
        _second = new SecondFactor(_accounts, _clock);
        await _accounts.AddAsync("ada", AccountRole.Viewer, "long enough 1", Token);
    }

    public ValueTask DisposeAsync()
    {
        _accounts.Dispose();
        _data.Dispose();
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>RFC 6238, appendix B: the key “12345678901234567890” at 59 s gives 94287082, of which six digits are 287082.</summary>
    [Fact]
    public async Task TakeAsync_VectorOfTheStandard_IsTakenOnceAndOnlyInItsTime()
    {
        await _accounts.ChangeAsync("ada", account => (account.SecondFactorKey, account.HasSecondFactor) = (Base32Encoding.ToString("12345678901234567890"u8.ToArray()), true), Token);
        var clock = new FakeTimeProvider(DateTimeOffset.UnixEpoch.AddSeconds(59));
        var second = new SecondFactor(_accounts, clock);
        Assert.Null(await second.TakeAsync("ada", "287083", Token));
        Assert.Equal("second_factor", await second.TakeAsync("ada", "287 082", Token));
        Assert.Null(await second.TakeAsync("ada", "287082", Token));
        await _accounts.ChangeAsync("ada", account => account.LastCodeStep = 0, Token);
        clock.Advance(TimeSpan.FromSeconds(95));
        Assert.Null(await second.TakeAsync("ada", "287082", Token));
    }

    [Fact]
    public async Task RecoveryCode_IsGoodOnceAndKeptHashed()
    {
        string key = await _second.BeginAsync("ada", Token);
        await Assert.ThrowsAsync<InputException>(() => _second.ConfirmAsync("ada", "000000", Token));
        Assert.False((await _accounts.FindAsync("ada", Token))!.HasSecondFactor);
        IReadOnlyList<string> codes = await _second.ConfirmAsync("ada", CodeOf(key), Token);
        Assert.Equal(SecondFactor.RecoveryCodes, codes.Distinct().Count());
        Assert.DoesNotContain(codes[0], await File.ReadAllTextAsync(Path.Combine(_data.Accounts, "ada.json"), Token), StringComparison.Ordinal);
        Assert.Equal("recovery_code", await _second.TakeAsync("ada", codes[0].ToUpperInvariant(), Token));
        Assert.Null(await _second.TakeAsync("ada", codes[0], Token));
        await _second.RemoveAsync("ada", Token);
        Assert.Null(await _second.TakeAsync("ada", codes[1], Token));
    }

    [Fact]
    public async Task SignIn_WithSecondFactor_OpensNothingBeforeTheCode()
    {
        await using WebFixture web = await WebFixture.StartAsync();
        var second = web.Services.GetRequiredService<SecondFactor>();
        string key = await second.BeginAsync("robot", Token);
        await second.ConfirmAsync("robot", new Totp(Base32Encoding.ToBytes(key)).ComputeTotp(), Token);
        await web.Accounts.ChangeAsync("robot", account => account.LastCodeStep = 0, Token);
        HttpClient client = web.Client();
        using HttpResponseMessage first = await client.PostAsync("/sign-in", WebFixture.Form(await client.GetStringAsync("/login", Token), ("user", "robot"), ("password", WebFixture.Password), ("returnUrl", "/queue")), Token);
        string step = first.Headers.Location!.ToString();
        Assert.StartsWith("/login?code=1", step, StringComparison.Ordinal);
        Assert.Equal(System.Net.HttpStatusCode.Unauthorized, (await client.GetAsync("/api/v1/state", Token)).StatusCode);
        string page = await client.GetStringAsync(step, Token);
        Assert.Contains("failed=1", await CodeAsync("123"), StringComparison.Ordinal);
        Assert.Equal(1, (await web.Accounts.FindAsync("robot", Token))!.FailedSignIns);
        Assert.Equal("/queue", await CodeAsync(new Totp(Base32Encoding.ToBytes(key)).ComputeTotp()));
        Assert.Equal(System.Net.HttpStatusCode.OK, (await client.GetAsync("/api/v1/state", Token)).StatusCode);

        async Task<string> CodeAsync(string code)
        {
            using HttpResponseMessage answer = await client.PostAsync("/sign-in/code", WebFixture.Form(page, ("code", code), ("returnUrl", "/queue")), Token);
            return answer.Headers.Location!.ToString();
        }
    }

    [Fact]
    public void DrawingOf_Key_IsADrawingWithoutScript()
    {
        string drawing = SecondFactor.DrawingOf("ada", "JBSWY3DPEHPK3PXP");
        Assert.StartsWith("<svg", drawing, StringComparison.Ordinal);
        Assert.Contains("viewBox", drawing, StringComparison.Ordinal);
        Assert.Contains("secret=JBSWY3DPEHPK3PXP", SecondFactor.AddressOf("ada", "JBSWY3DPEHPK3PXP"), StringComparison.Ordinal);
    }

    private string CodeOf(string key) => new Totp(Base32Encoding.ToBytes(key)).ComputeTotp(_clock.GetUtcNow().UtcDateTime);
}
