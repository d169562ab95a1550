using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace LtoAutoscope.Daemon.Tests.Web;

public sealed class ApiTests
{
    private const string Run = "/api/v1/runs/20261122-195200-LTO-0412-A";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task GetState_SignedIn_IsSnakeCaseWithRanges()
    {
        await using var web = await WebFixture.StartAsync();
        var client = await web.SignedInAsync();
        var state = await client.GetFromJsonAsync<JsonElement>("/api/v1/state", Token);
        Assert.Equal("running", state.GetProperty("state").GetString());
        Assert.Equal(2, state.GetProperty("running").GetProperty("median_interval").GetArrayLength());
    }

    [Fact]
    public async Task GetRuns_SignedIn_NewestFirst()
    {
        await using var web = await WebFixture.StartAsync();
        var client = await web.SignedInAsync();
        var runs = await client.GetFromJsonAsync<JsonElement>("/api/v1/runs", Token);
        Assert.Equal(3, runs.GetArrayLength());
        Assert.Equal("LTO-0412-C", runs[0].GetProperty("sample_name").GetString());
    }

    [Fact]
    public async Task GetRun_Unknown_Is404Problem()
    {
        await using var web = await WebFixture.StartAsync();
        var client = await web.SignedInAsync();
        using var answer = await client.GetAsync("/api/v1/runs/none", Token);
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType!.MediaType);
    }

    [Fact]
    public async Task GetPreview_Twice_SecondIsNotModified()
    {
        await using var web = await WebFixture.StartAsync();
        var client = await web.SignedInAsync();
        using var first = await client.GetAsync($"{Run}/frames/a01-f0001/preview.jpg", Token);
        Assert.Equal("image/jpeg", first.Content.Headers.ContentType!.MediaType);
        Assert.NotNull(first.Headers.ETag);
        using var again = new HttpRequestMessage(HttpMethod.Get, $"{Run}/frames/a01-f0001/preview.jpg");
        again.Headers.IfNoneMatch.Add(first.Headers.ETag);
        using var second = await client.SendAsync(again, Token);
        Assert.Equal(HttpStatusCode.NotModified, second.StatusCode);
        Assert.Empty(await second.Content.ReadAsByteArrayAsync(Token));
    }

    [Fact]
    public async Task GetPreview_UnknownFrame_Is404()
    {
        await using var web = await WebFixture.StartAsync();
        var client = await web.SignedInAsync();
        using var answer = await client.GetAsync($"{Run}/frames/a99-f0001/preview.jpg", Token);
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    [Fact]
    public async Task GetOutlinesSvg_Analysed_DrawsBothKinds()
    {
        await using var web = await WebFixture.StartAsync();
        var client = await web.SignedInAsync();
        string svg = await client.GetStringAsync($"{Run}/frames/a01-f0001/outlines.svg", Token);
        Assert.Contains("viewBox=\"0 0 1024 768\"", svg, StringComparison.Ordinal);
        Assert.Contains("class=\"ok\"", svg, StringComparison.Ordinal);
        Assert.Contains("class=\"edge\"", svg, StringComparison.Ordinal);
    }

    [Fact]
    public async Task GetFile_Listed_ComesAsDownload()
    {
        await using var web = await WebFixture.StartAsync();
        var client = await web.SignedInAsync();
        using var answer = await client.GetAsync($"{Run}/files/particles.csv", Token);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("20261122-195200-LTO-0412-A-particles.csv", answer.Content.Headers.ContentDisposition!.FileNameStar ?? answer.Content.Headers.ContentDisposition.FileName);
    }

    [Theory]
    [InlineData("../run.json")]
    [InlineData("..%2Frun.json")]
    [InlineData("..%2F..%2F..%2Fetc%2Fpasswd")]
    [InlineData("%2Fetc%2Fpasswd")]
    [InlineData("fem%5C..%5C..%5Caccounts")]
    [InlineData("C:%5CWindows%5Cwin.ini")]
    [InlineData(".hidden")]
    [InlineData("accounts.json")]
    public async Task GetFile_OutsideOrUnlisted_Is404(string path)
    {
        await using var web = await WebFixture.StartAsync();
        var client = await web.SignedInAsync();
        using var answer = await client.GetAsync($"{Run}/files/{path}", Token);
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    [Fact]
    public async Task PostQueue_Sound_QueuesInTheNameOfTheSignedIn()
    {
        await using var web = await WebFixture.StartAsync();
        var client = await web.SignedInAsync();
        using var answer = await client.PostAsJsonAsync("/api/v1/queue", new { name = "LTO-9", stub = "9", recipe = "standard", expected_diameter_nm = 70 }, Token);
        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        Assert.Equal(["enqueue LTO-9 standard admin"], web.Lab.Commands);
    }

    [Fact]
    public async Task QueueOperations_OnAWaitingJob_AnswerWithTheJob()
    {
        await using var web = await WebFixture.StartAsync();
        var client = await web.SignedInAsync();
        async Task<JsonElement> AskAsync(HttpMethod method, string path, object? body)
        {
            using var request = new HttpRequestMessage(method, $"/api/v1/queue/{path}");
            if (body is not null) request.Content = JsonContent.Create(body);
            using var answer = await client.SendAsync(request, Token);
            Assert.True(answer.StatusCode == HttpStatusCode.OK, await answer.Content.ReadAsStringAsync(Token));
            return await answer.Content.ReadFromJsonAsync<JsonElement>(Token);
        }

        Assert.Equal("for lunch", (await AskAsync(HttpMethod.Post, "job-4/hold", new { reason = "for lunch" })).GetProperty("waits_for").GetString());
        Assert.Equal(JsonValueKind.Null, (await AskAsync(HttpMethod.Post, "job-4/resume", null)).GetProperty("hold").ValueKind);
        Assert.Equal(20, (await AskAsync(HttpMethod.Patch, "job-4", new { priority = 20 })).GetProperty("priority").GetInt32());
        Assert.Equal("job-5", (await AskAsync(HttpMethod.Post, "job-5/next", null)).GetProperty("job_id").GetString());
        Assert.Equal("job-5", (await AskAsync(HttpMethod.Post, "job-5/move", new { to = 1 })).GetProperty("job_id").GetString());
        Assert.Equal(3, (await AskAsync(HttpMethod.Post, "job-4/copy", new { count = 3 })).GetArrayLength());
        Assert.Equal("job-4", (await AskAsync(HttpMethod.Post, "job-4/duplicate", null)).GetProperty("copy_of").GetString());
        Assert.Equal("cancelled", (await AskAsync(HttpMethod.Post, "job-5/cancel", new { reason = "no longer needed" })).GetProperty("state").GetString());
        Assert.Equal(["hold job-4 admin", "resume job-4 admin", "change job-4 20 admin", "next job-5 admin", "place job-5 1 admin", "copy job-4 3 admin", "copy job-4 1 admin", "cancel job-5 admin"], web.Lab.Commands);
    }

    [Theory]
    [InlineData("POST", "/api/v1/queue/none/hold", null, HttpStatusCode.NotFound, "There is no such job")]
    [InlineData("POST", "/api/v1/queue/job-3/hold", null, HttpStatusCode.BadRequest, "the job is Running")]
    [InlineData("POST", "/api/v1/queue/job-4/move", "{}", HttpStatusCode.BadRequest, "moves by")]
    [InlineData("POST", "/api/v1/queue/job-4/move", """{"by":3}""", HttpStatusCode.BadRequest, "moves by")]
    [InlineData("POST", "/api/v1/queue", """{"name":"x","recipe":"standard"}""", HttpStatusCode.BadRequest, "no sample 'x' is registered")]
    [InlineData("GET", "/api/v1/samples/none", null, HttpStatusCode.NotFound, "No sample 'none' is registered")]
    [InlineData("PUT", "/api/v1/samples/a", """{"name":"b","stub":"1"}""", HttpStatusCode.BadRequest, "the sample is called 'b'")]
    public async Task Operation_ThatDoesNotFit_SaysWhyNot(string method, string path, string? body, HttpStatusCode status, string words)
    {
        await using var web = await WebFixture.StartAsync();
        var client = await web.SignedInAsync();
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        if (body is not null) request.Content = new StringContent(body, System.Text.Encoding.UTF8, "application/json");
        using var answer = await client.SendAsync(request, Token);
        Assert.Equal(status, answer.StatusCode);
        Assert.Contains(words, await answer.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
        Assert.Empty(web.Lab.Commands);
    }

    [Fact]
    public async Task Holder_LoadConfirmUnload_ReachTheLaboratory()
    {
        await using var web = await WebFixture.StartAsync();
        var client = await web.SignedInAsync();
        using (await client.PostAsJsonAsync("/api/v1/holder/load", new { sample = "LTO-0412-A", stub = "7", confirmed = true }, Token)) { }
        using (await client.PostAsJsonAsync("/api/v1/holder/confirm", new { sample = "LTO-0412-A" }, Token)) { }
        using (await client.PostAsJsonAsync("/api/v1/holder/unload", new { sample = "LTO-0412-A" }, Token)) { }
        Assert.Equal(["load LTO-0412-A 7 admin", "confirm LTO-0412-A admin", "unload LTO-0412-A admin"], web.Lab.Commands);
        Assert.Equal(9, (await client.GetFromJsonAsync<JsonElement>("/api/v1/holder", Token)).GetProperty("holder").GetProperty("stubs").GetArrayLength());
    }

    [Fact]
    public async Task Request_WithAKey_ActsInTheNameOfItsAccountAndAWrongOneStaysOut()
    {
        await using var web = await WebFixture.StartAsync();
        var client = web.Client();
        client.DefaultRequestHeaders.Authorization = new System.Net.Http.Headers.AuthenticationHeaderValue("Bearer", WebFixture.Key);
        using (await client.PostAsJsonAsync("/api/v1/queue/job-4/hold", new { reason = "" }, Token)) { }
        Assert.Equal(["hold job-4 robot"], web.Lab.Commands);
        client.DefaultRequestHeaders.Authorization = new System.Net.Http.Headers.AuthenticationHeaderValue("Bearer", "lto_wrong");
        using var refused = await client.GetAsync("/api/v1/queue", Token);
        Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
    }

    [Theory]
    [InlineData("""{"name":"../x","stub":"9","recipe":"standard"}""", "must have 1 to 64 letters")]
    [InlineData("""{"name":"x","stub":"77","recipe":"standard"}""", "the holder has no stub")]
    [InlineData("""{"name":"x","stub":"9","recipe":"none"}""", "there is no recipe")]
    [InlineData("""{"name":"x"}""", "The request cannot be read")]
    [InlineData("""not json""", "The request cannot be read")]
    public async Task PostQueue_Wrong_IsProblemThatSaysWhat(string body, string title)
    {
        await using var web = await WebFixture.StartAsync();
        var client = await web.SignedInAsync();
        using var content = new StringContent(body, System.Text.Encoding.UTF8, "application/json");
        using var answer = await client.PostAsync("/api/v1/queue", content, Token);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType!.MediaType);
        Assert.Contains(title, await answer.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
        Assert.Empty(web.Lab.Commands);
    }

    [Fact]
    public async Task Move_UnknownJob_Is404()
    {
        await using var web = await WebFixture.StartAsync();
        var client = await web.SignedInAsync();
        using var answer = await client.PostAsJsonAsync("/api/v1/queue/none/move", new { by = 1 }, Token);
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    [Fact]
    public async Task Commands_SignedIn_ReachTheLaboratory()
    {
        await using var web = await WebFixture.StartAsync();
        var client = await web.SignedInAsync();
        using (await client.PostAsJsonAsync("/api/v1/pause", new { after_sample = true }, Token)) { }
        using (await client.PostAsync("/api/v1/resume", null, Token)) { }
        using (await client.PostAsync("/api/v1/skip", null, Token)) { }
        using (await client.PostAsJsonAsync("/api/v1/queue/job-4/move", new { by = 1 }, Token)) { }
        using (await client.DeleteAsync("/api/v1/queue/job-5", Token)) { }
        var report = await (await client.PostAsync("/api/v1/stop", null, Token)).Content.ReadFromJsonAsync<JsonElement>(Token);
        Assert.True(report.GetProperty("blank_confirmed").GetBoolean());
        Assert.Equal(["pause sample admin", "resume admin", "skip admin", "move job-4 1 admin", "remove job-5 admin", "stop admin"], web.Lab.Commands);
    }

    [Fact]
    public async Task Events_AfterAChange_SendTheNewState()
    {
        await using var web = await WebFixture.StartAsync();
        var client = await web.SignedInAsync();
        await using var stream = await client.GetStreamAsync("/api/v1/events", Token);
        using var reader = new StreamReader(stream);
        while (!(await reader.ReadLineAsync(Token))!.Contains("\"state\":\"running\"", StringComparison.Ordinal)) { }
        await web.Lab.PauseAsync(false, "admin", Token);
        while (!(await reader.ReadLineAsync(Token))!.Contains("\"state\":\"pausing\"", StringComparison.Ordinal)) { }
    }
}
