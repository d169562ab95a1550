namespace LtoAutoscope.Domain.Audits;

/// <summary>What became of something that somebody asked for.</summary>
public enum AuditResult
{
    /// <summary>It was done.</summary>
    Done,

    /// <summary>It was refused: not permitted, or it did not fit.</summary>
    Refused,

    /// <summary>It was tried and went wrong, or was given up.</summary>
    Failed,
}
