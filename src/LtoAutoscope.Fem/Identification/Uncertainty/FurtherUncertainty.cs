using LtoAutoscope.Domain.Cells;
using LtoAutoscope.Domain.Particles;
using LtoAutoscope.Fem.Microstructures;
using LtoAutoscope.Fem.Protocols;

namespace LtoAutoscope.Fem.Identification.Uncertainty;

/// <summary>
/// Half-widths of CE1's interval from what neither packing nor measured means say: the inner cut-off of roughness, and the material's parameters where it has intervals of them. One at a time by the single-particle model, at both ends of each interval.
/// </summary>
internal static class FurtherUncertainty
{
    private const int Classes = 4;

    internal static IReadOnlyDictionary<string, double> Estimate(Morphology morphology, Material material, double ratePerHour, ShapeOptions shapes, CancellationToken cancellationToken)
    {
        var particles = UncertainInputs.Particles(morphology);
        var model = ReducedModels.Particle;
        var projection = new ProjectionToVolume(morphology, shapes);
        var widths = new Dictionary<string, double>(StringComparer.Ordinal);
        if (!material.Uncertainty.ContainsKey("roughness_inner_cutoff_nm"))
            widths["roughness_inner_cutoff"] = Half("roughness_inner_cutoff_nm", UncertainInputs.SmallestCutoffNm, UncertainInputs.LargestCutoffNm);
        foreach (var (key, ends) in material.Uncertainty) widths[$"parameter_{key}"] = Half(key, ends[0], ends[1]);
        return widths;

        double Half(string key, double low, double high)
            => Math.Abs(Ce1(d => d.Parameters[key] = high) - Ce1(d => d.Parameters[key] = low)) / 2;

        double Ce1(Action<UncertainDraw> change)
        {
            var draw = new UncertainDraw(particles, material, projection);
            change(draw);
            var m = draw.Material;
            return model.Predict(draw.Sample(Classes), m, Protocol.Of(m, ratePerHour), cancellationToken).Ce1;
        }
    }
}
