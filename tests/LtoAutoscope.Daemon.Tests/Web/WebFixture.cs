using System.Text.RegularExpressions;
using LtoAutoscope.Daemon.Tests.Components;
using LtoAutoscope.Daemon.Web;
using LtoAutoscope.Daemon.Hosting;
using LtoAutoscope.Daemon.Web.Access.Configuration;
using LtoAutoscope.Domain.Audits;
using LtoAutoscope.Pipeline.Cells;
using LtoAutoscope.Pipeline.Correlations;
using LtoAutoscope.Pipeline.Live;
using LtoAutoscope.Storage.Accounts;
using LtoAutoscope.Storage.Data;
using LtoAutoscope.Storage.Runs;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace LtoAutoscope.Daemon.Tests.Web;

/// <summary>The web side over a laboratory in memory, in this process.</summary>
internal sealed partial class WebFixture : IAsyncDisposable
{
    public const string Password = "correct horse";

    /// <summary>A key of the account “robot”, an operator, that reaches as far as it.</summary>
    public const string Key = "lto_testkeys_" + Secret;

    private const string Secret = "correcthorsebatterystaplecorrecthorsebat";
    private readonly WebApplication _app;
    private readonly string _folder;
    private readonly DataFolder _data;

    private WebFixture(WebApplication app, FakeLab lab, MemoryTrail audit, DataFolder data, string folder)
    {
        Audit = audit;
        _app = app;
        Lab = lab;
        _data = data;
        _folder = folder;
    }

    public DataFolder Data => _data;

    public AccountStore Accounts => Services.GetRequiredService<AccountStore>();

    public SessionStore Sessions => Services.GetRequiredService<SessionStore>();

    public WebApplication App => _app;

    public FakeLab Lab { get; }

    public MemoryTrail Audit { get; }

    public IServiceProvider Services => _app.Services;

