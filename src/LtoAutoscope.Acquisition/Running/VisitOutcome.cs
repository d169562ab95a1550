using LtoAutoscope.Domain.Frames;

namespace LtoAutoscope.Acquisition.Running;

/// <summary>How a visit of a tile ended.</summary>
/// <param name="Kind">Counts, is to be taken again, or is given up.</param>
/// <param name="WholeParticles">Particles that count; 0 unless it counts.</param>
/// <param name="Cause">Why it does not count, or null.</param>
public sealed record VisitOutcome(VisitOutcomeKind Kind, int WholeParticles = 0, QuarantineReason? Cause = null);
