namespace LtoAutoscope.Pipeline.Control;

/// <summary>Who controls the instrument, and who would like to.</summary>
public sealed record ControlView
{
    /// <summary>By whom it is controlled.</summary>
    public ControlKind Kind { get; init; }

    /// <summary>The holder's name: an operator, “queue”, or a task; null when nobody holds it.</summary>
    public string? Holder { get; init; }

    /// <summary>Since when, UTC; null when nobody holds it.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>When control by hand runs out unless its holder is heard of, UTC; null otherwise.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>What is under way by hand, such as “moving the stage”; empty when nothing.</summary>
    public string Doing { get; init; } = "";

    /// <summary>Who gets control as soon as the queue has paused after its present frame; null when nobody waits for that.</summary>
    public string? WaitsForQueue { get; init; }

    /// <summary>Who asks the holder for it; null when nobody does.</summary>
    public ControlRequest? Request { get; init; }

    /// <summary>The last request that was refused, or null.</summary>
    public ControlAnswer? Refused { get; init; }

    /// <summary>How control by hand last ended, or null.</summary>
    public ControlEnd? LastEnd { get; init; }

    /// <summary>Whether a stop holds every move and beam change until the holder, or whoever resumes the queue, clears it.</summary>
    public bool IsStopped { get; init; }

    /// <summary>Whether somebody controls it by hand.</summary>
    /// <param name="name">The operator.</param>
    public bool IsHeldBy(string name) => Kind == ControlKind.Hand && Holder == name;
}
