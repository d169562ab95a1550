namespace LtoAutoscope.Domain.Cells;

/// <summary>What a column of an imported file was taken for.</summary>
/// <param name="Quantity">The quantity.</param>
/// <param name="Column">Its number, from 1.</param>
/// <param name="Header">Its header.</param>
/// <param name="Unit">The unit of its figures.</param>
public sealed record CellImportColumn(string Quantity, int Column, string Header, string Unit);
