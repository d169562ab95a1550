using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using System.Xml.Linq;
using LtoAutoscope.Domain.Frames;
using Microsoft.Extensions.DependencyInjection;

namespace LtoAutoscope.Daemon.Tests.Web;

public sealed class ParticleApiTests : IAsyncLifetime
{
    private const string Run = "/api/v1/runs/" + ParticleFolder.RunId + "/particles";
    private ParticleFolder _folder = null!;
    private WebFixture _web = null!;
    private HttpClient _client = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _folder = await ParticleFolder.MakeAsync(Token);
        _web = await WebFixture.StartAsync(services => services.AddSingleton(_folder.Data));
        _client = await _web.SignedInAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _web.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task List_FilteredAndSorted_PagesThroughAllOfThemOnce()
    {
        JsonNode first = await GetAsync($"{Run}?diameter=60..110&without=edge&sort=-diameter&page_size=7");
        Assert.Equal("diameter_nm=60..110&without=edge", (string?)first["filter"]);
        int matching = (int)first["matching"]!;
        List<double> seen = [];
        for (int page = 1; seen.Count < matching; page++)
            seen.AddRange((await GetAsync($"{Run}?diameter=60..110&without=edge&sort=-diameter&page_size=7&page={page}"))["items"]!.AsArray().Select(item => (double)item!["values"]!["diameter_nm"]!));
        Assert.Equal(matching, seen.Count);
        Assert.Equal(seen.OrderDescending(), seen);
        Assert.All(seen, diameter => Assert.InRange(diameter, 60, 110));
    }

    [Theory]
    [InlineData("?size=1..2", "size")]
    [InlineData("?diameter_nm=60-110", "diameter_nm")]
    [InlineData("?page=0", "page")]
    [InlineData("?page_size=100000", "page_size")]
    [InlineData("?sort=-colour", "sort")]
    [InlineData("/distribution?weight=mass", "weight")]
    [InlineData("/scatter?x=colour", "x")]
    [InlineData("/a01-f0001-0003/crop.jpg?px=5", "px")]
    public async Task Any_MalformedKey_IsAProblemThatNamesItAndTheRemedy(string query, string key)
    {
        HttpResponseMessage answer = await _client.GetAsync(Run + query, Token);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        JsonNode problem = (await answer.Content.ReadFromJsonAsync<JsonNode>(Token))!;
        Assert.Equal(key, (string?)problem["where"]);
        Assert.NotEmpty((string?)problem["remedy"] ?? "");
    }

    [Theory]
    [InlineData("/api/v1/runs/nothing/particles")]
    [InlineData("/api/v1/runs/..%2F..%2Fetc/particles/columns")]
    [InlineData(Run + "/nobody")]
    [InlineData(Run + "/..%2F..%2Fpasswd/crop.jpg")]
    public async Task Any_UnknownRunOrParticle_IsNotFound(string address) => Assert.Equal(HttpStatusCode.NotFound, (await _client.GetAsync(address, Token)).StatusCode);

    [Fact]
    public async Task Crop_AskedAgainWithItsTag_IsNotSentAgain()
    {
        HttpResponseMessage first = await _client.GetAsync($"{Run}/{ParticleFolder.Particle}/crop.jpg?nm=200&px=96&outline=1", Token);
        Assert.Equal("image/jpeg", first.Content.Headers.ContentType!.MediaType);
        Assert.Equal([0xff, 0xd8], (await first.Content.ReadAsByteArrayAsync(Token))[..2]);
        var again = new HttpRequestMessage(HttpMethod.Get, $"{Run}/{ParticleFolder.Particle}/crop.jpg?nm=200&px=96&outline=1");
        again.Headers.IfNoneMatch.Add(first.Headers.ETag!);
        HttpResponseMessage second = await _client.SendAsync(again, Token);
        Assert.Equal(HttpStatusCode.NotModified, second.StatusCode);
        Assert.Empty(await second.Content.ReadAsByteArrayAsync(Token));
        Assert.NotEqual(first.Headers.ETag, (await _client.GetAsync($"{Run}/{ParticleFolder.Particle}/crop.jpg?nm=201&px=96&outline=1", Token)).Headers.ETag);
    }

