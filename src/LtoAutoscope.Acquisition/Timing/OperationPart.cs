using LtoAutoscope.Domain.Timing;

namespace LtoAutoscope.Acquisition.Timing;

/// <summary>What an operation takes of a job.</summary>
/// <param name="Operation">The operation.</param>
/// <param name="Seconds">Mean over the courses between tenth and ninetieth percentile, s.</param>
public sealed record OperationPart(TimedOperation Operation, double Seconds);
