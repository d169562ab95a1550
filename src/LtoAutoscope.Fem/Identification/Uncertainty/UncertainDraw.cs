using LtoAutoscope.Domain.Cells;
using LtoAutoscope.Domain.Particles;
using LtoAutoscope.Fem.Microstructures;

namespace LtoAutoscope.Fem.Identification.Uncertainty;

/// <summary>One possible truth: a powder and a material, before and after the inputs have been put in.</summary>
internal sealed class UncertainDraw(IReadOnlyList<JointSample> particles, Material material, ProjectionToVolume projection)
{
    internal IReadOnlyList<JointSample> Particles { get; set; } = particles;

    internal double DiameterFactor { get; set; } = 1;

    internal double AspectRatioShift { get; set; }

    internal double FractalDimensionShift { get; set; }

    internal ProjectionToVolume Projection { get; set; } = projection;

    internal Dictionary<string, double> Parameters { get; } = new(StringComparer.Ordinal);

    internal Material Material => Parameters.Count == 0 ? material : Materials.MaterialFile.With(material, Parameters);

    internal CellSample Sample(int classes) => CellSample.FromParticles(
        "draw",
        [
            .. Particles.Select(p => new JointSample(
                p.DiameterNm * DiameterFactor, Math.Max(1, (double.IsFinite(p.AspectRatio) ? p.AspectRatio : 1) + AspectRatioShift),
                Math.Clamp(p.FractalDimension + FractalDimensionShift, 1, 2), p.Weight)),
        ],
        classes, Projection);
}
