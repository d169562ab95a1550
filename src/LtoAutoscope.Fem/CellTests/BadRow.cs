namespace LtoAutoscope.Fem.CellTests;

/// <summary>A row that could not be used and was left out.</summary>
/// <param name="Line">Its line in the file, from 1; of a binary file the number of its record.</param>
/// <param name="What">What is wrong with it.</param>
/// <param name="Column">Its column, from 1, or 0 where the whole row is meant.</param>
public sealed record BadRow(long Line, string What, int Column = 0);
