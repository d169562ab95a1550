using System.Text.Json;
using System.Text.Json.Nodes;
using LtoAutoscope.Daemon.Hosting;

namespace LtoAutoscope.Daemon.Tests.Web;

/// <summary>The document of the API against its picture in <c>docs/openapi.v1.json</c>: what programs lean on changes only on purpose.</summary>
public sealed class ApiDocumentTests
{
    /// <summary>Set to 1 to take the document as it is now for the new picture.</summary>
    private const string AcceptVariable = "LTO_AUTOSCOPE_ACCEPT_OPENAPI";

    private static readonly string[] Methods = ["get", "put", "post", "patch", "delete"];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Document_AgainstItsPicture_IsTheSame()
    {
        JsonNode document = await ReadAsync();
        string text = document.ToJsonString(new JsonSerializerOptions { WriteIndented = true, NewLine = "\n" }) + "\n";
        string path = Path.Combine(ContentFolders.Locate().Root, "docs", "openapi.v1.json");
        if (Environment.GetEnvironmentVariable(AcceptVariable) == "1") await File.WriteAllTextAsync(path, text, Token);
        string picture = (await File.ReadAllTextAsync(path, Token)).ReplaceLineEndings("\n");
        if (text == picture) return;
        string[] now = text.Split('\n'), then = picture.Split('\n');
        int line = Enumerable.Range(0, Math.Min(now.Length, then.Length)).FirstOrDefault(i => now[i] != then[i], Math.Min(now.Length, then.Length));
        Assert.Fail($"The API's document differs from docs/openapi.v1.json from line {line + 1} on: it was '{then.ElementAtOrDefault(line)?.Trim()}' and is '{now.ElementAtOrDefault(line)?.Trim()}'. If that is meant, run this test with {AcceptVariable}=1 and look at the difference.");
    }

    [Fact]
    public async Task Document_EveryOperation_SaysWhatItIsAndWhoMay()
    {
        JsonNode document = await ReadAsync();
        Assert.StartsWith("3.1", document["openapi"]!.GetValue<string>(), StringComparison.Ordinal);
        List<string> lacking = [];
        foreach ((string path, JsonNode? item) in document["paths"]!.AsObject())
            foreach ((string method, JsonNode? operation) in item!.AsObject().Where(pair => Methods.Contains(pair.Key)))
            {
                if (operation!["summary"] is null) lacking.Add($"{method} {path}: no summary");
                if (operation["description"]?.GetValue<string>().Contains("Needs the permission", StringComparison.Ordinal) != true) lacking.Add($"{method} {path}: no permission");
                if (operation["tags"] is not JsonArray { Count: > 0 }) lacking.Add($"{method} {path}: no tag");
            }

        Assert.True(lacking.Count == 0, string.Join('\n', lacking));
    }

    [Fact]
    public async Task Document_Queue_ShowsExamplesVersionsAndKeys()
    {
        JsonNode enqueue = (await ReadAsync())["paths"]!["/api/v1/queue"]!["post"]!;
        Assert.NotNull(enqueue["requestBody"]!["content"]!["application/json"]!["example"]!["recipe"]);
        Assert.Contains(enqueue["parameters"]!.AsArray(), parameter => parameter!["name"]!.GetValue<string>() == "Idempotency-Key");
    }

    private static async Task<JsonNode> ReadAsync()
    {
        await using var web = await WebFixture.StartAsync();
        HttpClient client = await web.SignedInAsync();
        return JsonNode.Parse(await client.GetStringAsync("/openapi/v1.json", Token))!;
    }
}
