using System.Net;
using System.Text.RegularExpressions;
using LtoAutoscope.Daemon.Tests.Web;
using LtoAutoscope.Daemon.Web.Access;
using LtoAutoscope.Daemon.Web.Access.Configuration;
using LtoAutoscope.Storage.Accounts;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace LtoAutoscope.Daemon.Tests.Access;

/// <summary>Every address that the daemon answers at, asked by everybody: nobody, each role, a key of each scope.</summary>
public sealed partial class RuleTableTests
{
    /// <summary>What is open to all, with the reason. Whatever else is new asks a permission, or this test fails.</summary>
    private static readonly Dictionary<string, string> Open = new(StringComparer.Ordinal)
    {
        ["GET /login"] = "the way in",
        ["GET /first-run"] = "shows nothing without the link, nor once there is an account",
        ["POST /first-run"] = "the same",
        ["POST /sign-in"] = "the way in",
        ["POST /sign-in/code"] = "the way in, second step",
        ["POST /sign-out"] = "whoever is not signed in has nothing to lose",
        ["* /health/live"] = "for service managers and watchdogs",
        ["* /health/ready"] = "for service managers and watchdogs",
    };

    /// <summary>What changes something and asks no more than to be signed in; whose it is decides.</summary>
    private static readonly HashSet<string> ChangesForAll = new(StringComparer.Ordinal) { "POST /stop", "POST /api/v1/stop" };

    /// <summary>What is asked by POST because the question is long, and changes nothing.</summary>
    private static readonly HashSet<string> Questions = new(StringComparer.Ordinal) { "POST /api/v1/recipes/validate", "POST /api/v1/recipes/{name}/diff" };

    /// <summary>The framework's own addresses of circuits: they answer badly to a bare request, and that is all that may be said here.</summary>
    private static bool IsFramework(string route) => route.Contains("/_blazor", StringComparison.Ordinal) || route.Contains("/_framework", StringComparison.Ordinal);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task EveryEndpoint_AsksAPermissionOrIsListedAsOpen()
    {
        await using WebFixture web = await WebFixture.StartAsync();
        List<string> found = [];
        foreach ((string name, RouteEndpoint endpoint) in Endpoints(web))
        {
            bool isOpen = endpoint.Metadata.GetMetadata<IAllowAnonymous>() is not null;
            if (isOpen && !Open.ContainsKey(name)) found.Add($"{name} is open to all and not listed");
            if (!isOpen && endpoint.Metadata.GetOrderedMetadata<RequirePermissionAttribute>().Count == 0) found.Add($"{name} asks no permission: add .RequirePermission(Permission.…)");
            if (!isOpen && endpoint.Metadata.GetOrderedMetadata<IAuthorizeData>().Any(data => data is not RequirePermissionAttribute)) found.Add($"{name} asks something other than a permission");
        }

        Assert.Empty(found);
        Assert.Empty(Open.Keys.Except(Endpoints(web).Select(pair => pair.Name)));
    }

    /// <summary>To look is not enough to change something.</summary>
    [Fact]
    public async Task EveryEndpointThatChangesSomething_AsksMoreThanToLook()
    {
        await using WebFixture web = await WebFixture.StartAsync();
        Assert.Empty(Endpoints(web)
            .Where(pair => !pair.Name.StartsWith("GET ", StringComparison.Ordinal) && !Open.ContainsKey(pair.Name) && !ChangesForAll.Contains(pair.Name) && !Questions.Contains(pair.Name) && !IsFramework(pair.Name) && Methods(pair.Endpoint).Any(IsUnsafe))
            .Where(pair => pair.Endpoint.Metadata.GetOrderedMetadata<RequirePermissionAttribute>().All(asked => asked.Permission is Permission.Look))
            .Select(pair => pair.Name));
    }

    [Fact]
    public async Task EveryEndpoint_AskedByEverybody_AnswersAsTheTableSays()
    {
        await using WebFixture web = await WebFixture.StartAsync(access: new AccessSettings { SignIn = new SignInSettings { TriesPerMinute = 1000 } });
        List<(string Who, HttpClient Client, AccountRole? Role, string? Scope)> people = [("nobody", web.Client(), null, null)];
        foreach (AccountRole role in Enum.GetValues<AccountRole>())
        {
            await web.AddAccountAsync($"a-{role}", role);
            people.Add(($"{role}", await web.SignedInAsync($"a-{role}"), role, null));
        }

        foreach (string scope in KeyScope.All) people.Add(($"key {scope}", await web.KeyedAsync("admin", scope), AccountRole.Maintainer, scope));
        List<string> wrong = [];
        int asked = 0;
        foreach ((string name, RouteEndpoint endpoint) in Endpoints(web).Where(pair => !Open.ContainsKey(pair.Name) && !IsFramework(pair.Name)))
        {
            Permission[] needed = [.. endpoint.Metadata.GetOrderedMetadata<RequirePermissionAttribute>().Select(attribute => attribute.Permission)];
            foreach ((string who, HttpClient client, AccountRole? role, string? scope) in people)
            {
                using var request = new HttpRequestMessage(new HttpMethod(Methods(endpoint)[0]), Address(endpoint));
                using var patience = CancellationTokenSource.CreateLinkedTokenSource(Token);
                patience.CancelAfter(TimeSpan.FromMinutes(1));
                using HttpResponseMessage answer = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, patience.Token);
                bool isLogin = answer.StatusCode == HttpStatusCode.Redirect && answer.Headers.Location!.ToString().Contains("/login", StringComparison.Ordinal);
                bool isTurnedAway = isLogin || answer.StatusCode is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden;
                bool may = role is { } held && needed.All(permission => held >= Permissions.LeastRole(permission) && (scope is null || KeyScope.Includes(scope, KeyScope.For(permission))));
                asked++;
                if (!may && !isTurnedAway) wrong.Add($"{name} answers {(int)answer.StatusCode} to {who}, who may not");
                // Whose it is decides further in, for roles and scopes in between; a maintainer at a browser may everything.
                if (may && isTurnedAway && (role is AccountRole.Maintainer && scope is null or KeyScope.Full || Methods(endpoint)[0] == "GET")) wrong.Add($"{name} answers {(int)answer.StatusCode} to {who}, who may");
            }
        }

