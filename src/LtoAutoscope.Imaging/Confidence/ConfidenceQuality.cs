namespace LtoAutoscope.Imaging.Confidence;

/// <summary>How far stated probabilities hold, on pictures that the fit did not see (five-fold over pictures).</summary>
/// <param name="PixelEceBefore">Expected calibration error of the network's own foreground probability.</param>
/// <param name="PixelEceAfter">The same after calibration.</param>
/// <param name="ParticleEceBefore">Expected calibration error of the mean foreground inside, read as a particle's confidence.</param>
/// <param name="ParticleEceAfter">That of the particle's confidence.</param>
/// <param name="ParticleAreaUnderCurve">Chance that a matched particle has a larger confidence than one that is not.</param>
/// <param name="IouBefore">Mean foreground IoU at the threshold 0.5 of the network's own probability.</param>
/// <param name="IouAfter">The same of the calibrated one.</param>
/// <param name="FlaggedShare">Share of the pictures that are flagged.</param>
/// <param name="IouOfFlagged">Mean foreground IoU of the flagged ones; NaN without any.</param>
/// <param name="IouOfOthers">Mean foreground IoU of the others.</param>
public sealed record ConfidenceQuality(
    double PixelEceBefore, double PixelEceAfter, double ParticleEceBefore, double ParticleEceAfter, double ParticleAreaUnderCurve,
    double IouBefore, double IouAfter, double FlaggedShare, double IouOfFlagged, double IouOfOthers);
