using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using LtoAutoscope.Domain.Cells;
using LtoAutoscope.Fem.Materials;

namespace LtoAutoscope.Daemon.Tests.Web;

public sealed class MaterialApiTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Materials_ListShowFileAndMissing_AnswerAsTheyShould()
    {
        await using WebFixture web = await WebFixture.StartAsync();
        HttpClient client = await web.SignedInAsync();

        JsonArray all = (await client.GetFromJsonAsync<JsonArray>("/api/v1/materials", Token))!;
        Assert.Equal(["graphite", "lfp", "lto", "nmc811", "tno"], all.Select(each => (string)each!["name"]!));
        Assert.All(all, each => Assert.Equal("", (string)each!["problem"]!));

        JsonNode lfp = (await client.GetFromJsonAsync<JsonNode>("/api/v1/materials/lfp", Token))!;
        Assert.Equal("LiFePO4", (string)lfp["material"]!["formula"]!);
        JsonNode plateau = lfp["values"]!.AsArray().Single(row => (string)row!["key"]! == "plateau_V")!;
        Assert.Equal(("3.422", "V"), ((string)plateau["value"]!, (string)plateau["unit"]!));
        Assert.Contains("MPET", (string)plateau["source"]!, StringComparison.Ordinal);

        Material again = MaterialFile.Parse(await client.GetStringAsync("/api/v1/materials/nmc811/file", Token), "answer");
        Assert.Equal(MaterialRole.Cathode, again.Role);
        Assert.NotNull(again.DiffusivityFactor);

        HttpResponseMessage missing = await client.GetAsync("/api/v1/materials/butter", Token);
        Assert.Equal(HttpStatusCode.NotFound, missing.StatusCode);
        Assert.Contains("graphite", await missing.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync("/api/v1/materials/..%2Fmaterials%2Flto/file", Token)).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await web.Client().GetAsync("/api/v1/materials", Token)).StatusCode);
    }
}
