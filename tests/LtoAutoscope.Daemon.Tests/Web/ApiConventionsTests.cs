using System.Net;
using System.Net.Http.Json;
using System.Reflection;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace LtoAutoscope.Daemon.Tests.Web;

/// <summary>What all of the API keeps to: versions, keys for repeats, pages, problems that name field and remedy, and no action by GET.</summary>
public sealed class ApiConventionsTests
{
    private static readonly object Sample = new { name = "LTO-9", stub = "9", recipe = "standard", confirmed = true };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>The code that is generated for endpoints forgets such a default: the handler would be given none.</summary>
    [Fact]
    public async Task Parameters_BoundByAttribute_HaveNoDefaultOfTheLanguage()
    {
        await using var web = await WebFixture.StartAsync();
        List<ParameterInfo> bound = [.. web.Services.GetRequiredService<EndpointDataSource>().Endpoints
            .SelectMany(endpoint => endpoint.Metadata.GetMetadata<MethodInfo>()?.GetParameters() ?? [])
            .Where(parameter => parameter.GetCustomAttributes().Any(attribute => attribute is FromQueryAttribute or FromHeaderAttribute))];
        Assert.NotEmpty(bound);
        Assert.All(bound, parameter => Assert.Null(parameter.HasDefaultValue ? parameter.DefaultValue : null));
    }

    [Theory]
    [InlineData("/api/v1/samples?page=abc", "page", "whole number")]
    [InlineData("/api/v1/samples?page_size=1.5", "page_size", "whole number")]
    [InlineData("/api/v1/audit?from=yesterday", "from", "a time")]
    [InlineData("/api/v1/cells/c/dqdv?step_V=tiny", "step_V", "decimal point")]
    [InlineData("/api/v1/runs/20260101-000000-A?particles=perhaps", "particles", "true or false")]
    public async Task Get_AValueThatCannotBeRead_SaysWhichAndWhatItShouldBe(string address, string where, string remedy)
    {
        await using var web = await WebFixture.StartAsync();
        using var answer = await (await web.SignedInAsync()).GetAsync(address, Token);
        JsonNode problem = JsonNode.Parse(await answer.Content.ReadAsStringAsync(Token))!;
        Assert.Equal((HttpStatusCode.BadRequest, where), (answer.StatusCode, problem["where"]!.ToString()));
        Assert.Contains(remedy, problem["remedy"]!.ToString(), StringComparison.Ordinal);
    }

    /// <summary>Anybody may send these: none of them is a failure of the daemon.</summary>
    [Theory]
    [InlineData("/sign-in")]
    [InlineData("/sign-in/code")]
    [InlineData("/sign-out")]
    [InlineData("/first-run")]
    public async Task Post_AFormWithoutContent_IsRefused(string address)
    {
        await using var web = await WebFixture.StartAsync();
        using HttpClient client = web.Client();
        using var answer = await client.PostAsync(address, null, Token);
        Assert.InRange((int)answer.StatusCode, 400, 415);
    }

