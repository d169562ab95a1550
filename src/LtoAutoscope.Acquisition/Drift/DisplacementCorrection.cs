using LtoAutoscope.Domain.Geometry;
using LtoAutoscope.Domain.Recipes;

namespace LtoAutoscope.Acquisition.Drift;

/// <summary>What is to be done about a displacement.</summary>
/// <param name="By">By what; none where nothing is to be done.</param>
/// <param name="BeamShiftUm">The electrical shift to set, µm; null otherwise.</param>
/// <param name="Stage">Where the stage is to go; null otherwise.</param>
/// <param name="Reason">In a sentence without capital and final stop, with value and limit.</param>
public sealed record DisplacementCorrection(DriftCorrection By, (double XUm, double YUm)? BeamShiftUm, StageTarget? Stage, string Reason);
