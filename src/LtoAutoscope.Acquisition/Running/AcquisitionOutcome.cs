namespace LtoAutoscope.Acquisition.Running;

/// <summary>How acquisition ended.</summary>
/// <param name="IsDone">Whether it is finished; false when it paused and is to be resumed.</param>
/// <param name="WholeParticles">Particles that count.</param>
/// <param name="FramesAccepted">Frames that count.</param>
/// <param name="FramesTotal">Exposures made, those taken again and those rejected included.</param>
/// <param name="Reason">Why it ended, as a sentence with figures.</param>
/// <param name="GoalReached">Whether the particle goal was reached.</param>
public sealed record AcquisitionOutcome(bool IsDone, int WholeParticles, int FramesAccepted, int FramesTotal, string Reason, bool GoalReached);
