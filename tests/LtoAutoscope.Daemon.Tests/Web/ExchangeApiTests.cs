using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using LtoAutoscope.Domain.Files;
using LtoAutoscope.Pipeline.Benchmarks;
using LtoAutoscope.Storage.Bundles;

namespace LtoAutoscope.Daemon.Tests.Web;

public sealed class ExchangeApiTests
{
    private const string Run = $"/api/v1/runs/{LargeRun.RunId}";
    private static readonly LargeRunOptions Small = new() { Tiles = 4, Different = 2, Areas = 2, WidthPx = 128, ParticlesPerTile = 6, OtherRuns = 0 };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Bundle_Asked_IsASoundZipNamedAfterTheRunAndWrongOptionsAreProblems()
    {
        await using var web = await StartAsync();
        var client = await web.SignedInAsync();
        using var answer = await client.GetAsync($"{Run}/bundle.zip?frames=false&licence=CC-BY-4.0&author={Uri.EscapeDataString("Ada Lovelace,0000-0002-1825-0097")}&author=Robot", Token);
        Assert.Equal("application/zip", answer.Content.Headers.ContentType!.MediaType);
        Assert.Equal($"{LargeRun.RunId}.zip", answer.Content.Headers.ContentDisposition!.FileName!.Trim('"'));
        string path = Path.Combine(web.Data.Root, "taken.zip");
        await AtomicFile.WriteAsync(path, await answer.Content.ReadAsByteArrayAsync(Token), Token);
        BundleCheck check = await BundleVerifier.VerifyAsync(path, Token);
        Assert.Empty(check.Problems);
        Assert.Equal(LargeRun.RunId, check.RunId);
        // What is wrong is told before anything is sent.
        using var author = await client.GetAsync($"{Run}/bundle.zip?author=Ada,1234", Token);
        Assert.Equal(HttpStatusCode.BadRequest, author.StatusCode);
        Assert.Contains("ORCID", await author.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
        foreach (string address in (string[])["/api/v1/runs/20260101-000000-none/bundle.zip", "/api/v1/runs/..%2Faccounts/bundle.zip", $"{Run}/mosaics/7.ome.tif", "/api/v1/runs/none/report.html"])
        {
            using var missing = await client.GetAsync(address, Token);
            Assert.Equal(HttpStatusCode.NotFound, missing.StatusCode);
        }
    }

    [Fact]
    public async Task ReportAndMosaics_Asked_RunNothingHaveUnitsAndLeaveNothingBehind()
    {
        await using var web = await StartAsync();
        var client = await web.SignedInAsync();
        using var page = await client.GetAsync($"{Run}/report.html", Token);
        Assert.Equal("text/html", page.Content.Headers.ContentType!.MediaType);
        Assert.Contains("sandbox", string.Join(' ', page.Headers.GetValues("Content-Security-Policy")), StringComparison.Ordinal);
        Assert.Contains("Size and shape distributions", await page.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
        var report = await client.GetFromJsonAsync<JsonElement>($"{Run}/report.json", Token);
        Assert.Equal("lto-autoscope/report/1", report.GetProperty("form").GetString());
        Assert.Equal(LargeRun.RunId, report.GetProperty("run").GetProperty("run_id").GetString());
        int[] areas = (await client.GetFromJsonAsync<int[]>($"{Run}/mosaics", Token))!;
        Assert.NotEmpty(areas);
        using (var answer = await client.GetAsync($"{Run}/mosaics/{areas[0]}.ome.tif", Token))
        {
            Assert.Equal("image/tiff", answer.Content.Headers.ContentType!.MediaType);
            byte[] bytes = await answer.Content.ReadAsByteArrayAsync(Token);
            Assert.Equal("II*\0"u8.ToArray(), bytes[..4]);
        }

        Assert.Empty(Directory.EnumerateFiles(Path.Combine(web.Data.Cache, "exports")));
    }

    private static async Task<WebFixture> StartAsync()
    {
        WebFixture web = await WebFixture.StartAsync();
        await new LargeRun(Small).WriteAsync(web.Data, null, Token);
        web.Lab.Folder = web.Data;
        return web;
    }
}
