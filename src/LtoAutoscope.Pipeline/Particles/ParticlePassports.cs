using System.Collections.Concurrent;
using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Frames;
using LtoAutoscope.Domain.Geometry;
using LtoAutoscope.Domain.Particles;
using LtoAutoscope.Domain.Runs;
using LtoAutoscope.Imaging.Metrology;
using LtoAutoscope.Pipeline.Live;
using LtoAutoscope.Pipeline.Running;
using LtoAutoscope.Storage.Columns;

namespace LtoAutoscope.Pipeline.Particles;

/// <summary>Makes passports of particles.</summary>
/// <param name="library">The particles.</param>
/// <param name="crops">Knows the outlines.</param>
/// <param name="models">Knows what the networks err by; null where no uncertainty of the segmentation is told.</param>
public sealed class ParticlePassports(ParticleLibrary library, ParticleCrops crops, RunModels? models)
{
    private const int Neighbours = 3;
    private const double CoverageFactor = 2;
    private static readonly Dictionary<string, string> FitErrors = new(StringComparer.Ordinal)
    {
        ["fractal_dimension"] = "fractal_dimension_se", ["box_dimension"] = "box_dimension_se", ["surface_dimension"] = "surface_dimension_se",
    };

    private readonly ConcurrentDictionary<string, MeasurementAccuracy?> _accuracies = new(StringComparer.Ordinal);

    /// <summary>The passport of a particle, or null where there is no such run or particle.</summary>
    public async Task<ParticlePassport?> OfAsync(string runId, string particleId, CancellationToken cancellationToken)
    {
        if (await library.OpenAsync(runId, cancellationToken).ConfigureAwait(false) is not { } opened) return null;
        MeasurementAccuracy? accuracy = await AccuracyAsync(opened.Record, cancellationToken).ConfigureAwait(false);
        ParticlePassport? passport = await library.AskAsync(runId, run => Of(run, particleId, accuracy), cancellationToken).ConfigureAwait(false);
        if (passport is null) return null;
        return passport with { Outline = await crops.OutlineAsync(opened, passport.Particle.Frame, particleId, cancellationToken).ConfigureAwait(false) };
    }

    private ParticlePassport? Of(RunParticles run, string particleId, MeasurementAccuracy? accuracy)
    {
        int row = run.Columns.Find(particleId);
        if (row < 0) return null;
        ParticleRow particle = ParticleLists.Row(run, row);
        ParticleSelection counted = ParticleQuery.Counted(run.Columns, library.Select(run, ParticleFilter.Everything), null);
        FrameView? frame = run.Frames.GetValueOrDefault(particle.Frame);
        (double, double)? place = PlaceOf(frame?.Metadata, particle);
        (ParticleRow[] smaller, ParticleRow[] larger) = NeighboursOf(run, counted, row);
        double agglomerate = run.Columns.Numbers("agglomerate_id")[row];
        return new ParticlePassport
        {
            RunId = run.Record.RunId, Sample = run.Record.Sample.Name, Particle = particle,
            Measures = [.. ParticleQuantity.All.Where(quantity => run.Columns.Has(quantity.Key)).Select(quantity => Measure(run, counted, quantity, row, frame?.Metadata, accuracy))],
            Frame = frame?.Metadata, FrameSha256 = frame?.Sha256 ?? "", StageXMm = place?.Item1, StageYMm = place?.Item2, AgglomerateId = double.IsNaN(agglomerate) ? 0 : (int)agglomerate,
            Smaller = smaller, Larger = larger, Decisions = [.. run.Decisions.All.Where(decision => decision.ParticleId == particleId)],
            SideNm = ParticleCrops.SideFor(particle.Values.GetValueOrDefault("feret_max_nm") ?? particle.Values.GetValueOrDefault(ParticleQuantity.Diameter) ?? 100),
        };
    }

    private static PassportMeasure Measure(RunParticles run, ParticleSelection counted, ParticleQuantity quantity, int row, FrameMetadata? frame, MeasurementAccuracy? accuracy)
    {
        double value = run.Columns.Numbers(quantity.Key)[row];
        double fit = FitErrors.TryGetValue(quantity.Key, out string? errors) ? run.Columns.Numbers(errors)[row] : double.NaN;
        (double u, string basis) = ParticleUncertainties.Of(quantity.Key, value, fit, frame?.PixelSizeUncertaintyPercent, accuracy);
        return new PassportMeasure(
            quantity.Key, quantity.Title, quantity.Unit, double.IsFinite(value) ? value : null, double.IsFinite(u) ? CoverageFactor * u : null, basis,
            counted.Rows[row] && double.IsFinite(value) ? 100 * ShareBelow(run, counted, quantity.Key, value) : null, quantity.Decimals);
    }

    /// <summary>Share of the weight below a value; half of what is equal counts as below.</summary>
    private static double ShareBelow(RunParticles run, ParticleSelection counted, string key, double value)
    {
        double[] values = run.Columns.Numbers(key), weights = run.Columns.Numbers(ParticleQuantity.Weight);
        double below = 0, total = 0;
        for (int row = 0; row < values.Length; row++)
        {
            if (!counted.Rows[row] || double.IsNaN(values[row])) continue;
            total += weights[row];
            below += values[row] < value ? weights[row] : values[row] == value ? weights[row] / 2 : 0;
        }

        return below / total;
    }

    private static (double XMm, double YMm)? PlaceOf(FrameMetadata? frame, ParticleRow particle)
        => frame is { Position: { } centre, PixelSizeNm: { } pixel }
            ? new StageImageTransform(centre, frame.WidthPx, frame.HeightPx, pixel).ToStage(new ImagePoint(particle.XPx, particle.YPx))
            : null;

    private static (ParticleRow[] Smaller, ParticleRow[] Larger) NeighboursOf(RunParticles run, ParticleSelection counted, int row)
    {
        int[] order = run.Columns.Order(ParticleQuantity.Diameter);
        int at = Array.IndexOf(order, row);
        return (Walk(-1), Walk(1));

        ParticleRow[] Walk(int step)
        {
            List<ParticleRow> found = [];
            for (int i = at + step; i >= 0 && i < order.Length && found.Count < Neighbours; i += step)
                if (counted.Rows[order[i]]) found.Add(ParticleLists.Row(run, order[i]));
            return [.. found];
        }
    }

    private async Task<MeasurementAccuracy?> AccuracyAsync(RunRecord record, CancellationToken cancellationToken)
    {
        if (models is null) return null;
        if (_accuracies.TryGetValue(record.SegmentationModel, out MeasurementAccuracy? known)) return known;
        try
        {
            RunModel model = await models.ForRunAsync(record, cancellationToken).ConfigureAwait(false);
            return _accuracies[record.SegmentationModel] = MeasurementAccuracy.For(model.Path, model.Sha256);
        }
        catch (InputException)
        {
            // The network is gone since: what it erred by is not known any more.
            return _accuracies[record.SegmentationModel] = null;
        }
    }
}
