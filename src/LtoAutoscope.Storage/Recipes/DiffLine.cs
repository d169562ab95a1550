namespace LtoAutoscope.Storage.Recipes;

/// <summary>A line of a comparison of two texts.</summary>
/// <param name="Kind"><c>same</c>, <c>added</c> or <c>removed</c>.</param>
/// <param name="Number">Its line in the text in which it stands, from 1.</param>
/// <param name="Text">The line.</param>
public sealed record DiffLine(string Kind, int Number, string Text);
