using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace LtoAutoscope.Daemon.Tests.Web;

public sealed class MosaicApiTests
{
    private const string Run = "/api/v1/runs/20261122-195200-LTO-0412-A";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task GetMosaic_Asked_HasColumnsOfOneLengthAndAnEntityTag()
    {
        await using var web = await WebFixture.StartAsync();
        var client = await web.SignedInAsync();
        using var answer = await client.GetAsync($"{Run}/mosaic", Token);
        var manifest = await answer.Content.ReadFromJsonAsync<JsonElement>(Token);
        int total = manifest.GetProperty("total").GetInt32();
        Assert.All(manifest.GetProperty("frames").EnumerateObject(), column => Assert.Equal(total, column.Value.GetArrayLength()));
        Assert.Equal("image", manifest.GetProperty("layers")[0].GetProperty("name").GetString());
        Assert.Equal($"\"{manifest.GetProperty("stamp").GetString()}\"", answer.Headers.ETag!.Tag);
        using var again = new HttpRequestMessage(HttpMethod.Get, $"{Run}/mosaic?since={manifest.GetProperty("stamp").GetString()}");
        again.Headers.IfNoneMatch.Add(answer.Headers.ETag);
        using var second = await client.SendAsync(again, Token);
        Assert.Equal(HttpStatusCode.NotModified, second.StatusCode);
    }

    [Fact]
    public async Task GetMosaic_SinceAnEarlierStamp_HasOnlyWhatChanged()
    {
        await using var web = await WebFixture.StartAsync();
        var client = await web.SignedInAsync();
        var whole = await client.GetFromJsonAsync<JsonElement>($"{Run}/mosaic", Token);
        int total = whole.GetProperty("total").GetInt32();
        var delta = await client.GetFromJsonAsync<JsonElement>($"{Run}/mosaic?since=0badcafe-{total - 2}", Token);
        Assert.True(delta.GetProperty("is_delta").GetBoolean());
        Assert.Equal(2, delta.GetProperty("frames").GetProperty("id").GetArrayLength());
        var other = await client.GetFromJsonAsync<JsonElement>($"{Run}/mosaic?since=another1-{total}", Token);
        Assert.False(other.GetProperty("is_delta").GetBoolean());
    }

    [Fact]
    public async Task GetTile_ByItsVersion_MayBeKeptForGoodAndIsNotSentTwice()
    {
        await using var web = await WebFixture.StartAsync();
        var client = await web.SignedInAsync();
        using var plain = await client.GetAsync($"{Run}/mosaic/image/0/0/0", Token);
        Assert.Equal("private, no-cache", plain.Headers.CacheControl!.ToString());
        using var versioned = await client.GetAsync($"{Run}/mosaic/image/0/0/0?v={plain.Headers.ETag!.Tag.Trim('"')}", Token);
        Assert.Contains("immutable", versioned.Headers.CacheControl!.ToString(), StringComparison.Ordinal);
        using var stale = await client.GetAsync($"{Run}/mosaic/image/0/0/0?v=0-0", Token);
        Assert.DoesNotContain("immutable", stale.Headers.CacheControl!.ToString(), StringComparison.Ordinal);
        using var again = new HttpRequestMessage(HttpMethod.Get, $"{Run}/mosaic/image/0/0/0");
        again.Headers.IfNoneMatch.Add(plain.Headers.ETag);
        using var second = await client.SendAsync(again, Token);
        Assert.Equal(HttpStatusCode.NotModified, second.StatusCode);
    }

    [Theory]
    [InlineData("mosaic/image/99/0/0")]
    [InlineData("mosaic/image/0/1/0")]
    [InlineData("mosaic/image/0/-1/0")]
    [InlineData("mosaic/0/0/0/0")]
    [InlineData("mosaic/nonsense/0/0/0")]
    [InlineData("mosaic/seam/0/0/0")]
    [InlineData("frames/none")]
    [InlineData("frames/..%2f..%2frun.json/frame.tif")]
    [InlineData("frames/%2e%2e/frame.tif")]
    public async Task Get_WhatIsNotThere_Is404(string path)
    {
        await using var web = await WebFixture.StartAsync();
        var client = await web.SignedInAsync();
        using var answer = await client.GetAsync($"{Run}/{path}", Token);
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    [Fact]
    public async Task GetTiff_OfAFrame_IsAFileToSave()
    {
        await using var web = await WebFixture.StartAsync();
        var client = await web.SignedInAsync();
        using var answer = await client.GetAsync($"{Run}/frames/a01-f0001/frame.tif", Token);
        Assert.Equal("image/tiff", answer.Content.Headers.ContentType!.MediaType);
        Assert.EndsWith("a01-f0001.tif", answer.Content.Headers.ContentDisposition!.FileName, StringComparison.Ordinal);
    }

    [Fact]
    public async Task GetFrames_Filtered_IsAPageWithTheTotal()
    {
        await using var web = await WebFixture.StartAsync();
        var client = await web.SignedInAsync();
        var all = await client.GetFromJsonAsync<JsonElement>($"{Run}/frames?page_size=5&page=2", Token);
        Assert.Equal(5, all.GetProperty("items").GetArrayLength());
        Assert.True(all.GetProperty("total").GetInt32() > 5);
        var redone = await client.GetFromJsonAsync<JsonElement>($"{Run}/frames?verdict=redone&area=2", Token);
        Assert.All(redone.GetProperty("items").EnumerateArray(), frame => Assert.Equal("redone", frame.GetProperty("verdict").GetString()));
        Assert.True(redone.GetProperty("total").GetInt32() > 0);
    }

    [Theory]
    [InlineData("frames?page=0", "page")]
    [InlineData("frames?page_size=5000", "page_size")]
    [InlineData("frames?verdict=good", "verdict")]
    public async Task GetFrames_BadParameter_NamesItAndTheRemedy(string path, string where)
    {
        await using var web = await WebFixture.StartAsync();
        var client = await web.SignedInAsync();
        using var answer = await client.GetAsync($"{Run}/{path}", Token);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        var problem = await answer.Content.ReadFromJsonAsync<JsonElement>(Token);
        Assert.Equal(where, problem.GetProperty("where").GetString());
        Assert.NotEmpty(problem.GetProperty("remedy").GetString()!);
    }

    [Fact]
    public async Task GetRuns_ByThePage_LinksTheOthersAndCountsThem()
    {
        await using var web = await WebFixture.StartAsync();
        var client = await web.SignedInAsync();
        using var answer = await client.GetAsync("/api/v1/runs?page_size=1&page=2&q=lto", Token);
        Assert.Equal("3", answer.Headers.GetValues("X-Total-Count").Single());
        string link = answer.Headers.GetValues("Link").Single();
        Assert.Contains("</api/v1/runs?page_size=1&q=lto&page=3>; rel=\"next\"", link, StringComparison.Ordinal);
        Assert.Contains("page=1>; rel=\"prev\"", link, StringComparison.Ordinal);
        Assert.Equal(1, (await answer.Content.ReadFromJsonAsync<JsonElement>(Token)).GetArrayLength());
    }

    [Fact]
    public async Task GetMosaic_NotSignedIn_Is401()
    {
        await using var web = await WebFixture.StartAsync();
        foreach (string path in (string[])["mosaic", "mosaic/image/0/0/0", "frames", "frames/a01-f0001", "frames/a01-f0001/frame.tif"])
        {
            using var answer = await web.Client().GetAsync($"{Run}/{path}", Token);
            Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        }
    }
}
