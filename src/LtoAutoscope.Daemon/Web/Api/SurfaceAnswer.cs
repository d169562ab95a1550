using LtoAutoscope.Learning.Responses;
using LtoAutoscope.Pipeline.Correlations;

namespace LtoAutoscope.Daemon.Web.Api;

/// <summary>What a regression answers over two features, with the rows behind it and the samples of the laboratory.</summary>
/// <param name="Model">The regression.</param>
/// <param name="TitleX">Quantity and unit along x.</param>
/// <param name="TitleY">Quantity and unit along y.</param>
/// <param name="Surface">The surface.</param>
/// <param name="Rows">The training rows on the two axes: [x, y].</param>
/// <param name="RowsFrom">Where they come from.</param>
/// <param name="Samples">The laboratory's samples on the two axes.</param>
public sealed record SurfaceAnswer(ModelName Model, string TitleX, string TitleY, ResponseSurface Surface, IReadOnlyList<double[]> Rows, string RowsFrom, IReadOnlyList<SurfaceSample> Samples)
{
    internal static SurfaceAnswer Of(CorrelationModel model, ResponseSurface surface, IReadOnlyList<SamplePoint> points)
    {
        int x = Index(surface.FeatureX), y = Index(surface.FeatureY);
        return new SurfaceAnswer(
            ModelName.Of(model), CorrelationQuantity.Title(surface.FeatureX), CorrelationQuantity.Title(surface.FeatureY), surface, [.. model.Rows.Select(row => new[] { row[x], row[y] })], model.RowsFrom,
            [.. points.Select(point => (point, Features: model.FeaturesOf(point))).Where(entry => entry.Features is not null)
                .Select(entry => new SurfaceSample(entry.point.Sample, entry.Features![x], entry.Features[y], model.Svr.Predict(entry.Features), model.Support.Holds(entry.Features), entry.point.Measured?.Mean))]);

        int Index(string feature) => model.Svr.Features.ToList().IndexOf(feature);
    }
}
