using LtoAutoscope.Learning.Responses;
using LtoAutoscope.Pipeline.Correlations;

namespace LtoAutoscope.Daemon.Web.Api;

/// <summary>Samples with morphology and efficiency, and how one quantity goes with it.</summary>
/// <param name="Quantity">The chosen quantity.</param>
/// <param name="Quantities">Those that can be chosen.</param>
/// <param name="Points">The samples.</param>
/// <param name="Association">The quantity against measured efficiency.</param>
/// <param name="MeasuredSamples">Samples with measured cells.</param>
/// <param name="MeasuredCells">Measured cells of these.</param>
/// <param name="FewestSamples">Measured samples that a regression on the laboratory's own cells takes at least.</param>
/// <param name="Models">The regressions, the most telling first.</param>
/// <param name="Problems">What could not be used, each in a sentence.</param>
public sealed record CorrelationAnswer(
    string Quantity, IReadOnlyList<QuantityName> Quantities, IReadOnlyList<SamplePoint> Points, Association Association, int MeasuredSamples, int MeasuredCells, int FewestSamples,
    IReadOnlyList<ModelName> Models, IReadOnlyList<string> Problems);
