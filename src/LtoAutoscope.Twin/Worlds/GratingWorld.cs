using LtoAutoscope.Domain.Frames;
using LtoAutoscope.Domain.Samples;
using LtoAutoscope.Twin.Rendering;

namespace LtoAutoscope.Twin.Worlds;

/// <summary>
/// A calibration grating: two sets of crossed ridges etched into silicon, with bright edges that are a little rough, a fine grain, and dust here and there.
/// The same lattice lies everywhere, so views agree wherever and at whatever magnification they overlap.
/// </summary>
/// <remarks>Thread safety: free to share.</remarks>
public sealed class GratingWorld : ISampleWorld
{
    private const int SmallestMargin = 24;
    private const int LargestMargin = 96;
    private const double EdgeNm = 6;
    private const double RidgeShare = 0.45;
    private const float Floor = 0.35f;
    private const float Ridge = 0.6f;
    private const float EdgeBright = 0.55f;
    private const double RoughScaleNm = 60;
    private const double DustPitches = 4;
    private readonly double _sin;
    private readonly double _cos;
    private readonly ulong _seed;
    private readonly Detector _detector = new();

    /// <param name="pitchNm">True distance between two ridges, nm, 20…1e6. It may differ from what a certificate says.</param>
    /// <param name="rotationDeg">Direction of one set of ridges' normal against stage x, degrees.</param>
    /// <param name="surface">Where it lies under the lens; a gentle tilt when null.</param>
    /// <param name="roughnessNm">Standard deviation of an edge's place, nm, 0…50.</param>
    /// <param name="seed">Seed of roughness, grain and dust.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is out of range.</exception>
    public GratingWorld(double pitchNm, double rotationDeg = 1.5, SurfacePlane? surface = null, double roughnessNm = 1.5, ulong seed = 1)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(pitchNm, 20);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(pitchNm, 1e6);
        ArgumentOutOfRangeException.ThrowIfNegative(roughnessNm);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(roughnessNm, 50);
        (PitchNm, RotationDeg, RoughnessNm, Surface, _seed) = (pitchNm, rotationDeg, roughnessNm, surface ?? new SurfacePlane(), seed);
        (_sin, _cos) = Math.SinCos(rotationDeg * Math.PI / 180);
    }

    /// <summary>A grating as a stub's certificate describes it.</summary>
    public static GratingWorld Of(CalibrationGrating grating, SurfacePlane? surface = null)
    {
        ArgumentNullException.ThrowIfNull(grating);
        return new GratingWorld(grating.PitchNm, surface: surface);
    }

    /// <summary>True distance between two ridges, nm.</summary>
    public double PitchNm { get; }

    /// <summary>Direction against stage x, degrees.</summary>
    public double RotationDeg { get; }

    /// <summary>Standard deviation of an edge's place, nm.</summary>
    public double RoughnessNm { get; }

    /// <summary>Where it lies under the lens.</summary>
    public SurfacePlane Surface { get; }

    /// <inheritdoc/>
    public double SurfaceWorkingDistanceMm(double xMm, double yMm) => Surface.At(xMm, yMm);

    /// <inheritdoc/>
    public GreyImage Render(ViewRequest view, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(view);
        ProbeSpot spot = ProbeSpot.Of(view);
        var scene = new Scene(new ViewGeometry(view, ImageFormation.Margin(view, spot, SmallestMargin, LargestMargin)));
        for (int y = 0; y < scene.Geometry.Height; y++)
        {
            if ((y & 31) == 0) cancellationToken.ThrowIfCancellationRequested();
            PaintRow(scene, y);
        }

        return ImageFormation.Finish(scene.Signal, scene.Geometry, view, spot, _detector);
    }

    /// <inheritdoc/>
    public LabelImage? Truth(ViewRequest view, CancellationToken cancellationToken) => null;

    private void PaintRow(Scene scene, int y)
    {
        ViewGeometry g = scene.Geometry;
        Span<float> row = scene.Signal.AsSpan(y * g.Width, g.Width);
        float shift = _seed * 7.3f % NoiseTile.Period;
        for (int x = 0; x < row.Length; x++)
        {
            (double dx, double dy) = g.Offset(x, y);
            double sx = g.CentreX + dx, sy = g.CentreY + dy, u = _cos * sx + _sin * sy, v = -_sin * sx + _cos * sy;
            float rough = NoiseTile.Sample(Wrap(u / RoughScaleNm) + shift, Wrap(v / RoughScaleNm)), other = NoiseTile.Sample(Wrap(v / RoughScaleNm) + 11 + shift, Wrap(u / RoughScaleNm) + 23);
            double first = Ridges(u + RoughnessNm * rough), second = Ridges(v + RoughnessNm * other);

            // A place lies on a ridge if either set has one there; the distance to the nearest edge is counted negative on a ridge.
            double edge = Math.Min(first, second);
            float height = (float)(1 / (1 + Math.Exp(2 * edge / EdgeNm)));
            float bright = (float)Math.Exp(-edge * edge / (2 * EdgeNm * EdgeNm));
            float grain = 1 + 0.03f * NoiseTile.Sample(Wrap(sx / 15), Wrap(sy / 15));
            row[x] = (Floor + (Ridge - Floor) * height + EdgeBright * bright) * grain + Dust(sx, sy);
        }
    }

    /// <summary>Signed distance to the nearest edge of a set of ridges, nm: negative on a ridge.</summary>
    private double Ridges(double along)
    {
        double phase = along / PitchNm, distance = Math.Abs(phase - Math.Round(phase)) * PitchNm;
        return distance - RidgeShare * PitchNm / 2;
    }

    /// <summary>A grain of dust in some cells of a wide lattice.</summary>
    private float Dust(double xNm, double yNm)
    {
        double size = DustPitches * PitchNm;
        long i = (long)Math.Floor(xNm / size), j = (long)Math.Floor(yNm / size);
        var random = new HashRandom(_seed, i, j, 0xD057);
        if (!random.Chance(0.08)) return 0;
        double cx = (i + random.Next(0.2, 0.8)) * size, cy = (j + random.Next(0.2, 0.8)) * size, radius = random.Next(0.05, 0.15) * PitchNm;
        double square = ((xNm - cx) * (xNm - cx) + (yNm - cy) * (yNm - cy)) / (radius * radius);
        return square > 9 ? 0 : (float)(0.8 * Math.Exp(-square));
    }

    private static float Wrap(double value) => (float)(value - NoiseTile.Period * Math.Floor(value / NoiseTile.Period));
}
