using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.AspNetCore.Components.Routing;

namespace LtoAutoscope.Daemon.Components;

/// <summary>The page around all pages: styles, the stop form (static, so that it outlives any circuit) and the scripts.</summary>
public sealed partial class App
{
    private static readonly string[] Sheets = ["tokens", "app", "mud", "now", "queue", "run", "mosaic", "particles", "distributions", "cell", "cells", "correlation", "next", "regression", "instruments", "recipes", "admin"];

    [CascadingParameter]
    private HttpContext Context { get; set; } = default!;

    private string Theme => Context.Request.Cookies["lto-theme"] == "light" ? "light" : "dark";

    private IComponentRenderMode? Mode => Context.AcceptsInteractiveRouting() ? RenderMode.InteractiveServer : null;
}
