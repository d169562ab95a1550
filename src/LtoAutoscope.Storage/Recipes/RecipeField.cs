namespace LtoAutoscope.Storage.Recipes;

/// <summary>A key of a recipe that has a single value, from the schema.</summary>
/// <param name="Key">The key, such as <c>exposure.dwell_us</c>.</param>
/// <param name="Kind"><c>integer</c>, <c>number</c>, <c>boolean</c>, <c>string</c> or <c>enum</c>.</param>
/// <param name="Description">What it is, with its unit.</param>
/// <param name="Low">Smallest value, or null.</param>
/// <param name="High">Largest value, or null.</param>
/// <param name="Default">What counts where it is left out; empty where there is none.</param>
/// <param name="Words">The words of an enum; empty otherwise.</param>
public sealed record RecipeField(string Key, string Kind, string Description, double? Low, double? High, string Default, IReadOnlyList<string> Words);
