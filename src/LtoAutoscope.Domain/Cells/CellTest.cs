namespace LtoAutoscope.Domain.Cells;

/// <summary>A measured first cycle of a real cell that was built from a sample.</summary>
/// <param name="SampleName">The sample whose powder is in the cell.</param>
/// <param name="CellName">The cell's own name.</param>
/// <param name="Ce1">Initial Coulombic efficiency, a fraction.</param>
/// <param name="RatePerHour">C-rate of the test.</param>
/// <param name="MeasuredAt">When it was measured.</param>
public sealed record CellTest(string SampleName, string CellName, double Ce1, double RatePerHour, DateTimeOffset MeasuredAt);
