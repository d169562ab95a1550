namespace LtoAutoscope.Reports.Nights;

/// <summary>A check of the pixel size on a calibration stub.</summary>
/// <param name="At">When.</param>
/// <param name="RunId">In which run.</param>
/// <param name="MeasuredPitchNm">Pitch as measured, nm; NaN where the journal does not tell it.</param>
/// <param name="CertifiedPitchNm">Pitch as certified, nm.</param>
/// <param name="Scale">Factor for the nominal pixel size.</param>
/// <param name="UncertaintyPercent">Its expanded uncertainty (k = 2), percent.</param>
/// <param name="Reason">Start, in between or end, and why.</param>
public sealed record NightCalibration(DateTimeOffset At, string RunId, double MeasuredPitchNm, double CertifiedPitchNm, double Scale, double UncertaintyPercent, string Reason);
