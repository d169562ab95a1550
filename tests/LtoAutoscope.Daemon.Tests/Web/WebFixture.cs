using System.Text.RegularExpressions;
using LtoAutoscope.Daemon.Tests.Components;
using LtoAutoscope.Daemon.Web;
using LtoAutoscope.Daemon.Web.Access;
using LtoAutoscope.Domain.Audits;
using LtoAutoscope.Daemon.Hosting;
using LtoAutoscope.Pipeline.Cells;
using LtoAutoscope.Pipeline.Correlations;
using LtoAutoscope.Pipeline.Live;
using LtoAutoscope.Storage.Data;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace LtoAutoscope.Daemon.Tests.Web;

/// <summary>The web side over a laboratory in memory, in this process.</summary>
internal sealed partial class WebFixture : IAsyncDisposable
{
    public const string Password = "correct horse";

    public const string Key = "lto_battery_staple";

    private readonly WebApplication _app;
    private readonly string _wwwroot;

    private WebFixture(WebApplication app, FakeLab lab, MemoryTrail audit, string wwwroot)
    {
        Audit = audit;
        _app = app;
        Lab = lab;
        _wwwroot = wwwroot;
    }

    public FakeLab Lab { get; }

    public MemoryTrail Audit { get; }

    public IServiceProvider Services => _app.Services;

    /// <summary>Starts it.</summary>
    /// <param name="more">Registers what a test needs besides, or null.</param>
    public static async Task<WebFixture> StartAsync(Action<IServiceCollection>? more = null)
    {
        string wwwroot = Directory.CreateTempSubdirectory("lto-web").FullName;
        Directory.CreateDirectory(Path.Combine(wwwroot, "css"));
        await using (var file = File.CreateText(Path.Combine(wwwroot, "css", "app.css"))) await file.WriteAsync("body{}");
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { EnvironmentName = "Production", ContentRootPath = wwwroot });
        builder.WebHost.UseTestServer();
        builder.Logging.ClearProviders();
        WebHost.AddServices(builder, new WebSettings { WwwRoot = wwwroot });
        var audit = new MemoryTrail();
        var lab = new FakeLab(TimeProvider.System.GetUtcNow());
        builder.Services.AddSingleton<ILab>(lab);
        builder.Services.AddSingleton<IAuditTrail>(audit);
        builder.Services.AddSingleton<ISignIn, OneAccount>();
        builder.Services.AddSingleton<IKeySignIn, OneKey>();
        AddData(builder.Services, Path.Combine(wwwroot, "data"));
        more?.Invoke(builder.Services);
        var app = builder.Build();
        WebHost.Map(app);
        await app.StartAsync();
        return new WebFixture(app, lab, audit, wwwroot);
    }

    /// <summary>An empty data folder for what is read from the disk.</summary>
    private static void AddData(IServiceCollection services, string path)
    {
        foreach (string part in (string[])["runs", "samples", "cells", "models"]) Directory.CreateDirectory(Path.Combine(path, part));
        ContentFolders content = ContentFolders.Locate();
        DataFolder data = DataFolder.OpenReadOnly(path);
        services.AddSingleton(new CellArchive(data));
        services.AddSingleton(new CorrelationStudy(data, content.Regression));
        services.AddSingleton(new ResolvedCellRuns(data, content.Materials, TimeProvider.System));
    }

    /// <summary>A client with its own cookies that follows no redirects.</summary>
    public HttpClient Client()
    {
        var client = new HttpClient(new CookieJar(_app.GetTestServer().CreateHandler())) { BaseAddress = new Uri("http://localhost") };
        return client;
    }

    /// <summary>A client that has signed in.</summary>
    public async Task<HttpClient> SignedInAsync()
    {
        var client = Client();
        string page = await client.GetStringAsync("/login");
        var answer = await client.PostAsync("/sign-in", Form(page, ("user", "admin"), ("password", Password), ("returnUrl", "/")));
        Assert.Equal(System.Net.HttpStatusCode.SeeOther, answer.StatusCode);
        return client;
    }

    /// <summary>A form with the first antiforgery token of a page.</summary>
    public static FormUrlEncodedContent Form(string page, params (string Key, string Value)[] fields)
        => new([KeyValuePair.Create("__RequestVerificationToken", TokenPattern().Match(page).Groups[1].Value), .. fields.Select(f => KeyValuePair.Create(f.Key, f.Value))]);

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        Directory.Delete(_wwwroot, recursive: true);
    }

    [GeneratedRegex("name=\"__RequestVerificationToken\" value=\"([^\"]+)\"")]
    private static partial Regex TokenPattern();

    private sealed class OneAccount : ISignIn
    {
        public Task<SignedInUser?> VerifyAsync(string user, string password, CancellationToken cancellationToken)
            => Task.FromResult(user == "admin" && password == Password ? new SignedInUser("admin", "Maintainer") : null);
    }

    private sealed class OneKey : IKeySignIn
    {
        public Task<SignedInUser?> VerifyAsync(string key, CancellationToken cancellationToken) => Task.FromResult(key == Key ? new SignedInUser("robot", "Operator") : null);
    }

    private sealed class CookieJar(HttpMessageHandler inner) : DelegatingHandler(inner)
    {
        private readonly System.Net.CookieContainer _cookies = new();

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            if (_cookies.GetCookieHeader(request.RequestUri!) is { Length: > 0 } header) request.Headers.TryAddWithoutValidation("Cookie", header);
            var response = await base.SendAsync(request, cancellationToken);
            if (response.Headers.TryGetValues("Set-Cookie", out var set))
                foreach (string cookie in set) _cookies.SetCookies(request.RequestUri!, cookie);
            return response;
        }
    }
}
