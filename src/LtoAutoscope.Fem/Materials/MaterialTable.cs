using System.Globalization;
using LtoAutoscope.Domain.Cells;

namespace LtoAutoscope.Fem.Materials;

/// <summary>A material as the table that pages, reports and docs/materials.md show.</summary>
public static class MaterialTable
{
    private static readonly MaterialProvenance Left = new() { Source = "left out of the file: the program's default" };

    /// <summary>One row a value: words first, then functions, then numbers in the order of <see cref="MaterialKeys.Numbers"/>.</summary>
    /// <param name="material">The material.</param>
    public static IReadOnlyList<MaterialRow> Rows(Material material)
    {
        ArgumentNullException.ThrowIfNull(material);
        var keys = new Dictionary<string, object?>(MaterialFile.ToKeys(material), StringComparer.Ordinal);
        keys.Remove(MaterialKeys.Name);
        string[] order = [.. MaterialKeys.Words, .. MaterialKeys.Functions.Select(k => k.Name), .. MaterialKeys.Numbers.Select(k => k.Name)];
        return
        [
            .. order.Where(keys.ContainsKey).Select(key =>
            {
                var (unit, what) = MaterialKeys.Describe(key);
                var from = material.Provenance.GetValueOrDefault(key, Left);
                return new MaterialRow(key, what, Text(keys[key]), unit == "1" ? "" : unit, from.Range, from.Status, from.Source);
            }),
        ];
    }

    /// <summary>The table as Markdown, as docs/materials.md has it.</summary>
    /// <param name="material">The material.</param>
    public static string Markdown(Material material)
    {
        var text = new System.Text.StringBuilder("| key | value | unit | range | how | source |\n| --- | --- | --- | --- | --- | --- |\n");
        foreach (var row in Rows(material))
        {
            string range = row.Range is [var low, var high] ? string.Create(CultureInfo.InvariantCulture, $"{low:g6}–{high:g6}") : "";
            string value = row.Value.Contains('*', StringComparison.Ordinal) ? $"`{row.Value}`" : row.Value;
            text.Append(CultureInfo.InvariantCulture, $"| `{row.Key}` | {Cell(value)} | {row.Unit} | {range} | {row.StatusText} | {Cell(row.Source)} |\n");
        }

        return text.ToString();

        static string Cell(string cell) => cell.Replace("|", "\\|", StringComparison.Ordinal);
    }

    private static string Text(object? value) => value switch
    {
        double number => number.ToString("g7", CultureInfo.InvariantCulture),
        double[][] table => string.Create(CultureInfo.InvariantCulture, $"table of {table.Length} points from x = {table[0][0]:g4} ({table[0][1]:g4}) to x = {table[^1][0]:g4} ({table[^1][1]:g4})"),
        _ => $"{value}",
    };
}
