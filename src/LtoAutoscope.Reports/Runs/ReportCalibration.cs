namespace LtoAutoscope.Reports.Runs;

/// <summary>One check of the pixel size on a certified grating.</summary>
/// <param name="Time">When, UTC.</param>
/// <param name="MeasuredPitchNm">Pitch as the instrument's own pixel size makes it, nm; NaN where the check failed.</param>
/// <param name="CertifiedPitchNm">Pitch of the certificate, nm.</param>
/// <param name="Scale">What the instrument's pixel size was multiplied by; NaN where the check failed.</param>
/// <param name="UncertaintyPercent">Half-width of <paramref name="Scale"/> (95 %), percent: measurement and certificate.</param>
/// <param name="Certificate">What certifies the grating; empty where nothing does.</param>
/// <param name="Reason">Why it was checked, or why it failed.</param>
public sealed record ReportCalibration(DateTimeOffset Time, double MeasuredPitchNm, double CertifiedPitchNm, double Scale, double UncertaintyPercent, string Certificate, string Reason);
