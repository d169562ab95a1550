using LtoAutoscope.Domain.Frames;
using LtoAutoscope.Domain.Geometry;

namespace LtoAutoscope.Imaging.Metrology.KnownAnswers;

/// <summary>Makes <see cref="DimensionCalibration"/>: what each method of roughness shows on shapes of known dimension, size by size.</summary>
/// <param name="shapes">Shapes a size and dimension; four times as many of small ones, which differ more. Default 60.</param>
/// <param name="seed">Seed. Default 1.</param>
public sealed class CalibrationRun(int shapes = 60, int seed = 1)
{
    private const double LargestAspectRatio = 1.8, SmallLongestPx = 16;
    private const int MoreOfSmall = 4;
    private static readonly double[] Longest = [4.5, 5.5, 7, 9, 12, 16, 24, 36, 60, 100];
    private static readonly double[] OutlineDimensions = [1, 1.06, 1.12, 1.18, IdealShapes.KochDimension, 1.34];
    private static readonly double[] InnerSizes = [12, 16, 22, 32, 46, 64];
    private static readonly double[] SurfaceDimensions = [2.1, 2.2, 2.3, 2.4, 2.5, 2.6, 2.7, 2.8, 2.9];

    /// <summary>Measures all shapes.</summary>
    /// <param name="progress">Share done, 0…1.</param>
    /// <param name="cancellationToken">Ends between two shapes.</param>
    public DimensionCalibration Run(IProgress<double>? progress, CancellationToken cancellationToken)
    {
        var divider = new Rows(Longest, OutlineDimensions);
        var box = new Rows(Longest, OutlineDimensions);
        var dividerOfMask = new Rows(Longest, OutlineDimensions);
        var boxOfMask = new Rows(Longest, OutlineDimensions);
        var options = new ParallelOptions { CancellationToken = cancellationToken, MaxDegreeOfParallelism = Environment.ProcessorCount };
        for (int s = 0; s < Longest.Length; s++)
        {
            Parallel.For(0, OutlineDimensions.Length, options, d =>
            {
                var random = new Random(HashCode(s, d));
                for (int k = 0; k < (Longest[s] > SmallLongestPx ? shapes : MoreOfSmall * shapes); k++)
                {
                    IdealShape island = Island(Longest[s], OutlineDimensions[d], random);
                    Outline(RenderedShape.Of(island, EdgeKind.Network, random), divider, box, s, d);
                    Outline(RenderedShape.Of(island, EdgeKind.Mask, random), dividerOfMask, boxOfMask, s, d);
                }
            });
            progress?.Report(0.5 * (s + 1) / Longest.Length);
        }

        return new DimensionCalibration
        {
            Made = FormattableString.Invariant($"bench metrology --calibrate FILE --shapes {shapes} --seed {seed}"),
            Divider = divider.Table(),
            DividerOfMask = dividerOfMask.Table(),
            Box = box.Table(),
            BoxOfMask = boxOfMask.Table(),
            Surface = Surfaces(progress, cancellationToken),
        };
    }

    /// <summary>An island whose longest scale, as <see cref="OutlineScales"/> takes it, has the given length.</summary>
    private static IdealShape Island(double longest, double dimension, Random random)
    {
        double aspect = 1 + (LargestAspectRatio - 1) * random.NextDouble();
        IdealShape island = IdealShapes.Island(longest / OutlineScales.LongestFraction, dimension, aspect, random);
        FeretDiameters feret = island.Feret;
        double has = Math.Min(feret.Maximum * OutlineScales.LongestFraction, feret.Minimum * OutlineScales.LongestWidthFraction);
        return island.OfDiameter(island.Diameter * longest / has);
    }

    private static void Outline(RenderedShape rendered, Rows divider, Rows box, int size, int dimension)
    {
        List<LabelRegion> regions = LabelRegion.Collect(rendered.Labels, rendered.Foreground);
        ReadOnlySpan<ImagePoint> outline = new OutlineBuffers().Outline(rendered.Labels, rendered.Foreground, 0.5, regions[0]);
        var scales = new OutlineScales(OutlineScales.ShortestPx, Longest[size]);
        divider.Add(size, dimension, DividerDimension.Of(outline, scales).Dimension);
        box.Add(size, dimension, BoxDimension.Of(outline, scales).Dimension);
    }

