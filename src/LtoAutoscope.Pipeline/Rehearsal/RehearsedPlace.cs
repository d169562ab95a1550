namespace LtoAutoscope.Pipeline.Rehearsal;

/// <summary>A planned tile.</summary>
/// <param name="FrameId">Its frame.</param>
/// <param name="XMm">Stage x, mm.</param>
/// <param name="YMm">Stage y, mm.</param>
/// <param name="DosePerNm2">Electrons per nm² that tonight brings, focus searches included; null where the probe current is not known.</param>
/// <param name="BeforePerNm2">Electrons per nm² that the place has got already.</param>
/// <param name="ExposuresBefore">Exposures that the place has seen already.</param>
/// <param name="IsLikely">Whether it is taken in at least half of the likely courses.</param>
public sealed record RehearsedPlace(string FrameId, double XMm, double YMm, double? DosePerNm2, double BeforePerNm2, int ExposuresBefore, bool IsLikely);
