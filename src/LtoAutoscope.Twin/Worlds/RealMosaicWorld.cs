using LtoAutoscope.Domain.Frames;
using LtoAutoscope.Twin.Rendering;

namespace LtoAutoscope.Twin.Worlds;

/// <summary>
/// Real micrographs as a sample: a strip of images around a centre, mirrored outwards without end. What the optics add (defocus,
/// astigmatism, a little noise by dose) comes on top of the pixels as they were taken.
/// </summary>
/// <remarks>Thread safety: free to share.</remarks>
public sealed class RealMosaicWorld : ISampleWorld
{
    /// <summary>Edge of a source pixel, nm: a stand-in, because nobody knows the true one.</summary>
    public const double StandInPixelNm = 5;

    /// <summary>The reservation that goes with every figure in nm.</summary>
    public const string ScaleNote = "stand-in scale: metal powder of unknown scale, shown at 5 nm a pixel";

    private const double PixelMm = StandInPixelNm * 1e-6;
    private const int LargestMargin = 96;
    private const int MostSamplesPerSide = 8;
    private readonly MosaicStrip _strip;
    // The source's own noise is in its pixels; the detector adds about a tenth of what a bare signal would carry.
    private readonly Detector _detector = new() { Yield = 4, BlackLevel = 0, Scale = 1, ReadNoise = 0.002 };

    /// <param name="centreXMm">Middle of the strip, stage x, mm.</param>
    /// <param name="centreYMm">Middle of the strip, stage y, mm.</param>
    /// <param name="surface">Where it lies under the lens; a gentle tilt about the centre when null.</param>
    /// <param name="folder">Folder with <c>images</c> and <c>labels</c>; the one that comes with the program when null.</param>
    /// <exception cref="Domain.InputException">The images are not there.</exception>
    public RealMosaicWorld(double centreXMm, double centreYMm, SurfacePlane? surface = null, string? folder = null)
    {
        _strip = MosaicStrip.Load(folder ?? Path.Combine(AppContext.BaseDirectory, "Assets", "ampis-powder"));
        Surface = surface ?? new SurfacePlane { ReferenceXMm = centreXMm, ReferenceYMm = centreYMm };
        FieldOriginXMm = centreXMm - _strip.Width * PixelMm / 2;
        FieldOriginYMm = centreYMm - _strip.Height * PixelMm / 2;
    }

    /// <summary>Where it lies under the lens.</summary>
    public SurfacePlane Surface { get; }

    /// <summary>Left edge of the strip, stage x, mm.</summary>
    public double FieldOriginXMm { get; }

    /// <summary>Lower edge of the strip, stage y, mm.</summary>
    public double FieldOriginYMm { get; }

    /// <summary>Extent of the strip along x, mm.</summary>
    public double FieldWidthMm => _strip.Width * PixelMm;

    /// <summary>Extent of the strip along y, mm.</summary>
    public double FieldHeightMm => _strip.Height * PixelMm;

    /// <summary>Centres of frames at source scale that tile the strip and straddle no seam, row by row from the top left.</summary>
    /// <param name="widthPx">Frame width; it must divide an image's width.</param>
    /// <param name="heightPx">Frame height; it must divide an image's height.</param>
    public IReadOnlyList<(double XMm, double YMm)> FrameCentres(int widthPx = 768, int heightPx = 512)
    {
        if (_strip.ImageWidth % widthPx != 0 || _strip.Height % heightPx != 0)
            throw new ArgumentException($"Frames of {widthPx} × {heightPx} do not tile images of {_strip.ImageWidth} × {_strip.Height} pixels.", nameof(widthPx));
        List<(double, double)> centres = [];
        for (int y = heightPx / 2; y < _strip.Height; y += heightPx)
            for (int x = widthPx / 2; x < _strip.Width; x += widthPx)
                centres.Add((FieldOriginXMm + x * PixelMm, FieldOriginYMm + (_strip.Height - y) * PixelMm));
        return centres;
    }

    /// <inheritdoc/>
    public double SurfaceWorkingDistanceMm(double xMm, double yMm) => Surface.At(xMm, yMm);

