namespace LtoAutoscope.Storage.Recipes;

/// <summary>Something wrong in a recipe's text.</summary>
/// <param name="Line">The line, from 1; null where it is left out or concerns no line.</param>
/// <param name="Field">The key, such as <c>exposure.dwell_us</c>; empty where it concerns none.</param>
/// <param name="What">What is wrong.</param>
/// <param name="Remedy">What to do.</param>
public sealed record RecipeProblem(int? Line, string Field, string What, string Remedy);