    /// <summary>Starts it.</summary>
    /// <param name="more">Registers what a test needs besides, or null.</param>
    /// <param name="access">Who may reach it, or null for the defaults.</param>
    /// <param name="data">A data folder's path that a former one left, or null for a new one with the accounts “admin” and “robot”.</param>
    /// <param name="isTls">Whether it takes itself for one that speaks TLS only.</param>
    /// <param name="isEmpty">Whether there is no account.</param>
    /// <param name="server">Listens on a port of this machine instead of in memory.</param>
    public static async Task<WebFixture> StartAsync(Action<IServiceCollection>? more = null, AccessSettings? access = null, string? data = null, bool isTls = false, bool isEmpty = false, Action<WebApplicationBuilder>? server = null)
    {
        string folder = Directory.CreateTempSubdirectory("lto-web").FullName, wwwroot = Path.Combine(folder, "wwwroot");
        Directory.CreateDirectory(Path.Combine(wwwroot, "css"));
        await using (var file = File.CreateText(Path.Combine(wwwroot, "css", "app.css"))) await file.WriteAsync("body{}");
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { EnvironmentName = "Production", ContentRootPath = folder });
        if (server is null) builder.WebHost.UseTestServer();
        else server(builder);
        builder.Logging.ClearProviders();
        access = (access ?? new AccessSettings()) is { } asked ? asked with { SignIn = asked.SignIn with { HashIterations = 1000 } } : access;
        DataFolder opened = await DataFolder.OpenAsync(data ?? Path.Combine(folder, "data"), new DataFolderOptions { MinimumFreeBytes = 0 }, TimeProvider.System, CancellationToken.None);
        WebHost.AddServices(builder, new WebSettings { WwwRoot = wwwroot, KeysFolder = Path.Combine(opened.Accounts, "keys"), Access = access!, IsTls = isTls, DataFolder = opened.Root, ContentRoot = ContentFolders.Locate().Root, ConfigFolder = ContentFolders.Locate().Config });
        var audit = new MemoryTrail();
        var lab = new FakeLab(TimeProvider.System.GetUtcNow());
        builder.Services.AddSingleton<ILab>(lab);
        builder.Services.AddSingleton<IAuditTrail>(audit);
        builder.Services.AddSingleton(new AccountStore(opened, TimeProvider.System, new AccountPasswords(1000)));
        builder.Services.AddSingleton(provider => new SessionStore(opened, TimeProvider.System));
        builder.Services.AddSingleton(provider => new ApiKeyStore(opened, TimeProvider.System, provider.GetRequiredService<AccountStore>()));
        AddData(builder.Services, opened);
        more?.Invoke(builder.Services);
        var app = builder.Build();
        WebHost.Map(app);
        var fixture = new WebFixture(app, lab, audit, opened, folder);
        if (!isEmpty && fixture.Accounts.IsEmpty) await fixture.FillAsync();
        await app.StartAsync();
        return fixture;
    }

    /// <summary>What is read from the disk.</summary>
    private static void AddData(IServiceCollection services, DataFolder data)
    {
        ContentFolders content = ContentFolders.Locate();
        services.AddSingleton(new CellArchive(data));
        services.AddSingleton(new LtoAutoscope.Fem.Materials.MaterialLibrary(content.Materials));
        services.AddSingleton(new SampleCellArchive(data, content.Materials));
        services.AddSingleton(new CellImports(data, content.Materials, TimeProvider.System));
        services.AddSingleton(new CorrelationStudy(data, content.Regression));
        services.AddSingleton(new ResolvedCellRuns(data, content.Materials, TimeProvider.System, NullLogger<ResolvedCellRuns>.Instance));
    }

    /// <summary>A client with its own cookies that follows no redirects.</summary>
    public HttpClient Client()
    {
        var client = new HttpClient(new CookieJar(_app.GetTestServer().CreateHandler())) { BaseAddress = new Uri("http://localhost") };
        return client;
    }

    /// <summary>A client that has signed in, and says as a browser does that its requests come from this site.</summary>
    /// <param name="user">Name of the account; all have the same password.</param>
    public async Task<HttpClient> SignedInAsync(string user = "admin")
    {
        var client = Client();
        string page = await client.GetStringAsync("/login");
        var answer = await client.PostAsync("/sign-in", Form(page, ("user", user), ("password", Password), ("returnUrl", "/")));
        Assert.Equal(System.Net.HttpStatusCode.SeeOther, answer.StatusCode);
        client.DefaultRequestHeaders.Add("Origin", "http://localhost");
        return client;
    }

    /// <summary>A client with a key of an account.</summary>
    public async Task<HttpClient> KeyedAsync(string account, string scope)
    {
        var client = Client();
        (_, string key) = await Services.GetRequiredService<ApiKeyStore>().CreateAsync(account, "", scope, 1, CancellationToken.None);
        client.DefaultRequestHeaders.Authorization = new System.Net.Http.Headers.AuthenticationHeaderValue("Bearer", key);
        return client;
    }

    /// <summary>Makes an account with the password of all.</summary>
    public Task<Account> AddAccountAsync(string name, AccountRole role) => Accounts.AddAsync(name, role, Password, CancellationToken.None);

    /// <summary>A form with the first antiforgery token of a page.</summary>
    public static FormUrlEncodedContent Form(string page, params (string Key, string Value)[] fields)
        => new([KeyValuePair.Create("__RequestVerificationToken", TokenPattern().Match(page).Groups[1].Value), .. fields.Select(f => KeyValuePair.Create(f.Key, f.Value))]);

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _data.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task FillAsync()
    {
        await AddAccountAsync("admin", AccountRole.Maintainer);
        await AddAccountAsync("robot", AccountRole.Operator);
        var key = new ApiKey("testkeys", "robot", "", TimeProvider.System.GetUtcNow(), Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(Secret))));
        Directory.CreateDirectory(Path.Combine(_data.Accounts, "api-keys"));
        await JsonFile.WriteAsync(Path.Combine(_data.Accounts, "api-keys", "testkeys.json"), key, CancellationToken.None);
    }

    [GeneratedRegex("name=\"__RequestVerificationToken\" value=\"([^\"]+)\"")]
    private static partial Regex TokenPattern();

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
