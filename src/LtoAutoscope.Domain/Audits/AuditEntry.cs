namespace LtoAutoscope.Domain.Audits;

/// <summary>One thing that somebody did, or was refused.</summary>
public sealed record AuditEntry
{
    /// <summary>When it ended, UTC.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Name of the account, or <c>system</c>.</summary>
    public required string Who { get; init; }

    /// <summary>The role at that time; empty for the system.</summary>
    public string Role { get; init; } = "";

    /// <summary>From where: the address of the browser or program, or <c>terminal</c>.</summary>
    public string From { get; init; } = "";

    /// <summary>What, in the form <c>area.verb</c>, such as <c>queue.move</c>.</summary>
    public required string Action { get; init; }

    /// <summary>On what: a job, sample, account or recipe; empty where there is only one.</summary>
    public string Target { get; init; } = "";

    /// <summary>Whose it is: the account that proposed the job, or empty. People may read what was done to their own.</summary>
    public string Owner { get; init; } = "";

    /// <summary>The target before, as compact JSON; empty where that says nothing.</summary>
    public string Before { get; init; } = "";

    /// <summary>The target after, as compact JSON; empty where that says nothing.</summary>
    public string After { get; init; } = "";

    /// <summary>What became of it.</summary>
    public required AuditResult Result { get; init; }

    /// <summary>Why it was done, as the person said, or why it was refused or failed; empty when nobody said.</summary>
    public string Reason { get; init; } = "";
}
