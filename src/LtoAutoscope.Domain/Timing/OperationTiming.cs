namespace LtoAutoscope.Domain.Timing;

/// <summary>What one kind of operation took in a run.</summary>
/// <param name="Count">How often it was done.</param>
/// <param name="Seconds">In all, s.</param>
/// <param name="ReferenceS">What the same operations take at the reference pace, s; 0 where there is none.</param>
/// <param name="Planned">How often the recipe asks for it on as many tiles.</param>
/// <param name="P10S">A tenth of them took less, s.</param>
/// <param name="P50S">Half of them took less, s.</param>
/// <param name="P90S">A tenth of them took more, s.</param>
public sealed record OperationTiming(int Count, double Seconds, double ReferenceS, double Planned, double P10S, double P50S, double P90S);
