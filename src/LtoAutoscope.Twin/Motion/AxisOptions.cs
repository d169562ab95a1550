namespace LtoAutoscope.Twin.Motion;

/// <summary>One axis of the twin's stage, mm or degrees.</summary>
/// <param name="Low">Lower limit.</param>
/// <param name="High">Upper limit; equal to the lower one for an axis without a motor.</param>
/// <param name="Start">Where it stands when the twin begins.</param>
/// <param name="Speed">Highest speed, units per second.</param>
/// <param name="Acceleration">Units per second squared.</param>
/// <param name="Repeatability">Standard deviation of where it comes to rest, units.</param>
/// <param name="ReadingNoise">Standard deviation of what its encoder reads, units.</param>
public sealed record AxisOptions(double Low, double High, double Start, double Speed, double Acceleration, double Repeatability, double ReadingNoise);
