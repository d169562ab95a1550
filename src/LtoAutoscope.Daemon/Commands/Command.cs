using LtoAutoscope.Daemon.Web.Access;

namespace LtoAutoscope.Daemon.Commands;

/// <summary>Something that somebody asks for, as permission and audit trail see it.</summary>
/// <param name="Permission">What it needs.</param>
/// <param name="Action">What it is, in the form <c>area.verb</c>.</param>
/// <param name="Target">On what; empty where there is only one.</param>
public sealed record Command(Permission Permission, string Action, string Target = "")
{
    /// <summary>Whose the target is; its owner needs only <see cref="Permission.Propose"/>. Empty when it is nobody's.</summary>
    public string Owner { get; init; } = "";

    /// <summary>Why, as the person said.</summary>
    public string Reason { get; init; } = "";

    /// <summary>Reads the target, before and after; null where that says nothing.</summary>
    public Func<object?>? State { get; init; }
}
