using LtoAutoscope.Domain.Audits;

namespace LtoAutoscope.Daemon.Commands.Access;

/// <summary>Which entries of the trail are wanted; what is empty or null does not narrow it.</summary>
public sealed record AuditQuery
{
    /// <summary>The account that did it.</summary>
    public string? Who { get; init; }

    /// <summary>How the action begins, such as <c>queue</c> or <c>queue.move</c>.</summary>
    public string? Action { get; init; }

    /// <summary>A part of the target.</summary>
    public string? Target { get; init; }

    /// <summary>What became of it.</summary>
    public AuditResult? Result { get; init; }

    /// <summary>Not before.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Before.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>Whether an entry is wanted.</summary>
    public bool Fits(AuditEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        return (string.IsNullOrEmpty(Who) || string.Equals(entry.Who, Who, StringComparison.OrdinalIgnoreCase))
            && (string.IsNullOrEmpty(Action) || entry.Action.StartsWith(Action, StringComparison.OrdinalIgnoreCase))
            && (string.IsNullOrEmpty(Target) || entry.Target.Contains(Target, StringComparison.OrdinalIgnoreCase))
            && (Result is null || entry.Result == Result) && (From is null || entry.At >= From) && (Until is null || entry.At < Until);
    }
}
