using System.Net;
using LtoAutoscope.Daemon.Tests.Web;
using LtoAutoscope.Daemon.Web.Access.Configuration;
using LtoAutoscope.Domain.Audits;
using LtoAutoscope.Storage.Accounts;

namespace LtoAutoscope.Daemon.Tests.Access;

public sealed class OpenIdTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task SignIn_AtTheProvider_MakesAndFollowsTheAccount()
    {
        await using IdentityProvider provider = await IdentityProvider.StartAsync();
        await using WebFixture web = await StartAsync(provider);
        HttpClient client = web.Client();
        Assert.Contains("data-testid=\"provider\"", await client.GetStringAsync("/login", Token), StringComparison.Ordinal);
        Assert.Equal("/queue", await SignInAsync(client));
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/api/v1/state", Token)).StatusCode);
        Account ada = (await web.Accounts.FindAsync("ada", Token))!;
        Assert.Equal((AccountRole.Scientist, ""), (ada.Role, ada.Password));
        Assert.Contains(web.Audit.Entries, entry => entry is { Action: "session.sign_in", Who: "ada", Result: AuditResult.Done, Reason: "openid_connect" });

        // Nobody signs in to such an account by a password, an empty one least of all.
        using HttpResponseMessage byPassword = await client.PostAsync("/sign-in", WebFixture.Form(await client.GetStringAsync("/login", Token), ("user", "ada"), ("password", "")), Token);
        Assert.StartsWith("/login?failed=1", byPassword.Headers.Location!.ToString(), StringComparison.Ordinal);

        // Another name and more groups over there: the same account, with the higher role.
        provider.Person = ("1", "ada.lovelace", ["lab", "bosses"]);
        Assert.Equal("/queue", await SignInAsync(web.Client()));
        Assert.Equal(AccountRole.Maintainer, (await web.Accounts.FindAsync("ada", Token))!.Role);
        Assert.Null(await web.Accounts.FindAsync("ada.lovelace", Token));
    }

    [Theory]
    [InlineData("2", "bob", "somewhere else")]
    [InlineData("3", "admin", "lab")]
    public async Task SignIn_NoRoleOrANameThatSomebodyHas_IsRefused(string subject, string name, string group)
    {
        await using IdentityProvider provider = await IdentityProvider.StartAsync();
        await using WebFixture web = await StartAsync(provider);
        provider.Person = (subject, name, [group]);
        HttpClient client = web.Client();
        Assert.Equal("/login?provider=1", await SignInAsync(client));
        Assert.Equal(HttpStatusCode.Unauthorized, (await client.GetAsync("/api/v1/state", Token)).StatusCode);
        Assert.Equal(AccountRole.Maintainer, (await web.Accounts.FindAsync("admin", Token))!.Role);
        Assert.Contains(web.Audit.Entries, entry => entry is { Action: "session.sign_in", Result: AuditResult.Refused });
    }

    private static Task<WebFixture> StartAsync(IdentityProvider provider) => WebFixture.StartAsync(access: new AccessSettings
    {
        OpenidConnect = new OpenIdSettings
        {
            Authority = provider.Address, ClientId = IdentityProvider.Client, ClientSecretFrom = "clear:" + IdentityProvider.Secret,
            Roles = [new RoleMapping("lab", AccountRole.Scientist), new RoleMapping("bosses", AccountRole.Maintainer)],
        },
    });

    /// <summary>Goes to the provider and back; gives where the daemon leads then.</summary>
    private static async Task<string> SignInAsync(HttpClient client)
    {
        using HttpResponseMessage away = await client.GetAsync("/sign-in/provider?returnUrl=/queue", Token);
        using var elsewhere = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false });
        using HttpResponseMessage back = await elsewhere.GetAsync(away.Headers.Location, Token);
        using HttpResponseMessage answer = await client.GetAsync(back.Headers.Location!.PathAndQuery, Token);
        return answer.Headers.Location!.ToString();
    }
}
