using System.Net;
using System.Net.Http.Json;
using System.Security.Claims;
using System.Text;
using System.Text.Json;
using LtoAutoscope.Daemon.Commands;
using LtoAutoscope.Daemon.Tests.Web;
using LtoAutoscope.Daemon.Web.Access;
using LtoAutoscope.Storage.Accounts;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.Extensions.DependencyInjection;

namespace LtoAutoscope.Daemon.Tests.Access;

/// <summary>Pages that are open when rights change, and circuits where no web socket is to be had.</summary>
public sealed class CircuitTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>A page is open: its session ends, its role changes, its account is disabled. Its commands are refused from then on, without a request that could tell it.</summary>
    [Fact]
    public async Task OpenPage_RightsChange_CommandsFollowAtOnce()
    {
        await using WebFixture web = await WebFixture.StartAsync();
        await using AsyncServiceScope circuit = web.Services.CreateAsyncScope();
        Account robot = (await web.Accounts.FindAsync("robot", Token))!;
        Session session = await web.Sessions.BeginAsync(robot, "127.0.0.1", "", "password", TimeSpan.FromDays(1), Token);
        var people = (CircuitSignIn)circuit.ServiceProvider.GetRequiredService<AuthenticationStateProvider>();
        people.SetAuthenticationState(Task.FromResult(new AuthenticationState(Principals.Of(robot, session))));
        circuit.ServiceProvider.GetRequiredService<ActorSource>().CircuitFrom = "127.0.0.1";
        var commands = circuit.ServiceProvider.GetRequiredService<LabCommands>();

        await commands.PauseAsync(false, Token);
        await web.Accounts.ChangeAsync("robot", account => account.Role = AccountRole.Viewer, Token);
        await UntilAsync(async () => Permissions.RoleOf((await people.GetAuthenticationStateAsync()).User) == AccountRole.Viewer);
        await Assert.ThrowsAsync<NotPermittedException>(() => commands.PauseAsync(false, Token));
        await commands.StopAsync();
        web.Sessions.End(session.Id);
        await UntilAsync(async () => (await people.GetAuthenticationStateAsync()).User.Identity?.IsAuthenticated != true);
        Assert.Contains("Sign in", (await Assert.ThrowsAsync<NotPermittedException>(commands.StopAsync)).Message, StringComparison.Ordinal);
        Assert.Equal(["pause frame robot", "stop robot"], web.Lab.Commands);
    }

    /// <summary>A phone that refuses the web socket of an untrusted certificate: the circuit's connection is made by long polling.</summary>
    [Fact]
    public async Task Negotiate_WithoutWebSockets_ShakesHandsByLongPolling()
    {
        await using WebFixture web = await WebFixture.StartAsync();
        HttpClient client = await web.SignedInAsync();
        using HttpResponseMessage negotiated = await client.PostAsync("/_blazor/negotiate?negotiateVersion=1", null, Token);
        var answer = await negotiated.Content.ReadFromJsonAsync<JsonElement>(Token);
        Assert.Contains("LongPolling", answer.GetProperty("availableTransports").EnumerateArray().Select(transport => transport.GetProperty("transport").GetString()));
        string address = $"/_blazor?id={Uri.EscapeDataString(answer.GetProperty("connectionToken").GetString()!)}";
        using HttpResponseMessage first = await client.GetAsync(address, Token);
        Assert.Equal(HttpStatusCode.OK, first.StatusCode);
        using var shake = new StringContent("{\"protocol\":\"blazorpack\",\"version\":1}\u001e", Encoding.UTF8);
        using HttpResponseMessage sent = await client.PostAsync(address, shake, Token);
        Assert.Equal(HttpStatusCode.OK, sent.StatusCode);
        using HttpResponseMessage polled = await client.GetAsync(address, Token);
        Assert.StartsWith("{}\u001e", await polled.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
    }

    private static async Task UntilAsync(Func<Task<bool>> condition)
    {
        long begun = TimeProvider.System.GetTimestamp();
        while (!await condition())
        {
            Assert.True(TimeProvider.System.GetElapsedTime(begun) < TimeSpan.FromMinutes(1), "Waited in vain.");
            await Task.Delay(20, Token);
        }
    }
}
