namespace LtoAutoscope.Pipeline.Live;

/// <summary>How the median diameter settles as particles are counted; the interval is 95 % with frames as clusters.</summary>
public readonly record struct ConvergencePoint(int Particles, double MedianNm, double LowNm, double HighNm);
