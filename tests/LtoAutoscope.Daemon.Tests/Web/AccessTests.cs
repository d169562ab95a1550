using System.Net;

namespace LtoAutoscope.Daemon.Tests.Web;

public sealed class AccessTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("/api/v1/state")]
    [InlineData("/api/v1/queue")]
    [InlineData("/api/v1/runs")]
    [InlineData("/api/v1/events")]
    [InlineData("/api/v1/runs/20261122-195200-LTO-0412-A/frames/a01-f0001/preview.jpg")]
    [InlineData("/api/v1/runs/20261122-195200-LTO-0412-A/files/particles.csv")]
    [InlineData("/api/nothing")]
    [InlineData("/openapi/v1.json")]
    public async Task Get_MachineAddressWithoutSignIn_Answers401(string path)
    {
        await using var web = await WebFixture.StartAsync();
        using var answer = await web.Client().GetAsync(path, Token);
        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
    }

    [Theory]
    [InlineData("/", "%2F")]
    [InlineData("/queue", "%2Fqueue")]
    [InlineData("/runs", "%2Fruns")]
    [InlineData("/nothing-here", "%2Fnothing-here")]
    public async Task Get_PageWithoutSignIn_LeadsToSignInAndBack(string path, string returnTo)
    {
        await using var web = await WebFixture.StartAsync();
        using var answer = await web.Client().GetAsync(path, Token);
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        Assert.EndsWith($"/login?returnUrl={returnTo}", answer.Headers.Location!.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/api/v1/stop")]
    [InlineData("/api/v1/pause")]
    [InlineData("/api/v1/resume")]
    [InlineData("/api/v1/skip")]
    [InlineData("/_blazor/negotiate?negotiateVersion=1")]
    public async Task Post_CommandWithoutSignIn_Answers401AndDoesNothing(string path)
    {
        await using var web = await WebFixture.StartAsync();
        using var answer = await web.Client().PostAsync(path, null, Token);
        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.Empty(web.Lab.Commands);
    }

    [Fact]
    public async Task Post_StopWithoutSignIn_DoesNothing()
    {
        await using var web = await WebFixture.StartAsync();
        using var answer = await web.Client().PostAsync("/stop", null, Token);
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        Assert.Empty(web.Lab.Commands);
    }

    [Theory]
    [InlineData("/login")]
    [InlineData("/health/live")]
    [InlineData("/health/ready")]
    [InlineData("/css/app.css")]
    public async Task Get_OpenAddress_Answers200(string path)
    {
        await using var web = await WebFixture.StartAsync();
        using var answer = await web.Client().GetAsync(path, Token);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Fact]
    public async Task SignIn_WrongPassword_LeadsBackAndStaysOut()
    {
        await using var web = await WebFixture.StartAsync();
        var client = web.Client();
        string page = await client.GetStringAsync("/login", Token);
        using var answer = await client.PostAsync("/sign-in", WebFixture.Form(page, ("user", "admin"), ("password", "wrong")), Token);
        Assert.StartsWith("/login?failed=1", answer.Headers.Location!.ToString(), StringComparison.Ordinal);
        Assert.Contains("Name or password is wrong", await client.GetStringAsync(answer.Headers.Location, Token), StringComparison.Ordinal);
        using var api = await client.GetAsync("/api/v1/state", Token);
        Assert.Equal(HttpStatusCode.Unauthorized, api.StatusCode);
    }

    [Fact]
    public async Task SignIn_WithoutFormToken_IsRefused()
    {
        await using var web = await WebFixture.StartAsync();
        using var form = new FormUrlEncodedContent([KeyValuePair.Create("user", "admin"), KeyValuePair.Create("password", WebFixture.Password)]);
        var client = web.Client();
        using var answer = await client.PostAsync("/sign-in", form, Token);
        Assert.StartsWith("/login?aged=1", answer.Headers.Location!.ToString(), StringComparison.Ordinal);
        using var api = await client.GetAsync("/api/v1/state", Token);
        Assert.Equal(HttpStatusCode.Unauthorized, api.StatusCode);
    }

    [Theory]
    [InlineData("https://elsewhere.example/")]
    [InlineData("//elsewhere.example/")]
    [InlineData("/\\elsewhere.example/")]
    public async Task SignIn_ReturnAddressElsewhere_StaysHere(string target)
    {
        await using var web = await WebFixture.StartAsync();
        var client = web.Client();
        string page = await client.GetStringAsync("/login", Token);
        using var answer = await client.PostAsync("/sign-in", WebFixture.Form(page, ("user", "admin"), ("password", WebFixture.Password), ("returnUrl", target)), Token);
        Assert.Equal("/", answer.Headers.Location!.ToString());
    }

    [Fact]
    public async Task SignOut_ThenApi_Answers401()
    {
        await using var web = await WebFixture.StartAsync();
        var client = await web.SignedInAsync();
        string page = await client.GetStringAsync("/", Token);
        using var left = await client.PostAsync("/sign-out", WebFixture.Form(page), Token);
        Assert.Equal(HttpStatusCode.SeeOther, left.StatusCode);
        using var api = await client.GetAsync("/api/v1/state", Token);
        Assert.Equal(HttpStatusCode.Unauthorized, api.StatusCode);
    }

    [Fact]
    public async Task Get_OpenApiSignedIn_ListsTheStop()
    {
        await using var web = await WebFixture.StartAsync();
        var client = await web.SignedInAsync();
        string document = await client.GetStringAsync("/openapi/v1.json", Token);
        Assert.Contains("\"/api/v1/stop\"", document, StringComparison.Ordinal);
        Assert.Contains("\"openapi\": \"3.1", document, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Get_UnknownPageSignedIn_Is404WithWords()
    {
        await using var web = await WebFixture.StartAsync();
        var client = await web.SignedInAsync();
        using var answer = await client.GetAsync("/nothing-here", Token);
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Contains("There is no such page", await answer.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
    }
}
