using System.Text.Json;
using LtoAutoscope.Domain.Cells;

namespace LtoAutoscope.Reports.Runs;

/// <summary>Which charge of a cycle a report divides by which: that of the cell model, whose material says it; measured cells are brought to the same.</summary>
internal static class ReportConvention
{
    private const string Key = "efficiency";

    /// <summary>The convention of a report; delithiation over lithiation where no cell model tells.</summary>
    internal static EfficiencyConvention Of(RunReportModel model) => model.Prediction?.RunWith.GetValueOrDefault(Key) switch
    {
        string words => Parse(words),
        JsonElement { ValueKind: JsonValueKind.String } element => Parse(element.GetString()),
        _ => EfficiencyConvention.DelithiationOverLithiation,
    };

    private static EfficiencyConvention Parse(string? words)
        => words == EfficiencyConvention.LithiationOverDelithiation.Words() ? EfficiencyConvention.LithiationOverDelithiation : EfficiencyConvention.DelithiationOverLithiation;
}
