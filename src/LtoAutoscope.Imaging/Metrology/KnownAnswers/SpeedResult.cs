namespace LtoAutoscope.Imaging.Metrology.KnownAnswers;

/// <summary>How long one frame takes from its label map to its table, on one thread, seconds of the median repeat.</summary>
/// <param name="Width">Width of the frame, pixels.</param>
/// <param name="Height">Height of the frame, pixels.</param>
/// <param name="Particles">Particles measured.</param>
/// <param name="HolesS">Filling of holes.</param>
/// <param name="NumberingS">Dropping of specks and numbering.</param>
/// <param name="MeasuresS">Outlines and all measures.</param>
/// <param name="TableS">Text of <c>particles.csv</c>.</param>
/// <param name="ProcessorS">Processor time of one repeat of it all, mean, which a busy machine does not stretch.</param>
public sealed record SpeedResult(
    int Width, int Height, int Particles, double HolesS, double NumberingS, double MeasuresS, double TableS, double ProcessorS)
{
    /// <summary>The sum.</summary>
    public double TotalS => HolesS + NumberingS + MeasuresS + TableS;
}