    /// <summary>Discs cut out of fractional Brownian surfaces, each pixel the mean of 2 × 2 points.</summary>
    private CalibrationTable Surfaces(IProgress<double>? progress, CancellationToken cancellationToken)
    {
        const int Points = 180, DiscsOfOne = 4, Contrast = 6000;
        var rows = new Rows(InnerSizes, SurfaceDimensions);
        int fields = Math.Max(shapes / 4, 2), done = 0;
        var options = new ParallelOptions { CancellationToken = cancellationToken, MaxDegreeOfParallelism = Environment.ProcessorCount };
        Parallel.For(0, SurfaceDimensions.Length, options, d =>
        {
            for (int k = 0; k < fields; k++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var random = new Random(HashCode(1000 + d, k));
                GreyImage image = Picture(BrownianSurface.Make(Points, 3 - SurfaceDimensions[d], random), Points, Contrast);
                for (int i = 0; i < InnerSizes.Length * DiscsOfOne; i++)
                {
                    (DimensionFit fit, _) = Disc(image, InnerSizes[i / DiscsOfOne], random);
                    if (fit.Exists) rows.Add(i / DiscsOfOne, d, fit.Dimension);
                }
            }

            progress?.Report(0.5 + 0.5 * Interlocked.Increment(ref done) / SurfaceDimensions.Length);
        });
        return rows.Table();
    }

    /// <summary>The dimension shown by the smallest disc, put somewhere by chance, that has the given size inside its rim.</summary>
    internal static (DimensionFit Fit, double InnerPx) Disc(GreyImage image, double inner, Random random)
    {
        double shareX = random.NextDouble(), shareY = random.NextDouble();
        for (double radius = inner / Math.Sqrt(Math.PI) + SurfaceDimension.RimPx; ; radius += 0.25)
        {
            double x0 = radius + (image.Width - 1 - 2 * radius) * shareX, y0 = radius + (image.Height - 1 - 2 * radius) * shareY;
            var labels = new LabelImage(image.Width, image.Height);
            for (int y = (int)(y0 - radius); y <= y0 + radius; y++)
                for (int x = (int)(x0 - radius); x <= x0 + radius; x++)
                    if ((x - x0) * (x - x0) + (y - y0) * (y - y0) <= radius * radius) labels[x, y] = 1;
            (DimensionFit fit, double has) = SurfaceDimension.Of(image, labels, LabelRegion.Collect(labels, null)[0], 0);
            if (has >= inner) return (fit, has);
        }
    }

    internal static GreyImage Picture(double[] heights, int points, double contrast)
    {
        int size = points / 2;
        double mean = heights.Average(), deviation = Math.Sqrt(heights.Average(h => (h - mean) * (h - mean)));
        var image = new GreyImage(size, size, 16);
        for (int y = 0; y < size; y++)
        {
            for (int x = 0; x < size; x++)
            {
                int i = 2 * y * points + 2 * x;
                double height = (heights[i] + heights[i + 1] + heights[i + points] + heights[i + points + 1]) / 4;
                image[x, y] = (ushort)Math.Clamp(32768 + contrast * (height - mean) / deviation, 0, 65535);
            }
        }

        return image;
    }

    private int HashCode(int a, int b) => unchecked(seed * 7919 + a * 131 + b);

    /// <summary>Dimensions as they come in, by size and true dimension. Thread safety: each cell is one thread's at a time.</summary>
    private sealed class Rows(double[] sizes, double[] dimensions)
    {
        private readonly List<double>[,] shown = new List<double>[sizes.Length, dimensions.Length];

        internal void Add(int size, int dimension, double value) => (shown[size, dimension] ??= []).Add(value);

        internal CalibrationTable Table() => new()
        {
            SizePx = sizes,
            Dimension = dimensions,
            Shown = Each(static values => values.Average()),
            Spread = Each(static values => Math.Sqrt(values.Sum(v => (v - values.Average()) * (v - values.Average())) / (values.Count - 1))),
        };

        private double[][] Each(Func<List<double>, double> figure)
            => [.. Enumerable.Range(0, sizes.Length).Select(s => Enumerable.Range(0, dimensions.Length).Select(d => Math.Round(figure(shown[s, d]), 5)).ToArray())];
    }
}
