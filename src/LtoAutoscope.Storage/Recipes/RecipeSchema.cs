using System.Text.Json;
using System.Text.Json.Nodes;

namespace LtoAutoscope.Storage.Recipes;

/// <summary>The single values of a recipe, from <c>recipe.schema.json</c>; groups one deep, lists left out.</summary>
public static class RecipeSchema
{
    /// <summary>Reads the schema; empty where it is not there.</summary>
    /// <param name="path">The file.</param>
    public static IReadOnlyList<RecipeField> Load(string path)
    {
        try
        {
            return JsonNode.Parse(File.ReadAllText(path)) is JsonObject schema ? [.. Fields("", schema)] : [];
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or JsonException)
        {
            return [];
        }
    }

    private static IEnumerable<RecipeField> Fields(string path, JsonObject group)
    {
        foreach ((string key, JsonNode? node) in group["properties"] as JsonObject ?? [])
        {
            if (node is not JsonObject property) continue;
            string full = path.Length == 0 ? key : $"{path}.{key}";
            string type = property["type"]?.GetValue<string>() ?? "";
            if (type == "object")
            {
                foreach (RecipeField field in Fields(full, property)) yield return field;
            }
            else if (property["enum"] is JsonArray words)
            {
                yield return Field(full, "enum", property, [.. words.Select(word => word!.ToString())]);
            }
            else if (type is "integer" or "number" or "boolean" or "string")
            {
                yield return Field(full, type, property, []);
            }
        }
    }

    private static RecipeField Field(string key, string kind, JsonObject property, IReadOnlyList<string> words) => new(
        key, kind, property["description"]?.GetValue<string>() ?? "", Number(property["minimum"] ?? property["exclusiveMinimum"]), Number(property["maximum"] ?? property["exclusiveMaximum"]),
        property["default"]?.ToString() ?? "", words);

    private static double? Number(JsonNode? node) => node?.GetValueKind() == JsonValueKind.Number ? node.GetValue<double>() : null;
}
