namespace LtoAutoscope.Domain.Instruments;

/// <summary>One step of parking.</summary>
/// <param name="Name">What it is: <c>stop</c>, <c>blank</c>, <c>high voltage off</c>, <c>stage to its safe position</c>.</param>
/// <param name="Done">Whether the instrument did it.</param>
/// <param name="Detail">Why it was not done, or an empty string; without the final stop.</param>
public sealed record ParkStep(string Name, bool Done, string Detail = "");
