namespace LtoAutoscope.Pipeline.Mosaics;

/// <summary>What the beam did to the place of a frame.</summary>
/// <param name="Count">Exposures for this frame, those taken again included.</param>
/// <param name="DoseENm2">Their dose, electrons per nm²; null where the journal does not tell.</param>
/// <param name="EarlierDoseENm2">What the place had before, electrons per nm²; null where the journal does not tell.</param>
public sealed record FrameExposures(int Count, double? DoseENm2, double? EarlierDoseENm2);