        Assert.Empty(wrong.Distinct());
        Assert.True(asked > 500, $"{asked}");
    }

    /// <summary>Follows every link of every page, as somebody who may everything, and asks each address found once more as nobody.</summary>
    [Fact]
    public async Task Crawl_EverythingThatALinkLeadsTo_IsClosedToNobody()
    {
        await using WebFixture web = await WebFixture.StartAsync();
        HttpClient client = await web.SignedInAsync(), nobody = web.Client();
        Queue<string> next = new(["/", .. Endpoints(web).Where(pair => pair.Name.StartsWith("GET /", StringComparison.Ordinal) && !pair.Name.Contains('{', StringComparison.Ordinal) && !IsFramework(pair.Name)).Select(pair => pair.Name[4..])]);
        HashSet<string> seen = new(next, StringComparer.Ordinal);
        List<string> wrong = [];
        while (next.TryDequeue(out string? path))
        {
            using (HttpResponseMessage answer = await nobody.GetAsync(path, HttpCompletionOption.ResponseHeadersRead, Token))
            {
                bool isClosed = answer.StatusCode is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden or HttpStatusCode.NotFound || answer.StatusCode == HttpStatusCode.Redirect && answer.Headers.Location!.ToString().Contains("/login", StringComparison.Ordinal);
                if (!isClosed && !IsMeantToBeOpen(path)) wrong.Add($"{path} answers {(int)answer.StatusCode} to nobody");
            }

            if (path.StartsWith("/api/v1/events", StringComparison.Ordinal)) continue;
            using HttpResponseMessage page = await client.GetAsync(path, Token);
            if (page.Content.Headers.ContentType?.MediaType != "text/html") continue;
            foreach (Match link in Link().Matches(await page.Content.ReadAsStringAsync(Token)))
            {
                string target = WebUtility.HtmlDecode(link.Groups[1].Value).Split('#')[0];
                if (target.Length == 0 || target.StartsWith("data:", StringComparison.Ordinal) || target.StartsWith("http", StringComparison.Ordinal)) continue;
                if (target[0] != '/') target = "/" + target;
                if (seen.Count < 300 && seen.Add(target)) next.Enqueue(target);
            }
        }

        Assert.Empty(wrong);
        Assert.True(seen.Count > 40, $"{seen.Count}");

        static bool IsMeantToBeOpen(string path)
            => Open.Keys.Any(open => open.EndsWith(' ' + path.Split('?')[0], StringComparison.Ordinal))
                || StaticPaths.Any(folder => path.StartsWith(folder, StringComparison.Ordinal)) || path.StartsWith("/favicon", StringComparison.Ordinal);
    }

    private static readonly string[] StaticPaths = ["/css/", "/js/", "/fonts/", "/lib/", "/_content/", "/_framework/blazor.web.js"];

    private static IReadOnlyList<(string Name, RouteEndpoint Endpoint)> Endpoints(WebFixture web)
        => [.. web.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Select(endpoint => (Name: $"{(endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods is [var method, ..] ? method : "*")} /{endpoint.RoutePattern.RawText!.TrimStart('/')}", endpoint))];

    private static IReadOnlyList<string> Methods(RouteEndpoint endpoint) => endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods is { Count: > 0 } methods ? methods : ["GET"];

    private static bool IsUnsafe(string method) => method is not ("GET" or "HEAD" or "OPTIONS");

    /// <summary>An address that fits the route, of things that there are where the laboratory in memory has them.</summary>
    private static string Address(RouteEndpoint endpoint)
        => "/" + Parameter().Replace(endpoint.RoutePattern.RawText!.TrimStart('/'), match => match.Groups[1].Value switch
        {
            "documentName" => "v1", "number" => "1", "runId" or "run" => "20261122-195200-LTO-0412-A", "frameId" or "frame" => "a01-f0001",
            _ => match.Value.Contains(":int", StringComparison.Ordinal) || match.Value.Contains(":long", StringComparison.Ordinal) ? "1" : "job-4",
        });

    [GeneratedRegex(@"\{\*{0,2}([A-Za-z]+)[^}]*\}")]
    private static partial Regex Parameter();

    [GeneratedRegex("(?:href|src|action)=\"([^\"]*)\"")]
    private static partial Regex Link();
}
