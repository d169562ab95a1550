using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Particles;
using LtoAutoscope.Fem.Effective;
using LtoAutoscope.Fem.Microstructures;
using LtoAutoscope.Fem.Microstructures.Tomography;

namespace LtoAutoscope.Fem;

/// <summary>Builds microstructures, measures them and puts the report together.</summary>
public static class StructureStudy
{
    /// <summary>From a morphology.</summary>
    /// <param name="morphology">What was measured.</param>
    /// <param name="options">How.</param>
    /// <param name="withBoxStudy">Whether other box sizes are compared.</param>
    /// <param name="progress">Share done and what is going on, or null.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>The report and the first realisation.</returns>
    /// <exception cref="InputException">An option is out of range, the morphology is empty, or a packing jams.</exception>
    public static async Task<(StructureReport Report, BuiltStructure First)> OfMorphologyAsync(
        Morphology morphology, StructureOptions options, bool withBoxStudy, IProgress<(double Share, string Text)>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(morphology);
        ArgumentNullException.ThrowIfNull(options);
        double mainShare = withBoxStudy ? 0.25 : 1;
        var built = await MicrostructureBuilder.BuildAllAsync(morphology, options, Part(0, 0.3 * mainShare, "packing"), cancellationToken).ConfigureAwait(false);
        var measures = new StructureMeasures[built.Count];
        for (int r = 0; r < built.Count; r++)
        {
            measures[r] = await MeasureAsync(built[r], r, options, cancellationToken).ConfigureAwait(false);
            progress?.Report((mainShare * (0.3 + (0.7 * (r + 1) / built.Count)), "measuring"));
        }

        var report = StructureReport.Of(morphology, options, built, measures);
        if (withBoxStudy)
            report = report with { BoxStudy = await BoxStudy.RunAsync(morphology, options, Part(mainShare, 1 - mainShare, "other boxes"), cancellationToken).ConfigureAwait(false) };
        return (report, built[0]);

        Relay? Part(double from, double share, string text) => progress is null ? null : new Relay(progress, from, share, text);
    }

    /// <summary>From tomography.</summary>
    /// <param name="volume">The stack.</param>
    /// <param name="values">What its values mean.</param>
    /// <param name="options">Threads, density, whether tortuosity is wanted; the rest is not used.</param>
    /// <param name="progress">Share done and what is going on, or null.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>The report and the structure.</returns>
    /// <exception cref="InputException">The stack holds no particle.</exception>
    public static async Task<(StructureReport Report, BuiltStructure First)> OfStackAsync(
        LabelVolume volume, TomographyOptions values, StructureOptions options, IProgress<(double Share, string Text)>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(volume);
        ArgumentNullException.ThrowIfNull(options);
        var built = await Task.Run(() => TomographyStructure.Create(volume, values, cancellationToken), cancellationToken).ConfigureAwait(false);
        progress?.Report((0.4, "measuring"));
        StructureMeasures[] measures = [await MeasureAsync(built, 0, options, cancellationToken).ConfigureAwait(false)];
        progress?.Report((1, "measuring"));
        var report = new StructureReport
        {
            Source = "stack",
            Sample = Path.GetFileName(volume.Name.TrimEnd('/', '\\')),
            ShapeModel = "voxels of a tomography, not periodic: sides are mirrors",
            SolidsAsked = double.NaN,
            PorosityAsked = double.NaN,
            BinderAsked = double.NaN,
            OverlapAllowed = 0,
            AgglomeratedShareAsked = double.NaN,
            AgglomerateParticlesAsked = double.NaN,
            Seed = options.Seed,
            DensityGCm3 = options.DensityGCm3,
            RoughnessInnerCutoffNm = options.RoughnessInnerCutoffNm,
            Realisations = measures,
            Summary = StructureReport.Summarise(measures),
        };
        return (report, built);
    }

    private static Task<StructureMeasures> MeasureAsync(BuiltStructure built, int realisation, StructureOptions options, CancellationToken cancellationToken) => Task.Run(
        () =>
        {
            double[]? tortuosity = options.Tortuosity ? [.. PoreTransport.Measure(built.Voxels, 0, options.Threads, cancellationToken).TortuosityFactor] : null;
            return StructureMeter.Measure(built, realisation, options.RoughnessInnerCutoffNm, options.DensityGCm3, tortuosity, cancellationToken);
        }, cancellationToken);

    private sealed class Relay(IProgress<(double Share, string Text)> progress, double from, double share, string text) : IProgress<double>
    {
        public void Report(double value) => progress.Report((from + (share * value), text));
    }
}
