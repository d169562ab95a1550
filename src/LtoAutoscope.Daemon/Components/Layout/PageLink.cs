using LtoAutoscope.Daemon.Web.Access;

namespace LtoAutoscope.Daemon.Components.Layout;

/// <summary>A page that the rail and the dock lead to.</summary>
/// <param name="Address">Its address.</param>
/// <param name="Title">Its word.</param>
/// <param name="Symbol">Id of its symbol.</param>
/// <param name="Exact">Whether only this very address counts as being there.</param>
internal sealed record PageLink(string Address, string Title, string Symbol, bool Exact)
{
    /// <summary>Whether the phone's dock has room for it.</summary>
    public bool IsInDock { get; init; } = true;

    /// <summary>What the person must be allowed to do, or nothing can be seen there.</summary>
    public Permission Needs { get; init; } = Permission.Look;

    public static IReadOnlyList<PageLink> All { get; } =
    [
        new("/", "Now", "now", true),
        new("/queue", "Queue", "queue", false),
        new("/holder", "Holder", "holder", false) { IsInDock = false },
        new("/runs", "Runs", "run", false),
        new("/distributions", "Sizes", "sizes", false) { IsInDock = false },
        new("/cells", "Cells", "cell", false) { IsInDock = false },
        new("/correlation", "Learn", "learn", false) { IsInDock = false },
        new("/next", "Next", "next", false) { IsInDock = false },
        new("/nights", "Morning", "morning", false) { IsInDock = false },
        new("/instruments", "Control", "control", false) { IsInDock = false },
        new("/recipes", "Recipes", "recipe", false) { IsInDock = false },
        new("/alerts", "Alerts", "bell", false) { IsInDock = false },
        new("/audit", "Audit", "audit", false) { IsInDock = false },
        new("/admin", "Admin", "admin", false) { IsInDock = false },
    ];
}
