namespace LtoAutoscope.Storage.Decisions;

/// <summary>One decision about one particle.</summary>
/// <param name="Number">Its number in the run's journal of decisions.</param>
/// <param name="At">When.</param>
/// <param name="ParticleId">Which.</param>
/// <param name="Verdict">What.</param>
/// <param name="Reason">Why, as the person said.</param>
/// <param name="By">Who.</param>
public sealed record ParticleDecision(long Number, DateTimeOffset At, string ParticleId, DecisionVerdict Verdict, string Reason, string By);
