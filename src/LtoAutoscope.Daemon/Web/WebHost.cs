using LtoAutoscope.Daemon.Components;
using LtoAutoscope.Daemon.Commands;
using LtoAutoscope.Daemon.Telemetry;
using LtoAutoscope.Daemon.Web.Access;
using LtoAutoscope.Daemon.Web.Api;
using LtoAutoscope.Daemon.Web.Live;
using LtoAutoscope.Instruments.Recording;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using MudBlazor.Services;

namespace LtoAutoscope.Daemon.Web;

/// <summary>The web side of the daemon: pages, API, sign-in, health and metrics. It needs an <c>ILab</c> and an <c>ISignIn</c> among the services.</summary>
public static class WebHost
{
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
        services.AddRazorComponents().AddInteractiveServerComponents();
        services.AddMudServices();
        services.AddHttpContextAccessor();
        services.AddScoped<LabFeed>();
        services.AddScoped<ActorSource>();
        services.AddScoped<CommandDesk>();
        services.AddScoped<LabCommands>();
        services.AddScoped<AlertCommands>();
        services.AddScoped<ControlCommands>();
        services.AddScoped<InstrumentCommands>();
        services.AddScoped<RecipeCommands>();
        SignInServices.Add(services);
        services.AddAntiforgery(options => options.Cookie.Name = "lto-autoscope-form");
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
        ApiServices.UseProblems(app);
        StaticFolders.Use(app, settings.WwwRoot);
        app.UseRouting();
        app.UseRateLimiter();
        app.UseAuthentication();
        app.UseAuthorization();
        app.UseAntiforgery();

        SignInEndpoints.Map(app);
        StopEndpoint.Map(app);
        ApiEndpoints.Map(app);
        AlertEndpoints.Map(app);
        NightEndpoints.Map(app);
        app.MapOpenApi("/openapi/{documentName}.json");
        MetricsServices.Map(app);
        HealthServices.Map(app);
        app.MapRazorComponents<App>().AddInteractiveServerRenderMode();
    }
}
