using System.Net;
using LtoAutoscope.Daemon.Tests.Web;
using LtoAutoscope.Daemon.Web.Access;
using LtoAutoscope.Storage.Accounts;
using Microsoft.Extensions.DependencyInjection;

namespace LtoAutoscope.Daemon.Tests.Access;

public sealed class FirstRunTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task FirstRun_WithTheLink_SetsTheAdministratorOnce()
    {
        await using WebFixture web = await WebFixture.StartAsync(isEmpty: true);
        string link = web.Services.GetRequiredService<FirstRun>().Path;
        HttpClient client = web.Client();
        Assert.Contains("There is no account yet", await client.GetStringAsync("/login", Token), StringComparison.Ordinal);
        string page = await client.GetStringAsync(link, Token);
        (string, string)[] fields = [("token", link.Split('=')[1]), ("user", "grace"), ("password", WebFixture.Password), ("again", WebFixture.Password)];
        using HttpResponseMessage differ = await client.PostAsync("/first-run", WebFixture.Form(page, [.. fields[..3], ("again", "something else")]), Token);
        Assert.Contains("differ", Uri.UnescapeDataString(differ.Headers.Location!.ToString()), StringComparison.Ordinal);
        using HttpResponseMessage set = await client.PostAsync("/first-run", WebFixture.Form(page, fields), Token);
        Assert.Equal("/welcome", set.Headers.Location!.ToString());
        Assert.Equal(AccountRole.Maintainer, (await web.Accounts.FindAsync("grace", Token))!.Role);
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/api/v1/state", Token)).StatusCode);

        // The link is dead from then on.
        HttpClient late = web.Client();
        Assert.DoesNotContain("name=\"again\"", await late.GetStringAsync(link, Token), StringComparison.Ordinal);
        using HttpResponseMessage second = await late.PostAsync("/first-run", WebFixture.Form(await late.GetStringAsync("/login", Token), [.. fields[..1], ("user", "eve"), .. fields[2..]]), Token);
        Assert.Equal("/login", second.Headers.Location!.ToString());
        Assert.Null(await web.Accounts.FindAsync("eve", Token));
    }

    [Theory]
    [InlineData("/first-run")]
    [InlineData("/first-run?token=guess")]
    public async Task FirstRun_WithoutTheLink_OffersAndTakesNothing(string path)
    {
        await using WebFixture web = await WebFixture.StartAsync(isEmpty: true);
        HttpClient client = web.Client();
        Assert.DoesNotContain("name=\"again\"", await client.GetStringAsync(path, Token), StringComparison.Ordinal);
        using HttpResponseMessage answer = await client.PostAsync(
            "/first-run", WebFixture.Form(await client.GetStringAsync("/login", Token), ("token", "guess"), ("user", "eve"), ("password", WebFixture.Password), ("again", WebFixture.Password)), Token);
        Assert.Equal("/login", answer.Headers.Location!.ToString());
        Assert.True(web.Accounts.IsEmpty);
    }
}
