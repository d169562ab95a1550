namespace LtoAutoscope.Domain.Audits;

/// <summary>Whether a trail hangs together.</summary>
/// <param name="Lines">Lines that hang together from the first on.</param>
/// <param name="Head">The newest hash: written down elsewhere, it proves later that nothing was cut off. All zeros when there is no line.</param>
/// <param name="Problem">Where and how the chain breaks, in a sentence; null when it is whole.</param>
/// <param name="At">When it was proved, UTC.</param>
public sealed record AuditProof(long Lines, string Head, string? Problem, DateTimeOffset At);
