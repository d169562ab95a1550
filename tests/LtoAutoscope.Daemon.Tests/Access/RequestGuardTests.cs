using System.Net;
using LtoAutoscope.Daemon.Tests.Web;
using LtoAutoscope.Daemon.Web.Access;
using LtoAutoscope.Daemon.Web.Access.Configuration;

namespace LtoAutoscope.Daemon.Tests.Access;

/// <summary>What a request must show besides a sign-in, and what every answer says to the browser.</summary>
public sealed class RequestGuardTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("Origin", "http://elsewhere.example", HttpStatusCode.Forbidden)]
    [InlineData("Origin", "null", HttpStatusCode.Forbidden)]
    [InlineData("Sec-Fetch-Site", "cross-site", HttpStatusCode.Forbidden)]
    [InlineData("Sec-Fetch-Site", "same-site", HttpStatusCode.Forbidden)]
    [InlineData("", "", HttpStatusCode.Forbidden)]
    [InlineData("Origin", "http://localhost", HttpStatusCode.NoContent)]
    [InlineData("Sec-Fetch-Site", "same-origin", HttpStatusCode.NoContent)]
    public async Task Post_ToTheApiByCookie_NeedsProofThatItComesFromThisSite(string header, string value, HttpStatusCode status)
    {
        await using WebFixture web = await WebFixture.StartAsync();
        HttpClient client = await web.SignedInAsync();
        client.DefaultRequestHeaders.Remove("Origin");
        if (header.Length > 0) client.DefaultRequestHeaders.Add(header, value);
        using HttpResponseMessage answer = await client.PostAsync("/api/v1/pause", null, Token);
        Assert.Equal(status, answer.StatusCode);
        Assert.Equal(status == HttpStatusCode.NoContent ? 1 : 0, web.Lab.Commands.Count);
    }

    [Fact]
    public async Task Post_ToTheApiByKey_NeedsNoneOfIt()
    {
        await using WebFixture web = await WebFixture.StartAsync();
        HttpClient client = await web.KeyedAsync("robot", KeyScope.Operate);
        Assert.Equal(HttpStatusCode.NoContent, (await client.PostAsync("/api/v1/pause", null, Token)).StatusCode);
    }

    [Theory]
    [InlineData("/login")]
    [InlineData("/css/app.css")]
    [InlineData("/api/v1/state")]
    [InlineData("/nothing")]
    public async Task Get_AnyAnswer_CarriesTheHeaders(string path)
    {
        await using WebFixture web = await WebFixture.StartAsync();
        using HttpResponseMessage answer = await web.Client().GetAsync(path, Token);
        string policy = string.Join("; ", answer.Headers.GetValues("Content-Security-Policy"));
        string scripts = policy.Split(';', StringSplitOptions.TrimEntries).Single(part => part.StartsWith("script-src", StringComparison.Ordinal));
        Assert.Equal("script-src 'self'", scripts);
        Assert.Contains("connect-src 'self';", policy, StringComparison.Ordinal);
        foreach (string header in new[] { "X-Content-Type-Options", "Referrer-Policy", "Permissions-Policy", "Cross-Origin-Opener-Policy", "X-Frame-Options" }) Assert.True(answer.Headers.Contains(header), header);
    }

    /// <summary>Every script that a page loads is a file of this site: none stands in the page.</summary>
    [Fact]
    public async Task Get_Pages_HaveNoInlineScript()
    {
        await using WebFixture web = await WebFixture.StartAsync();
        HttpClient client = await web.SignedInAsync();
        foreach (string path in new[] { "/", "/queue", "/login", "/alerts" })
        {
            string page = await client.GetStringAsync(path, Token);
            Assert.DoesNotMatch("<script(?![^>]*\\ssrc=)", page);
            Assert.DoesNotMatch("\\son[a-z]+=\"", page);
        }
    }

    [Fact]
    public async Task SignIn_UnderTls_CookiesAreBoundToHostAndTls()
    {
        await using WebFixture web = await WebFixture.StartAsync(isTls: true);
        using var client = new HttpClient(Microsoft.AspNetCore.TestHost.HostBuilderTestServerExtensions.GetTestServer(web.App).CreateHandler()) { BaseAddress = new Uri("https://sem.lab.example") };
        using HttpResponseMessage login = await client.GetAsync("/login", Token);
        string form = Assert.Single(login.Headers.GetValues("Set-Cookie"));
        Assert.StartsWith("__Host-lto-autoscope-form=", form, StringComparison.Ordinal);
        Assert.True(login.Headers.Contains("Strict-Transport-Security"));
        using var request = new HttpRequestMessage(HttpMethod.Post, "/sign-in") { Content = WebFixture.Form(await login.Content.ReadAsStringAsync(Token), ("user", "admin"), ("password", WebFixture.Password)) };
        request.Headers.Add("Cookie", form.Split(';')[0]);
        using HttpResponseMessage signed = await client.SendAsync(request, Token);
        string session = Assert.Single(signed.Headers.GetValues("Set-Cookie"), cookie => cookie.StartsWith("__Host-lto-autoscope=", StringComparison.Ordinal));
        foreach (string word in new[] { "secure", "httponly", "path=/", "samesite=lax" }) Assert.Contains(word, session, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("domain=", session, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task SignIn_OverlongForm_IsNotRead()
    {
        await using WebFixture web = await WebFixture.StartAsync(server: builder => Microsoft.AspNetCore.Hosting.HostingAbstractionsWebHostBuilderExtensions.UseUrls(builder.WebHost, "http://127.0.0.1:0"));
        using var client = new HttpClient { BaseAddress = new Uri(web.App.Urls.First()) };
        using var form = new FormUrlEncodedContent([KeyValuePair.Create("user", new string('x', 100_000))]);
        using HttpResponseMessage answer = await client.PostAsync("/sign-in", form, Token);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
    }

    /// <summary>Switched on: whoever comes may look, under a loud badge, and may ask for nothing.</summary>
    [Fact]
    public async Task ViewWithoutSignIn_SwitchedOn_LooksAndCommandsNothing()
    {
        await using WebFixture web = await WebFixture.StartAsync(access: new AccessSettings { ViewWithoutSignIn = true });
        HttpClient client = web.Client();
        string page = await client.GetStringAsync("/", Token);
        Assert.Contains("data-testid=\"visitor\"", page, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/api/v1/state", Token)).StatusCode);
        foreach (string path in new[] { "/api/v1/stop", "/api/v1/pause", "/api/v1/queue/job-4/hold" })
            Assert.Equal(HttpStatusCode.Unauthorized, (await client.PostAsync(path, null, Token)).StatusCode);
        using HttpResponseMessage stop = await client.PostAsync("/stop", WebFixture.Form(page), Token);
        Assert.Equal(HttpStatusCode.Redirect, stop.StatusCode);
        Assert.Empty(web.Lab.Commands);
    }
}
