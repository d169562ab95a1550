namespace LtoAutoscope.Domain.Doses;

/// <summary>One exposure of a place on a sample; booked before the beam falls on it.</summary>
/// <param name="At">When, UTC.</param>
/// <param name="RunId">The run.</param>
/// <param name="What">What it was for: a frame id, or <c>focus</c>, <c>stigmator</c>, <c>brightness</c>, <c>relocalise</c>, <c>drift</c>, <c>calibrate</c> with the frame id behind a colon.</param>
/// <param name="XMm">Middle of the field relative to the middle of the stub, mm.</param>
/// <param name="YMm">Middle of the field relative to the middle of the stub, mm.</param>
/// <param name="WidthUm">Width of the field, µm.</param>
/// <param name="HeightUm">Height of the field, µm.</param>
/// <param name="DosePerNm2">Electrons per nm²; null when the probe current is unknown.</param>
public sealed record DoseEntry(DateTimeOffset At, string RunId, string What, double XMm, double YMm, double WidthUm, double HeightUm, double? DosePerNm2);
