using LtoAutoscope.Domain;
using Microsoft.Extensions.FileProviders;

namespace LtoAutoscope.Daemon.Web;

/// <summary>Serves static files from the three places where they can lie: the build's manifest, the top folder, and beside a published executable.</summary>
internal static class StaticFolders
{
    public static void Use(WebApplication app, string wwwroot)
    {
        if (!Directory.Exists(wwwroot))
            throw new InputException("the folder of static files is not there", wwwroot, "Start from the checkout or from a published folder, both of which hold wwwroot");
        // Scripts and styles shrink to a fourth, which a phone on the laboratory's wireless network notices. Nothing in them is secret, so that compressing them over TLS tells nobody anything.
        app.UseWhen(context => IsText(context.Request.Path), files => files.UseResponseCompression());
        // Of the framework and the component library, in a run from the build output; in a published folder these lie in its wwwroot.
        app.UseStaticFiles(With(app.Environment.WebRootFileProvider));
        app.UseStaticFiles(With(new PhysicalFileProvider(Path.GetFullPath(wwwroot))));
        string published = Path.Combine(AppContext.BaseDirectory, "wwwroot");
        if (Directory.Exists(published) && !string.Equals(published, Path.GetFullPath(wwwroot), StringComparison.Ordinal))
            app.UseStaticFiles(With(new PhysicalFileProvider(published)));
    }

    private static bool IsText(PathString path) => path.Value is { } file && (file.EndsWith(".js", StringComparison.Ordinal) || file.EndsWith(".css", StringComparison.Ordinal) || file.EndsWith(".svg", StringComparison.Ordinal)) && !file.StartsWith("/api/", StringComparison.Ordinal);

    private static StaticFileOptions With(IFileProvider files) => new()
    {
        FileProvider = files,
        OnPrepareResponse = context => context.Context.Response.Headers.CacheControl =
            context.Context.Request.Query.ContainsKey("v") ? "public, max-age=31536000, immutable" : "public, max-age=600",
    };
}
