using LtoAutoscope.Domain.Cells;

namespace LtoAutoscope.Reports.Runs;

/// <summary>Which charge of a cycle a report divides by which: that of the material, which the cell model's result repeats; measured cells are brought to the same.</summary>
internal static class ReportConvention
{
    /// <summary>The convention of a report; delithiation over lithiation where neither tells.</summary>
    internal static EfficiencyConvention Of(RunReportModel model) => model.Material?.Convention ?? model.Prediction?.Convention ?? EfficiencyConvention.DelithiationOverLithiation;
}
