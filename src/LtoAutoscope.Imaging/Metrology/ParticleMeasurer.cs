using System.Globalization;
using LtoAutoscope.Domain.Frames;
using LtoAutoscope.Domain.Geometry;
using LtoAutoscope.Domain.Particles;

namespace LtoAutoscope.Imaging.Metrology;

/// <summary>Measures every particle of an instance mask. Each measure is defined, with its bias on known shapes, in docs/measures.md.</summary>
public static class ParticleMeasurer
{
    /// <summary>
    /// What the length of a smoothed outline is multiplied with where it comes from a mask alone: it keeps 1.1 % of the pixel staircase, whatever the size.
    /// Outlines from a foreground map need no factor (both measured on circles of 10 to 400 pixels, docs/measures.md).
    /// </summary>
    public const double PerimeterFactorOfMask = 0.989;

    /// <summary>Measures all labels of a mask, those that touch the border included, in the order of their labels.</summary>
    /// <param name="labels">The instance mask; a label is one connected region (of several, the largest is measured).</param>
    /// <param name="foreground">Foreground probability a pixel, 0…1, row-major; null where there is none (confidence 1, outlines from the mask alone).</param>
    /// <param name="pixelSizeNm">Edge of a pixel, nm, &gt; 0.</param>
    /// <param name="frameName">Frame id or file name; heads the particle ids.</param>
    /// <param name="analysed">The part of the frame that was looked at (without the data bar); default the whole.</param>
    /// <param name="image">The frame, for the roughness of surfaces; null leaves that out.</param>
    /// <param name="threshold">Probability of the outline, 0…1. Default 0.5.</param>
    /// <param name="threads">Particles measured at a time, ≥ 1; the result does not depend on it. Default 1.</param>
    /// <exception cref="ArgumentException">The pixel size is not positive, or the arrays do not match.</exception>
    public static IReadOnlyList<Particle> Measure(
        LabelImage labels, float[]? foreground, double pixelSizeNm, string frameName, ImageRegion? analysed = null,
        GreyImage? image = null, double threshold = 0.5, int threads = 1)
    {
        ArgumentNullException.ThrowIfNull(labels);
        ArgumentException.ThrowIfNullOrEmpty(frameName);
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        if (!(pixelSizeNm > 0) || !double.IsFinite(pixelSizeNm)) throw new ArgumentException("The pixel size must be positive.", nameof(pixelSizeNm));
        if (foreground is not null && foreground.Length != labels.Labels.Length)
            throw new ArgumentException("The probabilities must have the size of the labels.", nameof(foreground));
        if (image is not null && (image.Width != labels.Width || image.Height != labels.Height))
            throw new ArgumentException("The image must have the size of the labels.", nameof(image));
        var frame = new MeasuredFrame(
            labels, foreground, threshold, pixelSizeNm, frameName, analysed ?? ImageRegion.Whole(labels.Width, labels.Height), image);
        List<LabelRegion> regions = LabelRegion.Collect(labels, foreground);
        var particles = new Particle[regions.Count];
        if (threads == 1)
        {
            var buffers = new OutlineBuffers();
            for (int i = 0; i < particles.Length; i++) particles[i] = MeasureOne(frame, regions[i], buffers);
        }
        else
        {
            Parallel.For(0, particles.Length, new ParallelOptions { MaxDegreeOfParallelism = threads }, static () => new OutlineBuffers(), (i, _, buffers) =>
            {
                particles[i] = MeasureOne(frame, regions[i], buffers);
                return buffers;
            }, static _ => { });
        }

        return particles;
    }

    private static Particle MeasureOne(MeasuredFrame frame, LabelRegion region, OutlineBuffers buffers)
    {
        ReadOnlySpan<ImagePoint> outline = buffers.Outline(frame.Labels, frame.Foreground, frame.Threshold, region);
        PolygonMoments moments = PolygonMoments.Of(outline);
        MomentEllipse ellipse = MomentEllipse.Of(moments);
        ImagePoint[] hull = Polygon.ConvexHull(outline);
        FeretDiameters feret = FeretDiameters.Of(hull);
        double length = Polygon.Length(outline), size = frame.PixelSizeNm;
        double perimeter = frame.Foreground is null ? length * PerimeterFactorOfMask : length;
        RoughnessMeasures roughness = RoughnessMeasures.Of(frame, region, outline, feret, length);
        bool touches = region.MinX <= frame.Area.X || region.MinY <= frame.Area.Y || region.MaxX >= frame.Area.Right - 1 || region.MaxY >= frame.Area.Bottom - 1;
        return new Particle
        {
            ParticleId = string.Create(CultureInfo.InvariantCulture, $"{frame.Name}-{region.Label:0000}"),
            Frame = frame.Name,
            LabelId = region.Label,
            XPx = moments.X,
            YPx = moments.Y,
            AreaNm2 = moments.Area * size * size,
            DiameterNm = 2 * Math.Sqrt(moments.Area / Math.PI) * size,
            FeretMaxNm = feret.Maximum * size,
            FeretMinNm = feret.Minimum * size,
            LengthNm = ellipse.Length * size,
            WidthNm = ellipse.Width * size,
            AspectRatio = ellipse.AspectRatio,
            PerimeterNm = perimeter * size,
            Circularity = 4 * Math.PI * moments.Area / (perimeter * perimeter),
            Solidity = moments.Area / Polygon.Area(hull),
            FractalDimension = roughness.Divider.Dimension,
            FractalDimensionSe = roughness.Divider.StandardError,
            TouchesBorder = touches,
            Weight = touches ? 0 : BorderWeight(frame.Area, region.MaxX - region.MinX + 1, region.MaxY - region.MinY + 1),
            Confidence = region.MeanForeground,
            OrientationDeg = ellipse.AngleDegrees,
            FractalDimensionR2 = roughness.Divider.RSquared,
            FractalDimensionRaw = roughness.ShownDivider.Dimension,
            BoxDimension = roughness.Box.Dimension,
            BoxDimensionSe = roughness.Box.StandardError,
            BoxDimensionR2 = roughness.Box.RSquared,
            SurfaceDimension = roughness.Surface.Dimension,
            SurfaceDimensionSe = roughness.Surface.StandardError,
            SurfaceDimensionR2 = roughness.Surface.RSquared,
            Outline = Flatten(outline),
        };
    }

    /// <summary>
    /// W·H / ((W−Fx)·(H−Fy)): the inverse of the chance that a particle of these extents lies whole in the frame
    /// (R. E. Miles, 1974; C. Lantuéjoul, J. Histochem. Cytochem. 28, 1980). 0 where it cannot.
    /// </summary>
    internal static double BorderWeight(ImageRegion area, int extentX, int extentY)
        => extentX >= area.Width || extentY >= area.Height
            ? 0
            : (double)area.Width * area.Height / ((double)(area.Width - extentX) * (area.Height - extentY));

    private static float[] Flatten(ReadOnlySpan<ImagePoint> outline)
    {
        var flat = new float[2 * outline.Length];
        for (int i = 0; i < outline.Length; i++)
        {
            flat[2 * i] = (float)outline[i].XPx;
            flat[2 * i + 1] = (float)outline[i].YPx;
        }

        return flat;
    }
}