    [Fact]
    public async Task Export_EachKind_CarriesTheAddressThatMakesItAgain()
    {
        const string query = $"runs={ParticleFolder.RunId},{ParticleFolder.Other}&q=circularity&weight=volume&diameter_nm=50..150&without=doubtful";
        JsonNode asked = await GetAsync($"/api/v1/distributions?{query}");
        string svg = await _client.GetStringAsync($"/api/v1/distributions/export.svg?{query}", Token);
        XElement root = XElement.Parse(svg);
        string inSvg = root.Elements().Single(element => element.Name.LocalName == "metadata").Value.Split('\n').Single(line => line.StartsWith("reproduce: ", StringComparison.Ordinal))["reproduce: ".Length..];
        string inPng = PngText.Read(await _client.GetByteArrayAsync($"/api/v1/distributions/export.png?{query}", Token)).Single(fact => fact.Key == "reproduce").Value;
        string csv = await _client.GetStringAsync($"/api/v1/distributions/export.csv?{query}", Token);
        string inCsv = csv.Split('\n').Single(line => line.StartsWith("# reproduce: ", StringComparison.Ordinal))["# reproduce: ".Length..];
        Assert.Equal(inSvg, inPng);
        Assert.Equal(inSvg, inCsv);
        JsonNode again = await GetAsync(inSvg);
        Assert.Equal(asked["samples"]!.ToJsonString(), again["samples"]!.ToJsonString());
        Assert.Contains(csv.Split('\n'), line => line.Contains(",d50,", StringComparison.Ordinal) && line.Contains(((double)asked["samples"]![0]!["distribution"]!["d50"]!["value"]!).ToString("R", System.Globalization.CultureInfo.InvariantCulture), StringComparison.Ordinal));
        Assert.Contains("95 %", (string?)root.Attribute("aria-label"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ExportCsv_Filtered_HasItsFilterAndExactlyTheRowsThatPass()
    {
        string csv = await _client.GetStringAsync($"{Run}/export.csv?diameter_nm=60..110&sort=-diameter_nm", Token);
        string[] lines = csv.TrimEnd('\n').Split('\n');
        Assert.Contains("# filter: diameter_nm=60..110", lines);
        string[] rows = [.. lines.SkipWhile(line => line.StartsWith('#')).Skip(1)];
        Assert.Equal((int)(await GetAsync($"{Run}?diameter_nm=60..110"))["matching"]!, rows.Length);
        string again = lines.Single(line => line.StartsWith("# reproduce: GET ", StringComparison.Ordinal))["# reproduce: GET ".Length..];
        Assert.Equal(csv, await _client.GetStringAsync(again, Token));
    }

    [Fact]
    public async Task Decide_Rejected_IsAppendedAuditedAndShownBesideTheUntouchedFigures()
    {
        JsonNode before = (await GetAsync($"{Run}/distribution"))["samples"]![0]!;
        HttpResponseMessage refused = await _client.PostAsJsonAsync($"{Run}/decisions", new { particle_ids = new[] { ParticleFolder.Particle }, verdict = "rejected", reason = "" }, Token);
        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        string counted = (string)(await GetAsync($"{Run}?flags=counted&page_size=1&sort=-diameter_nm"))["items"]![0]!["particle_id"]!;
        HttpResponseMessage done = await _client.PostAsJsonAsync($"{Run}/decisions", new { particle_ids = new[] { counted }, verdict = "rejected", reason = "two in one" }, Token);
        Assert.Equal(HttpStatusCode.OK, done.StatusCode);
        JsonNode after = (await GetAsync($"{Run}/distribution"))["samples"]![0]!;
        Assert.Equal(before["untouched"]!.ToJsonString(), after["untouched"]!.ToJsonString());
        Assert.Equal((int)before["untouched"]!["count"]! - 1, (int)after["with_decisions"]!["count"]!);
        Assert.Equal(("rejected", "two in one", "admin"), ((string?)(await GetAsync($"{Run}/{counted}"))["decisions"]![0]!["verdict"], (string?)(await GetAsync($"{Run}/decisions"))[0]!["reason"], (string?)(await GetAsync($"{Run}?decided=rejected"))["items"]![0]!["decision"]!["by"]));
        Assert.Contains(_web.Audit.Entries, entry => entry.Action == "particle.reject" && entry.Reason == "two in one" && entry.Target.EndsWith(counted, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Any_NotSignedIn_IsRefused()
    {
        foreach (string address in (string[])[Run, $"{Run}/columns", $"{Run}/distribution", $"{Run}/{ParticleFolder.Particle}", $"{Run}/{ParticleFolder.Particle}/crop.jpg", $"{Run}/export.csv", $"/api/v1/distributions?runs={ParticleFolder.RunId}"])
            Assert.Equal(HttpStatusCode.Unauthorized, (await _web.Client().GetAsync(address, Token)).StatusCode);
    }

    private async Task<JsonNode> GetAsync(string address)
    {
        HttpResponseMessage answer = await _client.GetAsync(address, Token);
        Assert.True(answer.IsSuccessStatusCode, $"{address}: {await answer.Content.ReadAsStringAsync(Token)}");
        return (await answer.Content.ReadFromJsonAsync<JsonNode>(Token))!;
    }
}
