using System.Net;
using System.Text;
using System.Text.Json;
using LtoAutoscope.Twin.Tests.Servers;
using Microsoft.Extensions.Logging.Abstractions;

namespace LtoAutoscope.Twin.Tests.Faults;

public sealed class FaultApiTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Faults_OrderedAndCleared_AreSeenInTheState()
    {
        await using TwinHost twin = await StartAsync();
        using HttpClient client = ClientOf(twin);
        Assert.Equal(1, (await StateAsync(client)).GetProperty("beam").GetInt32());
        Assert.Equal(HttpStatusCode.Accepted, (await PostAsync(client, """{"fault": "beam_trip"}""")).StatusCode);
        Assert.Equal(HttpStatusCode.Accepted, (await PostAsync(client, """{"fault": "ups_on_battery"}""")).StatusCode);
        JsonElement state = await StateAsync(client);
        Assert.Equal((0, "Battery"), (state.GetProperty("beam").GetInt32(), state.GetProperty("mains").GetString()));
        Assert.Equal(2, state.GetProperty("faults_struck").GetArrayLength());
        Assert.Equal(20, state.GetProperty("position").GetProperty("z_mm").GetDouble(), 1e-6);
        Assert.Equal(HttpStatusCode.OK, (await client.DeleteAsync("/faults", Token)).StatusCode);
        Assert.Equal("Mains", (await StateAsync(client)).GetProperty("mains").GetString());
    }

    [Fact]
    public async Task Post_WrongFault_IsRefusedWithAHint()
    {
        await using TwinHost twin = await StartAsync();
        using HttpClient client = ClientOf(twin);
        foreach (string body in new[] { """{"fault": "beam_trpi"}""", "{", "", """{"fault": "beam_trip", "when": 3}""" })
        {
            HttpResponseMessage answer = await PostAsync(client, body);
            Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
            using JsonDocument document = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Token));
            Assert.NotEqual("", document.RootElement.GetProperty("remedy").GetString());
        }
    }

    [Fact]
    public async Task Ask_FromABrowsersPageOrForNothingKnown_IsRefused()
    {
        await using TwinHost twin = await StartAsync();
        using HttpClient client = ClientOf(twin);
        Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync("/", Token)).StatusCode);
        client.DefaultRequestHeaders.Add("Origin", "http://elsewhere.example");
        Assert.Equal(HttpStatusCode.Forbidden, (await PostAsync(client, """{"fault": "beam_trip"}""")).StatusCode);
        Assert.Equal(1, twin.Microscope.Column.BeamState);
    }

    [Fact]
    public async Task List_NamesEveryFault()
    {
        await using TwinHost twin = await StartAsync();
        using HttpClient client = ClientOf(twin);
        using JsonDocument document = JsonDocument.Parse(await client.GetStringAsync("/faults", Token));
        Assert.Equal(LtoAutoscope.Twin.Faults.FaultOrder.Names, document.RootElement.EnumerateArray().Select(kind => kind.GetProperty("fault").GetString()!));
    }

    private static Task<TwinHost> StartAsync()
        => TwinHost.StartAsync(new TwinOptions { ApiPort = 0, Column = new() { BeamOn = true } }, new FlatWorld(), TimeProvider.System, NullLoggerFactory.Instance, Token);

    private static HttpClient ClientOf(TwinHost twin) => new() { BaseAddress = new Uri($"http://{twin.Endpoints["api"]}"), Timeout = TimeSpan.FromSeconds(60) };

    private static Task<HttpResponseMessage> PostAsync(HttpClient client, string body)
        => client.PostAsync("/faults", new StringContent(body, Encoding.UTF8, "application/json"), Token);

    private static async Task<JsonElement> StateAsync(HttpClient client)
    {
        using JsonDocument document = JsonDocument.Parse(await client.GetStringAsync("/state", Token));
        return document.RootElement.Clone();
    }
}
