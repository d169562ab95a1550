using System.Diagnostics;
using System.Globalization;
using System.Security.Claims;
using System.Text.Encodings.Web;
using LtoAutoscope.Daemon.Web.Access;
using LtoAutoscope.Daemon.Web.Api;
using LtoAutoscope.Daemon.Web.Particles;
using LtoAutoscope.Pipeline.Particles;
using LtoAutoscope.Storage.Accounts;
using LtoAutoscope.Storage.Data;
using LtoAutoscope.Storage.Runs;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace LtoAutoscope.Daemon.Benchmarks;

/// <summary>How fast the endpoints of particles answer: a synthetic run in a temporary data folder, a real server on loopback, each kind of question with ever other ranges, so that no kept answer helps.</summary>
internal static class ParticleBench
{
    private const int Seed = 20261122;

    /// <summary>Measures.</summary>
    /// <param name="count">Particles, 1,000…5,000,000.</param>
    /// <param name="requests">Requests of each kind, 5…1,000.</param>
    /// <param name="progress">Told what is going on.</param>
    /// <param name="cancellationToken">Ends between two requests; the temporary folder goes away either way.</param>
    public static async Task<ParticleBenchReport> RunAsync(int count, int requests, IProgress<(double Share, string Text)> progress, CancellationToken cancellationToken)
    {
        string root = Directory.CreateTempSubdirectory("lto-particles").FullName;
        try
        {
            using DataFolder data = await DataFolder.OpenAsync(root, new DataFolderOptions { MinimumFreeBytes = count * 900L }, TimeProvider.System, cancellationToken).ConfigureAwait(false);
            progress.Report((0, "writing particles.csv"));
            string runId = await SyntheticRun.WriteAsync(data, count, Seed, cancellationToken).ConfigureAwait(false);
            WebApplication app = Build(data);
            await using (app.ConfigureAwait(false))
            {
                await app.StartAsync(cancellationToken).ConfigureAwait(false);
                using var client = new HttpClient { BaseAddress = new Uri(app.Urls.First()), Timeout = TimeSpan.FromMinutes(10) };
                progress.Report((0.1, "building the columns"));
                var watch = Stopwatch.StartNew();
                await AskAsync(client, $"/api/v1/runs/{runId}/particles?page_size=1", cancellationToken).ConfigureAwait(false);
                double build = watch.Elapsed.TotalSeconds;
                app.Services.GetRequiredService<ParticleLibrary>().Forget(runId);
                watch.Restart();
                await AskAsync(client, $"/api/v1/runs/{runId}/particles?page_size=1", cancellationToken).ConfigureAwait(false);
                double open = watch.Elapsed.TotalSeconds;
                List<ParticleBenchRow> rows = [];
                var random = new Random(Seed);
                (string Kind, Func<Random, string> Query)[] kinds = Kinds(runId);
                for (int k = 0; k < kinds.Length; k++)
                {
                    progress.Report((0.2 + 0.8 * k / kinds.Length, kinds[k].Kind));
                    // The first request of a kind reads its columns from the disk; that is told apart.
                    double first = await TimeAsync(client, kinds[k].Query(random), cancellationToken).ConfigureAwait(false);
                    double[] times = new double[requests];
                    using var self = Process.GetCurrentProcess();
                    TimeSpan before = self.TotalProcessorTime;
                    for (int i = 0; i < requests; i++) times[i] = await TimeAsync(client, kinds[k].Query(random), cancellationToken).ConfigureAwait(false);
                    self.Refresh();
                    double processor = (self.TotalProcessorTime - before).TotalMilliseconds / requests;
                    Array.Sort(times);
                    rows.Add(new ParticleBenchRow(kinds[k].Kind, requests, first, times[requests / 2], times[Math.Min(requests - 1, (int)Math.Ceiling(0.95 * requests) - 1)], times[^1], processor));
                }

                long bytes = new FileInfo(Path.Combine(data.RunPath(runId), "particles.columns")).Length;
                return new ParticleBenchReport(count, Environment.ProcessorCount, build, open, bytes / 1e6, GC.GetTotalMemory(false) / 1e6, rows);
            }
        }
        finally
        {
            Directory.Delete(root, recursive: true);
        }
    }

