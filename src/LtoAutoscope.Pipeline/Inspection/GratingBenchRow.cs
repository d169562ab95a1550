namespace LtoAutoscope.Pipeline.Inspection;

/// <summary>How well the scale is read from one grating at one field.</summary>
/// <param name="PitchNm">Pitch, nm.</param>
/// <param name="FieldUm">Width of the field, µm.</param>
/// <param name="DwellUs">Dwell time, µs, at 100 pA.</param>
/// <param name="Frames">Frames, each at another place, rotation and true scale.</param>
/// <param name="RmsPercent">Root mean square of the error of the scale, percent.</param>
/// <param name="MeanHalfWidthPercent">Mean stated half-width (95 %) of the measurement, percent.</param>
/// <param name="Covered">Frames whose stated interval holds the truth.</param>
public sealed record GratingBenchRow(double PitchNm, double FieldUm, double DwellUs, int Frames, double RmsPercent, double MeanHalfWidthPercent, int Covered);
