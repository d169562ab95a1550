using LtoAutoscope.Storage.Decisions;

namespace LtoAutoscope.Daemon.Web.Particles;

/// <summary>What was written down.</summary>
/// <param name="Decisions">The new lines.</param>
/// <param name="Rejected">Particles of the run that are rejected now.</param>
public sealed record DecisionReceipt(IReadOnlyList<ParticleDecision> Decisions, int Rejected);
