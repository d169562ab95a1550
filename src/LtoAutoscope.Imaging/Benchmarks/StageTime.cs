namespace LtoAutoscope.Imaging.Benchmarks;

/// <summary>How long a stage took, ms, and how long the processors worked meanwhile, ms: twice as long where two are busy, less where others hold them.</summary>
public sealed record StageTime(double Ms, double ProcessorMs);