    [Fact]
    public async Task Post_AFormOfAnAgedPage_SaysToReloadIt()
    {
        await using var web = await WebFixture.StartAsync();
        HttpClient client = await web.SignedInAsync();
        foreach (string address in (string[])["/sign-out", "/stop/park"])
        {
            using HttpRequestMessage request = Aged(address);
            using var answer = await client.SendAsync(request, Token);
            Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
            Assert.Contains("Reload the page", await answer.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
        }

        Assert.DoesNotContain(web.Lab.Commands, command => command.StartsWith("park", StringComparison.Ordinal));
        // Stop and park always work: the browser's own word that the page is of this site is enough.
        using HttpRequestMessage own = Aged("/stop/park");
        own.Headers.Add("Sec-Fetch-Site", "same-origin");
        using var parked = await client.SendAsync(own, Token);
        Assert.Contains(web.Lab.Commands, command => command.StartsWith("park", StringComparison.Ordinal));

        static HttpRequestMessage Aged(string address)
            => new(HttpMethod.Post, address) { Content = new FormUrlEncodedContent([new("returnUrl", "/"), new("__RequestVerificationToken", "of-yesterday")]) };
    }

    [Fact]
    public async Task Queue_EditOfAnOlderVersion_IsRefusedAndNothingIsDone()
    {
        await using var web = await WebFixture.StartAsync();
        HttpClient client = await web.SignedInAsync();
        using var read = await client.GetAsync("/api/v1/queue", Token);
        string tag = read.Headers.ETag!.Tag;
        using var first = await MoveAsync(client, tag);
        Assert.Equal(HttpStatusCode.OK, first.StatusCode);
        web.Lab.Change(lab => lab with { Queue = [.. lab.Queue.Take(lab.Queue.Count - 1)] });
        int before = web.Lab.Commands.Count;
        using var second = await MoveAsync(client, tag);
        Assert.Equal(HttpStatusCode.PreconditionFailed, second.StatusCode);
        Assert.Contains("has changed", await second.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
        Assert.Equal(before, web.Lab.Commands.Count);
        using var fresh = await client.GetAsync("/api/v1/queue", Token);
        using var third = await MoveAsync(client, fresh.Headers.ETag!.Tag);
        Assert.Equal(HttpStatusCode.OK, third.StatusCode);
    }

    [Fact]
    public async Task Queue_UnchangedSinceItsVersion_Is304()
    {
        await using var web = await WebFixture.StartAsync();
        HttpClient client = await web.SignedInAsync();
        using var read = await client.GetAsync("/api/v1/queue", Token);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/queue");
        request.Headers.TryAddWithoutValidation("If-None-Match", read.Headers.ETag!.Tag);
        using var again = await client.SendAsync(request, Token);
        Assert.Equal(HttpStatusCode.NotModified, again.StatusCode);
    }

    [Fact]
    public async Task Create_SameKeyTwice_IsDoneOnceAndAnsweredTwice()
    {
        await using var web = await WebFixture.StartAsync();
        HttpClient client = await web.SignedInAsync();
        using var first = await EnqueueAsync(client, "k-1", Sample);
        using var second = await EnqueueAsync(client, "k-1", Sample);
        Assert.Equal((HttpStatusCode.Created, HttpStatusCode.Created), (first.StatusCode, second.StatusCode));
        Assert.Equal("true", second.Headers.GetValues("Idempotency-Replayed").Single());
        Assert.Equal(first.Headers.Location, second.Headers.Location);
        Assert.Equal(await first.Content.ReadFromJsonAsync<JsonNode>(Token) is { } made ? made["job_id"]!.ToString() : "", (await second.Content.ReadFromJsonAsync<JsonNode>(Token))!["job_id"]!.ToString());
        Assert.Single(web.Lab.Commands, command => command.StartsWith("enqueue LTO-9", StringComparison.Ordinal));
        using var other = await EnqueueAsync(client, "k-1", new { name = "LTO-8", stub = "8", recipe = "standard", confirmed = true });
        Assert.Equal(HttpStatusCode.UnprocessableEntity, other.StatusCode);
        using var next = await EnqueueAsync(client, "k-2", Sample);
        Assert.Equal(2, web.Lab.Commands.Count(command => command.StartsWith("enqueue LTO-9", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Create_RefusedThenMended_SameKeyIsFreeAgain()
    {
        await using var web = await WebFixture.StartAsync();
        HttpClient client = await web.SignedInAsync();
        using var refused = await EnqueueAsync(client, "k-3", new { name = "LTO-9", stub = "none", recipe = "standard" });
        JsonNode problem = (await refused.Content.ReadFromJsonAsync<JsonNode>(Token))!;
        Assert.Equal((400, "stub"), (problem["status"]!.GetValue<int>(), problem["where"]!.GetValue<string>()));
        Assert.NotEqual("", problem["remedy"]!.GetValue<string>());
        using var mended = await EnqueueAsync(client, "k-3", Sample);
        Assert.Equal(HttpStatusCode.Created, mended.StatusCode);
    }

    [Theory]
    [InlineData("page=0", "page")]
    [InlineData("page_size=100000", "page_size")]
    public async Task List_PageOutOfRange_NamesTheParameter(string query, string where)
    {
        await using var web = await WebFixture.StartAsync();
        HttpClient client = await web.SignedInAsync();
        using var answer = await client.GetAsync($"/api/v1/samples?{query}", Token);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal(where, (await answer.Content.ReadFromJsonAsync<JsonNode>(Token))!["where"]!.GetValue<string>());
    }

    [Fact]
    public async Task List_FirstPage_TellsTotalAndNext()
    {
        await using var web = await WebFixture.StartAsync();
        HttpClient client = await web.SignedInAsync();
        using var all = await client.GetAsync("/api/v1/samples", Token);
        int total = (await all.Content.ReadFromJsonAsync<JsonArray>(Token))!.Count;
        using var page = await client.GetAsync("/api/v1/samples?page=1&page_size=1", Token);
        Assert.Equal($"{total}", page.Headers.GetValues("X-Total-Count").Single());
        Assert.Equal(Math.Min(1, total), (await page.Content.ReadFromJsonAsync<JsonArray>(Token))!.Count);
        Assert.Equal(total > 1, page.Headers.TryGetValues("Link", out var links) && links.Single().Contains("page=2", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Commands_ByScientist_ProposeAndKeepToTheOwnJobs()
    {
        await using var web = await WebFixture.StartAsync();
        await web.AddAccountAsync("curie", Storage.Accounts.AccountRole.Scientist);
        HttpClient scientist = await web.SignedInAsync("curie");
        using var proposed = await EnqueueAsync(scientist, "p-1", Sample);
        string own = (await proposed.Content.ReadFromJsonAsync<JsonNode>(Token))!["job_id"]!.ToString();
        Assert.Equal("Approval", (await scientist.GetFromJsonAsync<JsonNode>($"/api/v1/queue/{own}", Token))!["hold"]!["cause"]!.ToString(), ignoreCase: true);
        using var approved = await scientist.PostAsync($"/api/v1/queue/{own}/approve", null, Token);
        Assert.Equal(HttpStatusCode.Forbidden, approved.StatusCode);
        using var others = await scientist.PostAsync("/api/v1/queue/job-4/hold", null, Token);
        Assert.Equal(HttpStatusCode.Forbidden, others.StatusCode);
        Assert.Equal("application/problem+json", others.Content.Headers.ContentType!.MediaType);
        using var removed = await scientist.DeleteAsync($"/api/v1/queue/{own}", Token);
        Assert.Equal(HttpStatusCode.NoContent, removed.StatusCode);
        Assert.Contains(web.Audit.Entries, entry => entry is { Who: "curie", Role: "Scientist", Action: "queue.propose", Result: Domain.Audits.AuditResult.Done } && entry.After.Contains("LTO-9", StringComparison.Ordinal));
        Assert.Contains(web.Audit.Entries, entry => entry is { Who: "curie", Action: "queue.hold", Target: "job-4", Result: Domain.Audits.AuditResult.Refused });
    }

    [Fact]
    public async Task Reference_SignedIn_HasNoScriptOfItsOwnInThePage()
    {
        await using var web = await WebFixture.StartAsync();
        using var unsigned = await web.Client().GetAsync("/api-reference/index.html", Token);
        Assert.Equal(HttpStatusCode.Redirect, unsigned.StatusCode);
        HttpClient client = await web.SignedInAsync();
        string page = await client.GetStringAsync("/api-reference/index.html", Token);
        Assert.DoesNotMatch("<script(?![^>]*src=)[^>]*>\\s*\\S", page);
        Assert.DoesNotContain("https://", string.Concat(System.Text.RegularExpressions.Regex.Matches(page, "(?:src|href)=\"[^\"]*\"").Select(match => match.Value)), StringComparison.Ordinal);
    }

    private static async Task<HttpResponseMessage> MoveAsync(HttpClient client, string tag)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/queue/job-4/move") { Content = JsonContent.Create(new { to = 1 }) };
        request.Headers.TryAddWithoutValidation("If-Match", tag);
        return await client.SendAsync(request, Token);
    }

    private static async Task<HttpResponseMessage> EnqueueAsync(HttpClient client, string key, object sample)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/queue") { Content = JsonContent.Create(sample) };
        request.Headers.Add("Idempotency-Key", key);
        return await client.SendAsync(request, Token);
    }
}
