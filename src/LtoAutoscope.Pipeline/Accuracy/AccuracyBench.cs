using System.Globalization;
using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Frames;
using LtoAutoscope.Domain.Particles;
using LtoAutoscope.Domain.Recipes;
using LtoAutoscope.Imaging.Analysis;
using LtoAutoscope.Imaging.Segmentation;
using LtoAutoscope.Twin.Worlds;

namespace LtoAutoscope.Pipeline.Accuracy;

/// <summary>
/// The end-to-end accuracy run: synthetic powders over the whole range, rendered by the twin, segmented by the network and measured as a run would, against the truth of the same fields.
/// </summary>
public static class AccuracyBench
{
    /// <summary>Runs it.</summary>
    /// <param name="options">What is run.</param>
    /// <param name="progress">Told after each powder, with its row.</param>
    /// <param name="cancellationToken">Ends between two frames.</param>
    /// <exception cref="InputException">An option is out of range, or the model is none.</exception>
    public static async Task<AccuracyReport> RunAsync(AccuracyOptions options, IProgress<(int Done, int Total, AccuracyRow Row)>? progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        using SegmentationModel model = SegmentationModel.Load(options.ModelPath, new SegmentationModelOptions { IntraOpThreads = options.Threads });
        List<AccuracyRow> rows = [];
        List<EdgeResponse> edges = [];
        IReadOnlyList<AccuracyPowder> series = AccuracyPowder.Series(options.Powders, options.Seed);
        foreach (AccuracyPowder powder in series)
        {
            List<AccuracyFrame> frames = [];
            var world = new SyntheticPowderWorld(powder.Powder);

            // The size that the maker expects is only roughly known: as in a recipe, it is the round figure beside the truth.
            var analyser = new FrameAnalyser(model, new SegmentationSettings(), Rounded(powder.Powder.MedianDiameterNm));
            for (int f = 0; f < options.Frames; f++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                ViewRequest view = View(powder, options, f);
                frames.Add(await Task.Run(() => Look(world, analyser, view, powder.PixelNm, cancellationToken), cancellationToken).ConfigureAwait(false));
            }

            AccuracyRow row = AccuracyComparison.Compare(powder, frames);
            rows.Add(row);
            edges.AddRange(frames.SelectMany(static frame => frame.Measured).Select(static p => p.Edge).OfType<EdgeResponse>());
            progress?.Report((rows.Count, series.Count, row));
        }

        string basis = string.Create(CultureInfo.InvariantCulture,
            $"{options.Powders} synthetic powders of 10–500 nm at 25–40 pixels a particle, {options.Frames} frames each of {options.WidthPx} × {options.HeightPx} pixels, seed {options.Seed}");
        return AccuracyReport.Of(rows, model.Sha256, basis, Typical(edges));
    }

    internal static double Rounded(double diameterNm)
    {
        double step = Math.Pow(10, Math.Floor(Math.Log10(diameterNm))) / 2;
        return Math.Max(step, Math.Round(diameterNm / step) * step);
    }

    private static ViewRequest View(AccuracyPowder powder, AccuracyOptions options, int frame)
    {
        double field = powder.PixelNm * options.WidthPx / 1000;
        return new ViewRequest
        {
            CentreXMm = frame * 1.5 * field / 1000, CentreYMm = 0, FieldWidthUm = field, WidthPx = options.WidthPx, HeightPx = options.HeightPx, BitsPerPixel = 8, DwellUs = 3, ProbeCurrentPa = 100,
            Identity = powder.Powder.Seed * 1000 + (ulong)frame,
        };
    }

    private static AccuracyFrame Look(SyntheticPowderWorld world, FrameAnalyser analyser, ViewRequest view, double pixelNm, CancellationToken cancellationToken)
    {
        (LabelImage mask, IReadOnlyList<TrueParticle> particles) = world.TruthTable(view, cancellationToken)
            ?? throw new InputException("a field is too wide to tell its particles apart", "bench accuracy", "Give a smaller --width");
        GreyImage image = world.Render(view, cancellationToken);
        var metadata = new FrameMetadata { FrameId = "f", WidthPx = image.Width, HeightPx = image.Height, BitsPerPixel = image.BitsPerPixel, PixelSizeNm = pixelNm, IsSimulated = true };
        FrameAnalysis analysis = analyser.Analyse(new Frame(metadata, image), cancellationToken).Analysis;
        return AccuracyFrame.Of(mask, particles, analysis, pixelNm);
    }

    private static EdgeResponse? Typical(List<EdgeResponse> edges)
    {
        return edges.Count == 0 ? null : new EdgeResponse(
            Median(static e => e.BlurNm), Median(static e => e.DiameterPerThreshold), Median(static e => e.AspectRatioPerThreshold), Median(static e => e.FractalDimensionPerThreshold),
            Median(static e => e.DiameterBlur), Median(static e => e.AspectRatioBlur), Median(static e => e.FractalDimensionBlur));

        double Median(Func<EdgeResponse, double> value)
        {
            double[] known = [.. edges.Select(value).Where(double.IsFinite).Order()];
            return known.Length > 0 ? known[known.Length / 2] : double.NaN;
        }
    }
}
