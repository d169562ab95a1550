using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using LtoAutoscope.Daemon.Commands;
using LtoAutoscope.Daemon.Hosting;
using LtoAutoscope.Learning.Evaluation;
using LtoAutoscope.Pipeline.Regressions;
using LtoAutoscope.Pipeline.Tests.Correlations;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace LtoAutoscope.Daemon.Tests.Web;

/// <summary>Regressions of efficiency and of capacity over HTTP.</summary>
public sealed class RegressionApiTests : IAsyncLifetime
{
    private LabData _lab = null!;
    private WebFixture _web = null!;
    private HttpClient _client = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _lab = await LabData.OpenAsync(Token);
        var models = new RegressionModels(_lab.Folder, ContentFolders.Locate().Regression);
        _web = await WebFixture.StartAsync(services =>
        {
            services.AddSingleton(models);
            services.AddSingleton(new RegressionRuns(new RegressionFits(_lab.Folder, models, TimeProvider.System, "1", new EvaluationOptions()), TimeProvider.System, NullLogger<RegressionRuns>.Instance));
            services.AddSingleton(new RegressionComparer(_lab.Folder, models));
            services.AddSingleton(provider => new RegressionLibrary(_lab.Folder, models, provider.GetRequiredService<RegressionRuns>()));
            services.AddScoped<RegressionCommands>();
        });
        _client = await _web.SignedInAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _web.DisposeAsync();
        _lab.Dispose();
    }

    [Theory]
    [InlineData("ce1", "shipped")]
    [InlineData("capacity_0.5c", "none")]
    public async Task GetRegressions_EachTarget_TellsWhatIsInUse(string target, string inUse)
    {
        var view = await _client.GetFromJsonAsync<JsonElement>($"/api/v1/regressions?target={target}", Token);
        Assert.Equal((target, inUse), (view.GetProperty("target").GetString(), view.GetProperty("in_use").GetString()));
    }

    [Theory]
    [InlineData("/api/v1/regressions/own@1/files/card.json", HttpStatusCode.NotFound)]
    [InlineData("/api/v1/regressions/own@1/files/card.json?target=capacity_1c", HttpStatusCode.NotFound)]
    [InlineData("/api/v1/regressions/difference", HttpStatusCode.OK)]
    [InlineData("/api/v1/regressions/difference?target=capacity_1c", HttpStatusCode.BadRequest)]
    [InlineData("/api/v1/regressions?target=colour", HttpStatusCode.BadRequest)]
    public async Task Get_OfATarget_IsUnderstood(string address, HttpStatusCode status)
    {
        using HttpResponseMessage answer = await _client.GetAsync(address, Token);
        Assert.Equal(status, answer.StatusCode);
        if (status == HttpStatusCode.BadRequest) Assert.Contains("capacity", await answer.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
    }

    [Fact]
    public async Task PostFit_WithoutATarget_IsOfTheEfficiency()
    {
        using HttpResponseMessage answer = await _client.PostAsJsonAsync("/api/v1/regressions/fit", new { name = "own", target = (string?)null }, Token);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("ce1", (await answer.Content.ReadFromJsonAsync<JsonElement>(Token)).GetProperty("target").GetString());
    }

    [Fact]
    public async Task PostUse_OfWhatIsNotThere_SaysWhatThereIs()
    {
        using HttpResponseMessage answer = await _client.PostAsJsonAsync("/api/v1/regressions/use", new { reference = "own@1", target = "capacity_1c" }, Token);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains("no registered regression of capacity 'own@1'", await answer.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
    }
}
