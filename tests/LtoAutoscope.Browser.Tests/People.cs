using Microsoft.Playwright;

namespace LtoAutoscope.Browser.Tests;

/// <summary>An account of each role, made as a maintainer makes them.</summary>
internal static class People
{
    public const string Password = "a good long password";

    /// <summary>Takes the last sample of the demo off the holder, so that there is a place for another one.</summary>
    public static async Task FreeAStubAsync(Visit maintainer)
    {
        IAPIResponse queue = await maintainer.Context.APIRequest.GetAsync($"{maintainer.Address}/api/v1/queue");
        System.Text.Json.JsonElement last = (await queue.JsonAsync())!.Value.EnumerateArray().Last();
        await PostAsync(maintainer, $"queue/{last.GetProperty("job_id").GetString()}/cancel", new { reason = "its place is needed" });
        await PostAsync(maintainer, "holder/unload", new { sample = last.GetProperty("sample").GetProperty("name").GetString() });
    }

    /// <summary>Makes accounts by the API in the name of whoever is signed in.</summary>
    public static async Task MakeAsync(Visit maintainer, params (string Name, string Role)[] people)
    {
        foreach ((string name, string role) in people)
        {
            await PostAsync(maintainer, "accounts", new { name, role, password = Password });
        }
    }

    private static async Task PostAsync(Visit visit, string path, object body)
    {
        IAPIResponse answer = await visit.Context.APIRequest.PostAsync($"{visit.Address}/api/v1/{path}", new APIRequestContextOptions
        {
            DataObject = body, Headers = new Dictionary<string, string> { ["Origin"] = visit.Address, ["Sec-Fetch-Site"] = "same-origin" },
        });
        Assert.True(answer.Ok, $"{path}: {answer.Status}: {await answer.TextAsync()}");
    }
}
