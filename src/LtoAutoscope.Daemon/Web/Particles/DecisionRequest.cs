using LtoAutoscope.Storage.Decisions;

namespace LtoAutoscope.Daemon.Web.Particles;

/// <summary>A decision about particles.</summary>
/// <param name="ParticleIds">Which, 1…500.</param>
/// <param name="Verdict"><c>accepted</c>, <c>rejected</c> or <c>withdrawn</c>.</param>
/// <param name="Reason">Why; a rejection needs one.</param>
public sealed record DecisionRequest(IReadOnlyList<string> ParticleIds, DecisionVerdict Verdict, string Reason = "");
