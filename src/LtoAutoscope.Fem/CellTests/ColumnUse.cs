namespace LtoAutoscope.Fem.CellTests;

/// <summary>What a column of a file is taken for.</summary>
/// <param name="Quantity">The quantity.</param>
/// <param name="Column">Position of the column, from 0.</param>
/// <param name="Header">Its header in the file.</param>
/// <param name="Unit">The unit that its figures are in, as <see cref="TestUnits"/> writes it; empty where there is none.</param>
public sealed record ColumnUse(TestQuantity Quantity, int Column, string Header, string Unit);
