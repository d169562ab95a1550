using LtoAutoscope.Daemon.Commands.Access;
using LtoAutoscope.Daemon.Hosting.Tls;
using LtoAutoscope.Daemon.Web.Access;

namespace LtoAutoscope.Daemon.Web.Api;

/// <summary>Backups, and what this daemon is.</summary>
internal static class AdminEndpoints
{
    public static void Map(RouteGroupBuilder api)
    {
        RouteGroupBuilder backup = api.MapGroup("/backup").RequirePermission(Permission.Maintain).WithTags("Backup");
        backup.MapGet("", (BackupCommands commands) => TypedResults.Ok(commands.List())).WithSummary("The backups in their folder, newest first");
        backup.MapPost("", async (BackupCommands commands, CancellationToken token) => TypedResults.Ok(await commands.MakeAsync(null, token))).WithSummary("Make a backup now, and read it back");
        api.MapGet("/about", (AboutReader about) => TypedResults.Ok(about.Read())).RequirePermission(Permission.OwnAccount).WithTags("About").WithSummary("Version, licences, uptime, data folder");
    }

    /// <summary>The root certificate of the daemon's own, which phones and browsers are told to trust: public by its nature, and wanted before anybody can sign in.</summary>
    public static void MapRoot(IEndpointRouteBuilder routes)
    {
        if (routes.ServiceProvider.GetService<ServerCertificates>()?.Root is not { } root) return;
        routes.MapGet("/lto-autoscope-root.crt", () => TypedResults.Bytes(root, "application/x-x509-ca-cert", "lto-autoscope-root.crt")).AllowAnonymous().ExcludeFromDescription();
    }
}
