namespace LtoAutoscope.Storage.Samples;

/// <summary>A diffraction pattern of a sample, as it was given.</summary>
/// <param name="Number">Its number, from 1; the newest is shown.</param>
/// <param name="SourceName">Name of the file as it was given.</param>
/// <param name="Sha256">SHA-256 of the file, lower-case hex.</param>
/// <param name="By">Who gave it.</param>
/// <param name="At">When.</param>
/// <param name="WavelengthNm">Wavelength, nm.</param>
public sealed record XrdPatternRecord(int Number, string SourceName, string Sha256, string By, DateTimeOffset At, double WavelengthNm);
