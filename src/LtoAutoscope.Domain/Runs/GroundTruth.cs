namespace LtoAutoscope.Domain.Runs;

/// <summary>The true means of a synthetic powder, by number; only a microscope in software can know them.</summary>
/// <param name="MeanDiameterNm">Mean projected equivalent circle diameter, nm.</param>
/// <param name="MeanAspectRatio">Mean aspect ratio of the projections.</param>
public sealed record GroundTruth(double MeanDiameterNm, double MeanAspectRatio);
