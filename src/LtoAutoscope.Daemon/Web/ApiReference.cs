using LtoAutoscope.Daemon.Web.Access;

namespace LtoAutoscope.Daemon.Web;

/// <summary>The browsable page of the API, <c>/api-reference</c>: Swagger UI over the document that the daemon serves. Its files come with the package, nothing from elsewhere.</summary>
internal static class ApiReference
{
    /// <summary>Where it is.</summary>
    public const string Path = "/api-reference";

    public static void Use(WebApplication app) => app.UseWhen(context => context.Request.Path.StartsWithSegments(Path), pages =>
    {
        pages.Use((context, next) =>
        {
            if (Permissions.May(context.User, Permission.Look)) return next(context);
            context.Response.Redirect($"/login?returnUrl={Uri.EscapeDataString(Path)}");
            return Task.CompletedTask;
        });
        pages.UseSwaggerUI(options =>
        {
            options.RoutePrefix = Path.TrimStart('/');
            options.DocumentTitle = "API · LtoAutoscope";
            options.SwaggerEndpoint("/openapi/v1.json", "LtoAutoscope v1");
            options.EnableTryItOutByDefault();
            options.DisplayRequestDuration();
            options.EnablePersistAuthorization();
        });
    });
}
