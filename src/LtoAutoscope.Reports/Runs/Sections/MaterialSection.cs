using LtoAutoscope.Domain.Cells;
using LtoAutoscope.Reports.Text;
using static LtoAutoscope.Reports.Runs.HtmlText;

namespace LtoAutoscope.Reports.Runs.Sections;

/// <summary>The material that the cell model was run with: each value with its unit, range and source, and which of them are assumed.</summary>
internal static class MaterialSection
{
    internal static string Render(RunReportModel model)
    {
        if (model.Material is not { } material || model.MaterialRows.Count == 0) return "";
        int assumed = model.MaterialRows.Count(row => row.Status is ValueStatus.Assumed or ValueStatus.Fitted or ValueStatus.Unstated);
        string first = material.Role == MaterialRole.Cathode ? "a cathode material, made full of lithium: the first half cycle delithiates it" : "an anode material, made empty of lithium: the first half cycle lithiates it";
        string note = $"<p class=\"note\">{E(Title(material))} is {first}. Theoretical capacity {E(NumberText.WithUnit(material.TheoreticalCapacityMAhG, 1, "mAh/g"))}. {assumed} of {model.MaterialRows.Count} values are assumed, fitted or not stated; the efficiency moves with them.</p>";
        return Card("Material", "as the cell model was run with it", note + HtmlText.Table(["Quantity", "Value", "Unit", "Range", "How", "Source"], model.MaterialRows.Select(Row), "words"), "w12 flow");
    }

    internal static string Title(Material material) => material.Formula.Length > 0 ? $"{material.Formula} ({material.Name})" : material.Name;

    private static string[] Row(MaterialRow row) =>
    [
        row.What, row.Value, row.Unit, row.Range is [var low, var high] ? FormattableString.Invariant($"{low:g6} to {high:g6}") : "", row.StatusText, row.Source,
    ];
}
