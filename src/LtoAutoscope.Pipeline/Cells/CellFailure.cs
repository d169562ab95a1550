namespace LtoAutoscope.Pipeline.Cells;

/// <summary>Why a cell model broke off: <c>failure.json</c>.</summary>
/// <param name="Message">What was wrong and how to mend it.</param>
public sealed record CellFailure(string Message);
