using LtoAutoscope.Daemon.Commands;
using LtoAutoscope.Daemon.Commands.Access;
using LtoAutoscope.Daemon.Components;
using LtoAutoscope.Daemon.Components.Parts;
using LtoAutoscope.Daemon.Telemetry;
using LtoAutoscope.Daemon.Web.Access;
using LtoAutoscope.Daemon.Web.Api;
using LtoAutoscope.Daemon.Web.Api.Conventions;
using LtoAutoscope.Daemon.Web.Live;
using LtoAutoscope.Instruments.Recording;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using MudBlazor.Services;

namespace LtoAutoscope.Daemon.Web;

/// <summary>The web side of the daemon: pages, API, sign-in, health and metrics. It needs an <c>ILab</c>, an audit trail and the stores of accounts, sessions and keys among the services.</summary>
public static class WebHost
{
    private const long Mebibyte = 1 << 20;

    /// <summary>Registers the services of pages and endpoints.</summary>
    /// <param name="builder">The application under construction.</param>
    /// <param name="settings">Folders and limits.</param>
    public static void AddServices(WebApplicationBuilder builder, WebSettings settings)
    {
        // The framework's own scripts and the component library's files, when run from the build output in any environment.
        builder.WebHost.UseStaticWebAssets();

        var services = builder.Services;
        services.AddSingleton(settings);
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(new WireTail("")); // of a daemon without an instrument: empty
        services.AddRazorComponents().AddInteractiveServerComponents().AddHubOptions(static hub => hub.MaximumReceiveMessageSize = LongText.LargestMessage);
        services.AddMudServices();
        services.AddHttpContextAccessor();
        services.AddScoped<LabFeed>();
        services.AddScoped<ActorSource>();
        services.AddScoped<CommandDesk>();
        services.AddScoped<LabCommands>();
        services.AddScoped<AlertCommands>();
        AccessCommands.Add(services);
        SignInServices.Add(services, settings.Access, settings.IsTls);
        services.AddAntiforgery(options =>
        {
            options.Cookie.Name = SignInServices.NameOf("lto-autoscope-form", settings.IsTls);
            options.Cookie.Path = "/";
            options.Cookie.SecurePolicy = settings.IsTls ? CookieSecurePolicy.Always : CookieSecurePolicy.SameAsRequest;
            // The page's own header says it too, with all the rest.
            options.SuppressXFrameOptionsHeader = true;
        });
        services.AddHsts(options => options.MaxAge = TimeSpan.FromDays(180));
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = settings.Access.RequestMib * Mebibyte;
        });
        services.AddScoped<CellCommands>();
        services.AddScoped<SampleCellCommands>();
        services.AddScoped<RegressionCommands>();
        services.AddScoped<SynthesisCommands>();
        services.AddScoped<ControlCommands>();
        services.AddScoped<InstrumentCommands>();
        Particles.ParticleServices.Add(services);
        services.AddScoped<RecipeCommands>();
        services.AddResponseCompression(options => options.EnableForHttps = true);
        var protection = services.AddDataProtection().SetApplicationName("LtoAutoscope");
        if (settings.KeysFolder is { } keys) protection.PersistKeysToFileSystem(Directory.CreateDirectory(keys));
        ApiServices.Add(services);
        HealthServices.Add(services);
        MetricsServices.Add(services);
    }

    /// <summary>Lays the request pipeline and maps pages and endpoints.</summary>
    /// <exception cref="Domain.InputException">The folder of static files is not there.</exception>
    public static void Map(WebApplication app)
    {
        var settings = app.Services.GetRequiredService<WebSettings>();
        app.Use(SecurityHeaders.Write);
        if (settings.IsTls) app.UseHsts();
        ApiServices.UseProblems(app);
        StaticFolders.Use(app, settings.WwwRoot);
        app.UseRouting();
        app.UseRateLimiter();
        app.UseAuthentication();
        app.Use(app.Services.GetRequiredService<SessionCheck>().CutAsync);
        app.Use(SameOrigin.CheckAsync);
        app.UseAuthorization();
        app.UseAntiforgery();
        app.Use(RequestCheck.CheckAsync);
        ApiReference.Use(app);

        SignInEndpoints.Map(app);
        FirstRunEndpoints.Map(app);
        OpenIdSignIn.Map(app);
        AdminEndpoints.MapRoot(app);
        StopEndpoint.Map(app);
        ApiEndpoints.Map(app);
        AlertEndpoints.Map(app);
        NightEndpoints.Map(app);
        app.MapOpenApi("/openapi/{documentName}.json").RequirePermission(Permission.Look);
        MetricsServices.Map(app);
        HealthServices.Map(app);
        app.MapRazorComponents<App>().AddInteractiveServerRenderMode().RequirePermission(Permission.Look);
    }
}
