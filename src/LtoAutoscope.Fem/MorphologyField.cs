using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Cells;
using LtoAutoscope.Domain.Particles;
using LtoAutoscope.Fem.Microstructures;

namespace LtoAutoscope.Fem;

/// <summary>
/// Morphology that differs from area to area of a sample: a field of microstructures, one set for each area, and what it does to CE1. The areas stand
/// side by side, each cycled by itself at the same rate; no charge passes between them.
/// </summary>
public static class MorphologyField
{
    /// <summary>Builds the microstructures of all areas.</summary>
    /// <param name="areas">The areas.</param>
    /// <param name="options">How each is built; the seed is moved on from area to area.</param>
    /// <param name="progress">Share of areas that are done, or null.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="InputException">There is no area, or one of them cannot be packed.</exception>
    public static async Task<IReadOnlyList<FieldRealisation>> BuildAsync(
        IReadOnlyList<AreaMorphology> areas, StructureOptions options, IProgress<double>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        Check(areas);
        var field = new List<FieldRealisation>(areas.Count);
        foreach (var (area, index) in areas.Select((area, index) => (area, index)))
        {
            var built = await MicrostructureBuilder.BuildAllAsync(area.Morphology, options with { Seed = Seed(options.Seed, index) }, null, cancellationToken).ConfigureAwait(false);
            field.Add(new FieldRealisation(area, built));
            progress?.Report((double)field.Count / areas.Count);
        }

        return field;
    }

    /// <summary>Runs the cell model on every area and on the sample as one.</summary>
    /// <param name="areas">The areas.</param>
    /// <param name="whole">The morphology of all of them together.</param>
    /// <param name="material">The material.</param>
    /// <param name="options">How the cell model is run for each.</param>
    /// <param name="progress">Share done and what is going on, or null.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="InputException">There is no area, or one of them cannot be packed.</exception>
    /// <exception cref="ConvergenceException">A time step cannot be solved.</exception>
    public static async Task<MorphologyFieldResult> RunAsync(
        IReadOnlyList<AreaMorphology> areas, Morphology whole, Material material, CellModelOptions options,
        IProgress<CellModelProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        Check(areas);
        ArgumentNullException.ThrowIfNull(options);
        var model = new CellModel();
        var rows = new List<AreaResult>(areas.Count);
        double lithiation = 0, delithiation = 0;
        for (int i = 0; i < areas.Count; i++)
        {
            var area = areas[i];
            int done = i;
            var result = await model.RunAsync(
                area.Morphology, material, options with { Seed = Seed(options.Seed, i) }, Part(done), cancellationToken).ConfigureAwait(false);
            var prediction = result.Prediction;
            lithiation += prediction.LithiationMAhG;
            delithiation += prediction.DelithiationMAhG;
            rows.Add(new AreaResult
            {
                Name = area.Name,
                XMm = area.XMm,
                YMm = area.YMm,
                MeasuredParticles = area.Morphology.ParticleCount,
                MeanDiameterNm = area.Morphology.DiameterNm.Mean,
                MeanAspectRatio = area.Morphology.AspectRatio.Mean,
                MeanFractalDimension = area.Morphology.FractalDimension.Mean,
                AreaRealM2G = (double)prediction.RunWith["surface_real_m2_g"]!,
                Ce1 = prediction.Ce1,
                Ce1StandardError = ((IReadOnlyDictionary<string, object?>)prediction.RunWith["interval_half_width"]!)["packing_and_sampling"] is double half ? half / 1.96 : double.NaN,
                SideMAhG = prediction.LossBreakdown.SideReactionMAhG,
                TrappedMAhG = prediction.LossBreakdown.TrappedLithiumMAhG,
            });
        }

        var pooled = await model.RunAsync(whole, material, options, Part(areas.Count), cancellationToken).ConfigureAwait(false);
        double spread = MeanScatter.Of(rows.Select(r => r.Ce1)).Std, sampling = Math.Sqrt(rows.Average(r => r.Ce1StandardError * r.Ce1StandardError));
        return new MorphologyFieldResult
        {
            Areas = rows,
            Ce1 = material.Convention.Of(lithiation, delithiation),
            Ce1Pooled = pooled.Prediction.Ce1,
            Spread = spread,
            Sampling = sampling,
            RealSpread = Math.Sqrt(Math.Max(0, (spread * spread) - (sampling * sampling))),
        };

        Relay? Part(int index) => progress is null ? null : new Relay(progress, index, areas.Count + 1);
    }

    private static void Check(IReadOnlyList<AreaMorphology> areas)
    {
        ArgumentNullException.ThrowIfNull(areas);
        if (areas.Count == 0) throw new InputException("there is no area", "areas", "Give the morphology of at least one area");
    }

    private static long Seed(long seed, int area) => unchecked(seed + (7919L * area));

    private sealed class Relay(IProgress<CellModelProgress> progress, int index, int parts) : IProgress<CellModelProgress>
    {
        public void Report(CellModelProgress value) => progress.Report(value with { Fraction = (index + value.Fraction) / parts });
    }
}