    private static (string Kind, Func<Random, string> Query)[] Kinds(string runId)
    {
        string run = $"/api/v1/runs/{runId}/particles";
        return
        [
            ("list, first page", random => $"{run}?page_size=120&{Range(random)}"),
            ("list, sorted", random => $"{run}?page_size=120&sort=-circularity&{Range(random)}"),
            ("list, sorted, page far down", random => $"{run}?page_size=120&page={random.Next(500, 2000)}&sort=aspect_ratio&{Range(random)}"),
            ("list, three filters and flags", random => $"{run}?page_size=120&sort=-outlier_score&{Range(random)}&circularity=0.8..&solidity=0.5..&without=edge,doubtful"),
            ("facts of a filter", random => $"{run}/columns?{Range(random)}"),
            ("histogram, density, percentiles by number", random => $"{run}/distribution?q=diameter_nm&{Range(random)}"),
            ("the same by volume, logarithmic", random => $"{run}/distribution?q=diameter_nm&weight=volume&axis=log&{Range(random)}"),
            ("distribution of another quantity", random => $"{run}/distribution?q=circularity&{Range(random)}"),
            ("page Distributions with convergence", random => $"/api/v1/distributions?runs={runId}&{Range(random)}"),
            ("two quantities in cells", random => $"{run}/scatter?x=diameter_nm&y=circularity&{Range(random)}"),
            ("place of a particle", random => $"{run}/place?particle={SyntheticRun.IdOf(random.Next(1000))}&sort=-diameter_nm&{Range(random)}"),
            ("passport", random => $"{run}/{SyntheticRun.IdOf(random.Next(1000))}"),
        ];
    }

    private static string Range(Random random) => string.Create(CultureInfo.InvariantCulture, $"diameter_nm={20 + 20 * random.NextDouble():0.000000}..{120 + 200 * random.NextDouble():0.000000}");

    private static async Task<double> TimeAsync(HttpClient client, string address, CancellationToken cancellationToken)
    {
        var watch = Stopwatch.StartNew();
        await AskAsync(client, address, cancellationToken).ConfigureAwait(false);
        return watch.Elapsed.TotalMilliseconds;
    }

    private static async Task AskAsync(HttpClient client, string address, CancellationToken cancellationToken)
    {
        using HttpResponseMessage answer = await client.GetAsync(address, cancellationToken).ConfigureAwait(false);
        string text = await answer.Content.ReadAsStringAsync(cancellationToken).ConfigureAwait(false);
        if (!answer.IsSuccessStatusCode) throw new InvalidOperationException($"{address} answered {(int)answer.StatusCode}: {text[..Math.Min(300, text.Length)]}");
    }

    private static WebApplication Build(DataFolder data)
    {
        WebApplicationBuilder builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddSingleton(TimeProvider.System).AddSingleton(data);
        ParticleServices.Add(builder.Services);
        ApiServices.Add(builder.Services);
        builder.Services.AddAuthentication(EverybodyHandler.SchemeName).AddScheme<AuthenticationSchemeOptions, EverybodyHandler>(EverybodyHandler.SchemeName, null);
        builder.Services.AddAuthorizationBuilder().AddPermissions();
        WebApplication app = builder.Build();
        app.UseRouting();
        app.UseAuthentication();
        app.UseAuthorization();
        ParticleEndpoints.Map(app.MapGroup("/api/v1/runs"));
        DistributionEndpoints.Map(app.MapGroup("/api/v1/distributions"));
        return app;
    }

    /// <summary>Signs every request in: the server stands for the time of the measurement, on loopback, over a folder of its own.</summary>
    private sealed class EverybodyHandler(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder) : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
    {
        public const string SchemeName = "bench";

        protected override Task<AuthenticateResult> HandleAuthenticateAsync()
            => Task.FromResult(AuthenticateResult.Success(new AuthenticationTicket(
                new ClaimsPrincipal(new ClaimsIdentity([new Claim(ClaimTypes.Name, "bench"), new Claim(ClaimTypes.Role, nameof(AccountRole.Viewer))], SchemeName)), SchemeName)));
    }
}