    /// <inheritdoc/>
    public GreyImage Render(ViewRequest view, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(view);
        ProbeSpot spot = ProbeSpot.Of(view), sharp = ProbeSpot.Of(view with { DefocusUm = 0, AstigmatismXUm = 0, AstigmatismYUm = 0 });
        double pixel = view.FieldWidthUm * 1000 / view.WidthPx;
        int margin = Math.Clamp((int)Math.Ceiling(3 * spot.LargestSigmaNm / pixel) + 2, 2, LargestMargin) + new ScanWarp(view).Reach;
        ViewGeometry g = new(view, margin);
        var signal = new float[g.Width * g.Height];
        int samples = Math.Clamp((int)Math.Round(pixel / StandInPixelNm), 1, MostSamplesPerSide);
        float weight = 1f / (samples * samples * 255);
        for (int y = 0; y < g.Height; y++)
        {
            if ((y & 31) == 0) cancellationToken.ThrowIfCancellationRequested();
            for (int x = 0; x < g.Width; x++)
            {
                float sum = 0;
                for (int j = 0; j < samples; j++)
                {
                    for (int i = 0; i < samples; i++)
                    {
                        (double column, double row) = Source(g, x + (i + 0.5) / samples - 0.5, y + (j + 0.5) / samples - 0.5);
                        sum += Bilinear(column, row);
                    }
                }

                signal[y * g.Width + x] = sum * weight;
            }
        }

        // The micrographs hold their own sharp probe already; only what defocus adds is to be blurred.
        var added = new ProbeSpot(spot.XX - sharp.XX, spot.XY, spot.YY - sharp.YY);
        return ImageFormation.Finish(signal, g, view, added, _detector);
    }

    /// <inheritdoc/>
    public LabelImage? Truth(ViewRequest view, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(view);
        ViewGeometry g = new(view, 0);
        var labels = new LabelImage(g.Width, g.Height);
        // A mirror image of a particle is another particle.
        Dictionary<(long, long, int), int> numbers = [];
        for (int y = 0; y < g.Height; y++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            for (int x = 0; x < g.Width; x++)
            {
                (double column, double row) = Source(g, x, y);
                long c = (long)Math.Round(column), r = (long)Math.Round(row);
                int label = _strip.Labels[Fold(r, _strip.Height) * _strip.Width + Fold(c, _strip.Width)];
                if (label == 0) continue;
                (long, long, int) key = ((c - Modulo(c, _strip.Width)) / _strip.Width, (r - Modulo(r, _strip.Height)) / _strip.Height, label);
                if (!numbers.TryGetValue(key, out int number)) numbers[key] = number = numbers.Count + 1;
                labels.Labels[y * g.Width + x] = number;
            }
        }

        return labels;
    }

    private (double Column, double Row) Source(ViewGeometry g, double px, double py)
    {
        (double dx, double dy) = g.Offset(px, py);
        return (((g.CentreX + dx) * 1e-6 - FieldOriginXMm) / PixelMm - 0.5, (FieldOriginYMm + FieldHeightMm - (g.CentreY + dy) * 1e-6) / PixelMm - 0.5);
    }

    private float Bilinear(double column, double row)
    {
        double c = Math.Floor(column), r = Math.Floor(row);
        float fx = (float)(column - c), fy = (float)(row - r);
        int x0 = Fold((long)c, _strip.Width), x1 = Fold((long)c + 1, _strip.Width), y0 = Fold((long)r, _strip.Height) * _strip.Width, y1 = Fold((long)r + 1, _strip.Height) * _strip.Width;
        byte[] grey = _strip.Grey;
        float top = grey[y0 + x0] + fx * (grey[y0 + x1] - grey[y0 + x0]), bottom = grey[y1 + x0] + fx * (grey[y1 + x1] - grey[y1 + x0]);
        return top + fy * (bottom - top);
    }

    private static long Modulo(long k, int n) => (k % n + n) % n;

    private static int Fold(long k, int n)
    {
        if (k >= 0 && k < n) return (int)k;
        int m = (int)Modulo(k, 2 * n);
        return m < n ? m : 2 * n - 1 - m;
    }
}
