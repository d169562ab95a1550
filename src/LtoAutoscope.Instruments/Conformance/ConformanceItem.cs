namespace LtoAutoscope.Instruments.Conformance;

/// <summary>One check with its outcome.</summary>
/// <param name="Group">What it belongs to: <c>identity</c>, <c>reading</c>, <c>envelope</c>, <c>motion</c>, <c>stop</c>.</param>
/// <param name="Name">What was checked.</param>
/// <param name="Outcome">How it ended.</param>
/// <param name="Detail">The figure, or the fault.</param>
public sealed record ConformanceItem(string Group, string Name, ConformanceOutcome Outcome, string Detail);
