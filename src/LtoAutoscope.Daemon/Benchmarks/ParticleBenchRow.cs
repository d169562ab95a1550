namespace LtoAutoscope.Daemon.Benchmarks;

/// <summary>One kind of question.</summary>
/// <param name="Kind">Which.</param>
/// <param name="Requests">How often it was asked, each time with another range.</param>
/// <param name="FirstMs">The first time, columns read from the disk, ms.</param>
/// <param name="MedianMs">Median of the others, ms.</param>
/// <param name="P95Ms">95th percentile, ms.</param>
/// <param name="WorstMs">The slowest, ms.</param>
/// <param name="ProcessorMs">Processor time of server and client for one, ms: what it takes however busy the machine is.</param>
public sealed record ParticleBenchRow(string Kind, int Requests, double FirstMs, double MedianMs, double P95Ms, double WorstMs, double ProcessorMs);
