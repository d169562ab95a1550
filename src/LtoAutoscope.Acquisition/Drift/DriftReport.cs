using LtoAutoscope.Domain.Frames;

namespace LtoAutoscope.Acquisition.Drift;

/// <summary>What the drift gate found.</summary>
/// <param name="Outcome">How it ended.</param>
/// <param name="Tries">All measurements, in order; at least one.</param>
/// <param name="Reason">In a sentence without the final stop, with value and limit.</param>
/// <param name="Patch">The last image of the place, half the frame's pixels over the same field.</param>
public sealed record DriftReport(DriftOutcome Outcome, IReadOnlyList<DriftTry> Tries, string Reason, GreyImage Patch)
{
    /// <summary>Speed at the last try, nm/s; null where it could not be told.</summary>
    public double? NmPerS => Tries[^1].NmPerS;

    /// <summary>Whether a tile may be taken.</summary>
    public bool Passed => Outcome == DriftOutcome.Passed;
}
