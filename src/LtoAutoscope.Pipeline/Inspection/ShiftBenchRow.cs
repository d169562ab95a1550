namespace LtoAutoscope.Pipeline.Inspection;

/// <summary>How well displacements are measured at one dose and distance.</summary>
/// <param name="DwellUs">Dwell time a pixel, µs, at 100 pA.</param>
/// <param name="DosePerNm2">Electrons per nm² of one frame.</param>
/// <param name="DistancePx">True displacement, pixels, in a different direction each time; NaN for two places that have nothing in common.</param>
/// <param name="Pairs">Pairs of frames.</param>
/// <param name="RmsPx">Root mean square of the error, pixels.</param>
/// <param name="LargestPx">The largest error, pixels.</param>
/// <param name="Reliable">Pairs that were called reliable.</param>
/// <param name="LeastConfidence">The least confidence.</param>
/// <param name="MostConfidence">The most confidence.</param>
/// <param name="MedianMs">Median time of one measurement, ms.</param>
public sealed record ShiftBenchRow(double DwellUs, double DosePerNm2, double DistancePx, int Pairs, double RmsPx, double LargestPx, int Reliable, double LeastConfidence, double MostConfidence, double MedianMs);
