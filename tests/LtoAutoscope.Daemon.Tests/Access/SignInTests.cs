using System.Net;
using LtoAutoscope.Daemon.Tests.Web;
using LtoAutoscope.Daemon.Web.Access.Configuration;
using LtoAutoscope.Domain.Audits;
using LtoAutoscope.Storage.Accounts;

namespace LtoAutoscope.Daemon.Tests.Access;

public sealed class SignInTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task SignIn_FiveWrongPasswords_LocksAlsoForTheRightOneAndAfterARestart()
    {
        string data = Directory.CreateTempSubdirectory("lto-lock").FullName;
        try
        {
            await using (WebFixture web = await WebFixture.StartAsync(data: data))
            {
                for (int i = 0; i < 5; i++) Assert.StartsWith("/login?failed=1", await TryAsync(web, "admin", "wrong"), StringComparison.Ordinal);
                Assert.StartsWith("/login?failed=1", await TryAsync(web, "admin", WebFixture.Password), StringComparison.Ordinal);
                AuditEntry locked = Assert.Single(web.Audit.Entries, entry => entry.Action == "account.lock");
                Assert.Equal("admin", locked.Target);
                Assert.Equal(6, web.Audit.Entries.Count(entry => entry is { Action: "session.sign_in", Result: AuditResult.Refused, Who: "admin" }));
            }

            await using (WebFixture web = await WebFixture.StartAsync(data: data))
            {
                Assert.StartsWith("/login?failed=1", await TryAsync(web, "admin", WebFixture.Password), StringComparison.Ordinal);
                await web.Accounts.ChangeAsync("admin", account => account.LockedUntil = TimeProvider.System.GetUtcNow().AddSeconds(-1), Token);
                Assert.Equal("/", await TryAsync(web, "admin", WebFixture.Password));
                Assert.Equal((0, null), ((await web.Accounts.FindAsync("admin", Token))!.FailedSignIns, (await web.Accounts.FindAsync("admin", Token))!.LockedUntil));
            }
        }
        finally
        {
            Directory.Delete(data, recursive: true);
        }
    }

    /// <summary>Guesses at the same moment must not slip past the counter.</summary>
    [Fact]
    public async Task SignIn_TriesAtTheSameMoment_AreAllCounted()
    {
        await using WebFixture web = await WebFixture.StartAsync();
        await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => TryAsync(web, "robot", "wrong")));
        Assert.NotNull((await web.Accounts.FindAsync("robot", Token))!.LockedUntil);
    }

    [Fact]
    public async Task SignIn_MoreTriesThanAMinuteAllows_IsTurnedAway()
    {
        await using WebFixture web = await WebFixture.StartAsync(access: new AccessSettings { SignIn = new SignInSettings { TriesPerMinute = 3 } });
        HttpClient client = web.Client();
        using FormUrlEncodedContent form = WebFixture.Form(await client.GetStringAsync("/login", Token), ("user", "nobody"), ("password", "wrong"));
        for (int i = 0; i < 3; i++) (await client.PostAsync("/sign-in", form, Token)).Dispose();
        using HttpResponseMessage fourth = await client.PostAsync("/sign-in", form, Token);
        Assert.Equal(HttpStatusCode.TooManyRequests, fourth.StatusCode);
    }

    /// <summary>What was typed into the field of the name may be a password.</summary>
    [Fact]
    public async Task SignIn_UnknownName_IsWrittenDownWithoutIt()
    {
        await using WebFixture web = await WebFixture.StartAsync();
        await TryAsync(web, "hunter2-my-password", "x");
        AuditEntry entry = Assert.Single(web.Audit.Entries);
        Assert.Equal(("session.sign_in", AuditResult.Refused, "unknown"), (entry.Action, entry.Result, entry.Who));
        Assert.DoesNotContain("hunter2", System.Text.Json.JsonSerializer.Serialize(entry), StringComparison.Ordinal);
    }

    [Fact]
    public async Task SignInAndStopForm_AfterARestart_HoldStill()
    {
        string data = Directory.CreateTempSubdirectory("lto-restart").FullName;
        try
        {
            string cookies, page;
            await using (WebFixture web = await WebFixture.StartAsync(data: data))
            {
                HttpClient client = await web.SignedInAsync();
                page = await client.GetStringAsync("/", Token);
                using HttpResponseMessage echo = await client.GetAsync("/api/v1/state", Token);
                cookies = Assert.Single(echo.RequestMessage!.Headers.GetValues("Cookie"));
            }

            await using (WebFixture web = await WebFixture.StartAsync(data: data))
            {
                HttpClient client = web.Client();
                client.DefaultRequestHeaders.Add("Cookie", cookies);
                using HttpResponseMessage state = await client.GetAsync("/api/v1/state", Token);
                Assert.Equal(HttpStatusCode.OK, state.StatusCode);
                using HttpResponseMessage stop = await client.PostAsync("/stop", WebFixture.Form(page), Token);
                Assert.Equal(HttpStatusCode.SeeOther, stop.StatusCode);
                Assert.Equal(["stop admin"], web.Lab.Commands);
            }
        }
        finally
        {
            Directory.Delete(data, recursive: true);
        }
    }

    [Fact]
    public async Task SignIn_FormerHash_IsHashedAnew()
    {
        await using WebFixture web = await WebFixture.StartAsync();
        byte[] salt = new byte[16], hash = System.Security.Cryptography.Rfc2898DeriveBytes.Pbkdf2(WebFixture.Password, salt, 1000, System.Security.Cryptography.HashAlgorithmName.SHA256, 32);
        await web.Accounts.ChangeAsync("robot", account => account.Password = new PasswordHash("pbkdf2-hmac-sha256", 1000, salt, hash).ToText(), Token);
        Assert.Equal("/", await TryAsync(web, "robot", WebFixture.Password));
        Assert.DoesNotContain('$', (await web.Accounts.FindAsync("robot", Token))!.Password);
        Assert.Equal("/", await TryAsync(web, "robot", WebFixture.Password));
    }

    [Fact]
    public async Task SignIn_DisabledAccount_IsRefusedLikeAWrongPassword()
    {
        await using WebFixture web = await WebFixture.StartAsync();
        await web.Accounts.ChangeAsync("robot", account => account.IsDisabled = true, Token);
        Assert.StartsWith("/login?failed=1", await TryAsync(web, "robot", WebFixture.Password), StringComparison.Ordinal);
        Assert.Contains(web.Audit.Entries, entry => entry.Reason == "the account is disabled");
    }

    [Fact]
    public async Task Session_EndedOrPasswordChangedOrDisabled_NextRequestIsNobodys()
    {
        await using WebFixture web = await WebFixture.StartAsync();
        await AssertEndsAsync(client => Task.FromResult(web.Sessions.End(web.Sessions.List()[0].Id)));
        await AssertEndsAsync(async _ => await web.Accounts.SetPasswordAsync("robot", WebFixture.Password, Token));
        await AssertEndsAsync(async _ => await web.Accounts.ChangeAsync("robot", account => account.IsDisabled = true, Token));

        async Task AssertEndsAsync(Func<HttpClient, Task> end)
        {
            HttpClient client = await web.SignedInAsync("robot");
            Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/api/v1/state", Token)).StatusCode);
            await end(client);
            Assert.Equal(HttpStatusCode.Unauthorized, (await client.GetAsync("/api/v1/state", Token)).StatusCode);
        }
    }

    /// <summary>Demoted: the next request has the new rights, without a new sign-in.</summary>
    [Fact]
    public async Task Session_RoleChanged_NextRequestHasTheNewRole()
    {
        await using WebFixture web = await WebFixture.StartAsync();
        HttpClient client = await web.SignedInAsync("robot");
        Assert.Equal(HttpStatusCode.NoContent, (await client.PostAsync("/api/v1/pause", null, Token)).StatusCode);
        await web.Accounts.ChangeAsync("robot", account => account.Role = AccountRole.Viewer, Token);
        Assert.Equal(HttpStatusCode.Forbidden, (await client.PostAsync("/api/v1/pause", null, Token)).StatusCode);
    }

    /// <summary>A stream that is open when the session ends is cut within seconds.</summary>
    [Fact]
    public async Task Events_SessionEnded_StreamIsCut()
    {
        await using WebFixture web = await WebFixture.StartAsync();
        HttpClient client = await web.SignedInAsync("robot");
        await using Stream stream = await client.GetStreamAsync("/api/v1/events", Token);
        using var reader = new StreamReader(stream);
        Assert.NotNull(await reader.ReadLineAsync(Token));
        web.Sessions.EndAllOf("robot");
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Token);
        patience.CancelAfter(TimeSpan.FromMinutes(1));
        await Assert.ThrowsAnyAsync<IOException>(async () =>
        {
            while (await reader.ReadLineAsync(patience.Token) is not null) { }
            throw new IOException("the stream ended");
        });
        Assert.False(patience.IsCancellationRequested);
    }

    private static async Task<string> TryAsync(WebFixture web, string user, string password)
    {
        HttpClient client = web.Client();
        using HttpResponseMessage answer = await client.PostAsync("/sign-in", WebFixture.Form(await client.GetStringAsync("/login", Token), ("user", user), ("password", password)), Token);
        return answer.Headers.Location!.ToString();
    }
}
