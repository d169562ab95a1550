namespace LtoAutoscope.Reports.Rehearsal;

/// <summary>A planned tile on the drawing of the holder.</summary>
/// <param name="XMm">Stage x, mm.</param>
/// <param name="YMm">Stage y, mm.</param>
/// <param name="DosePerNm2">Electrons per nm² that it gets tonight; null where nobody knows.</param>
/// <param name="BeforePerNm2">Electrons per nm² that it has got already.</param>
/// <param name="WasExposed">Whether the place was exposed before, with known dose or without.</param>
/// <param name="IsLikely">Whether it is taken in at least half of the likely courses.</param>
public sealed record PlannedTile(double XMm, double YMm, double? DosePerNm2, double BeforePerNm2, bool WasExposed, bool IsLikely);
