using LtoAutoscope.Domain.Frames;
using LtoAutoscope.Domain.Geometry;
using LtoAutoscope.Domain.Runs;
using LtoAutoscope.Twin.Rendering;

namespace LtoAutoscope.Twin.Worlds;

/// <summary>An endless powder whose every particle follows from a seed and its place, so that views agree wherever and at whatever magnification they overlap.</summary>
/// <remarks>Thread safety: free to share.</remarks>
public sealed class SyntheticPowderWorld : ISampleWorld
{
    private const int MostParticles = 60_000;
    private const int SmallestMargin = 24;
    private const int LargestMargin = 96;
    private readonly ParticleField _field;
    private readonly SceneLook _look;
    private readonly Detector _detector = new();

    /// <param name="powder">What the powder is made of.</param>
    /// <param name="surface">Where it lies under the lens; a gentle tilt when null.</param>
    /// <exception cref="Domain.InputException">A parameter is out of range.</exception>
    public SyntheticPowderWorld(PowderParameters powder, SurfacePlane? surface = null) : this(powder, surface, LookOf(powder))
    {
    }

    internal SyntheticPowderWorld(PowderParameters powder, SurfacePlane? surface, SceneLook look)
    {
        ArgumentNullException.ThrowIfNull(powder);
        _field = new ParticleField(powder);
        Powder = powder;
        Surface = surface ?? new SurfacePlane();
        _look = look;
    }

    /// <summary>What the powder is made of.</summary>
    public PowderParameters Powder { get; }

    /// <summary>Where it lies under the lens.</summary>
    public SurfacePlane Surface { get; }

    /// <inheritdoc/>
    public double SurfaceWorkingDistanceMm(double xMm, double yMm) => Surface.At(xMm, yMm);

    /// <inheritdoc/>
    public GreyImage Render(ViewRequest view, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(view);
        ProbeSpot spot = ProbeSpot.Of(view);
        Scene scene = Compose(view, ImageFormation.Margin(view, spot, SmallestMargin, LargestMargin), cancellationToken);
        cancellationToken.ThrowIfCancellationRequested();
        return ImageFormation.Finish(scene.Signal, scene.Geometry, view, spot, _detector);
    }

    /// <inheritdoc/>
    public LabelImage? Truth(ViewRequest view, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(view);
        if (!IsResolved(view)) return null;
        var warp = new ScanWarp(view);
        return Compose(view, warp.Reach, cancellationToken).Labels(warp);
    }

    /// <summary>The instance mask of a view and what is true of each particle in it, in the order of their numbers; null where particles cannot be told apart.</summary>
    public (LabelImage Mask, IReadOnlyList<TrueParticle> Particles)? TruthTable(ViewRequest view, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(view);
        if (!IsResolved(view)) return null;
        var warp = new ScanWarp(view);
        Scene scene = Compose(view, warp.Reach, cancellationToken);
        LabelImage mask = scene.Labels(warp);
        PowderParticle?[] owners = scene.Owners(mask, warp);
        var visible = new int[owners.Length];
        var cut = new bool[owners.Length];
        for (int y = 0; y < mask.Height; y++)
        {
            for (int x = 0; x < mask.Width; x++)
            {
                int label = mask.Labels[y * mask.Width + x];
                visible[label]++;
                cut[label] |= x == 0 || y == 0 || x == mask.Width - 1 || y == mask.Height - 1;
            }
        }

        double pixelArea = scene.Geometry.PixelNm * scene.Geometry.PixelNm * scene.Geometry.StretchY;
        List<TrueParticle> particles = [];
        for (int label = 1; label < owners.Length; label++)
        {
            PowderParticle p = owners[label]!;
            particles.Add(new TrueParticle(
                label, p.X * 1e-6, p.Y * 1e-6, p.DiameterNm, p.AspectRatio, p.FractalDimension, visible[label], Math.PI / 4 * p.DiameterNm * p.DiameterNm / pixelArea, cut[label])
            {
                Outline = [.. p.Outline().Select(point => new ImagePoint(point.X / scene.Geometry.PixelNm, point.Y / scene.Geometry.PixelNm))],
            });
        }

        return (mask, particles);
    }

    /// <summary>The means by number of the whole (unhidden) outlines of the powder's particles, from at least <paramref name="count"/> of them.</summary>
    public GroundTruth TrueDistribution(int count = 8000, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        double diameters = 0, ratios = 0;
        long n = 0;
        for (long ring = 0; n < count; ring++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            for (long i = -ring; i <= ring; i++)
            {
                foreach (PowderParticle p in _field.Grow(i, ring)) Add(p);
                if (ring > 0) foreach (PowderParticle p in _field.Grow(i, -ring)) Add(p);
            }

            for (long j = -ring + 1; j < ring; j++)
            {
                foreach (PowderParticle p in _field.Grow(-ring, j)) Add(p);
                foreach (PowderParticle p in _field.Grow(ring, j)) Add(p);
            }
        }

        return new GroundTruth(diameters / n, ratios / n);

        void Add(PowderParticle p)
        {
            diameters += p.DiameterNm;
            ratios += p.AspectRatio;
            n++;
        }
    }

    internal Scene Compose(ViewRequest view, int margin, CancellationToken cancellationToken)
    {
        var scene = new Scene(new ViewGeometry(view, margin));
        if (!IsResolved(view))
        {
            // Too far out to tell particles apart: what is left of the powder is a mottled grey.
            SubstratePainter.Paint(scene, _look with { SubstrateLevel = 0.6f, SubstrateTexture = 0.5f, SubstrateScaleNm = (float)(20 * scene.Geometry.PixelNm) }, Powder.Seed);
            return scene;
        }

        (double x0, double y0, double x1, double y1) = scene.Geometry.Bounds();
        SubstratePainter.Paint(scene, _look, Powder.Seed);
        new ParticlePainter(_look).Paint(scene, _field.In(x0, y0, x1, y1, cancellationToken), cancellationToken);
        if (_look.Absorption <= 0) NeighbourShadow.Apply(scene, _look);
        return scene;
    }

    private bool IsResolved(ViewRequest view)
    {
        double height = view.FieldWidthUm * view.HeightPx / view.WidthPx;
        return view.FieldWidthUm * height * Powder.NumberDensityPerUm2 < MostParticles;
    }

    private static SceneLook LookOf(PowderParameters powder)
    {
        ArgumentNullException.ThrowIfNull(powder);
        double size = powder.MedianDiameterNm;
        return new SceneLook
        {
            SurfaceTexture = (float)powder.SurfaceTexture,
            SurfaceScaleNm = (float)(size / 7),
            SubstrateTexture = (float)powder.SubstrateTexture,
            SubstrateScaleNm = (float)(4 * size),
            ParticleScaleNm = (float)size,
            PileHeightNm = (float)(size * powder.LayerHeight),
        };
    }
}
