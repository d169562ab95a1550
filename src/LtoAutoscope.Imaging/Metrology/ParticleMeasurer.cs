using System.Buffers;
using System.Globalization;
using LtoAutoscope.Domain.Frames;
using LtoAutoscope.Domain.Geometry;
using LtoAutoscope.Domain.Particles;

namespace LtoAutoscope.Imaging.Metrology;

/// <summary>Measures every particle of an instance mask. Each measure is defined, with its bias on known shapes, in docs/measures.md.</summary>
public static class ParticleMeasurer
{
    /// <summary>
    /// What the length of the smoothed outline is multiplied with: it keeps 1.1 % of the pixel staircase, whatever the size
    /// (measured on circles of 10 to 200 pixels, docs/measures.md).
    /// </summary>
    public const double PerimeterFactor = 0.989;

    /// <summary>Measures all labels of a mask, those that touch the border included, in the order of their labels.</summary>
    /// <param name="labels">The instance mask; a label is one connected region (of several, the largest gives the outline).</param>
    /// <param name="foreground">Foreground probability a pixel, 0…1, row-major; null where there is none (confidence 1).</param>
    /// <param name="pixelSizeNm">Edge of a pixel, nm, &gt; 0.</param>
    /// <param name="frameName">Frame id or file name; heads the particle ids.</param>
    /// <param name="analysed">The part of the frame that was looked at (without the data bar); default the whole.</param>
    /// <exception cref="ArgumentException">The pixel size is not positive, or the arrays do not match.</exception>
    public static IReadOnlyList<Particle> Measure(
        LabelImage labels, float[]? foreground, double pixelSizeNm, string frameName, ImageRegion? analysed = null)
    {
        ArgumentNullException.ThrowIfNull(labels);
        ArgumentException.ThrowIfNullOrEmpty(frameName);
        if (!(pixelSizeNm > 0) || !double.IsFinite(pixelSizeNm)) throw new ArgumentException("The pixel size must be positive.", nameof(pixelSizeNm));
        if (foreground is not null && foreground.Length != labels.Labels.Length)
            throw new ArgumentException("The probabilities must have the size of the labels.", nameof(foreground));
        ImageRegion area = analysed ?? ImageRegion.Whole(labels.Width, labels.Height);
        List<LabelRegion> regions = LabelRegion.Collect(labels, foreground);
        List<Particle> particles = new(regions.Count);
        foreach (LabelRegion region in regions) particles.Add(MeasureOne(labels, region, pixelSizeNm, frameName, area));
        return particles;
    }

    private static Particle MeasureOne(LabelImage labels, LabelRegion region, double pixelSizeNm, string frameName, ImageRegion area)
    {
        ImagePoint[] cracks = Trace(labels, region);
        ImagePoint[] outline = OutlineTracer.Smooth(cracks);
        ImagePoint[] hull = Polygon.ConvexHull(outline);
        FeretDiameters feret = FeretDiameters.Of(hull);
        MomentEllipse ellipse = region.Ellipse();
        DividerDimension dimension = DividerDimension.Of(outline, feret);
        double perimeter = PerimeterFactor * Polygon.Length(outline), areaPx = region.Count;
        bool touches = region.MinX <= area.X || region.MinY <= area.Y || region.MaxX >= area.Right - 1 || region.MaxY >= area.Bottom - 1;
        return new Particle
        {
            ParticleId = string.Create(CultureInfo.InvariantCulture, $"{frameName}-{region.Label:0000}"),
            Frame = frameName,
            LabelId = region.Label,
            XPx = region.CentroidX,
            YPx = region.CentroidY,
            AreaNm2 = areaPx * pixelSizeNm * pixelSizeNm,
            DiameterNm = 2 * Math.Sqrt(areaPx / Math.PI) * pixelSizeNm,
            FeretMaxNm = feret.Maximum * pixelSizeNm,
            FeretMinNm = feret.Minimum * pixelSizeNm,
            LengthNm = ellipse.Length * pixelSizeNm,
            WidthNm = ellipse.Width * pixelSizeNm,
            AspectRatio = ellipse.AspectRatio,
            PerimeterNm = perimeter * pixelSizeNm,
            Circularity = 4 * Math.PI * areaPx / (perimeter * perimeter),
            Solidity = Polygon.Area(outline) / Polygon.Area(hull),
            FractalDimension = dimension.Dimension,
            FractalDimensionSe = dimension.StandardError,
            TouchesBorder = touches,
            Weight = touches ? 0 : BorderWeight(area, region.MaxX - region.MinX + 1, region.MaxY - region.MinY + 1),
            Confidence = region.MeanForeground,
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

    private static ImagePoint[] Trace(LabelImage labels, LabelRegion region)
    {
        int width = region.MaxX - region.MinX + 3, height = region.MaxY - region.MinY + 3;
        byte[] mask = ArrayPool<byte>.Shared.Rent(width * height);
        try
        {
            Array.Clear(mask, 0, width * height);
            for (int y = region.MinY; y <= region.MaxY; y++)
            {
                int source = y * labels.Width + region.MinX, target = (y - region.MinY + 1) * width + 1;
                for (int x = region.MinX; x <= region.MaxX; x++, source++, target++)
                    if (labels.Labels[source] == region.Label) mask[target] = 1;
            }

            ImagePoint[] best = [];
            for (int left = region.Count; left > 0;)
            {
                ImagePoint[] outline = OutlineTracer.TraceCracks(mask, width, height, region.MinX - 1, region.MinY - 1);
                if (outline.Length == 0) break;
                if (best.Length == 0 || Polygon.Area(outline) > Polygon.Area(best)) best = outline;

                // One connected region, the normal case, needs no erasing: its outline encloses nearly all pixels.
                if (Polygon.Area(outline) + outline.Length >= left) break;
                left -= ConnectedPixels.Erase(mask, width, height);
            }

            return best;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(mask);
        }
    }

    private static float[] Flatten(ImagePoint[] outline)
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
