using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Particles;
using LtoAutoscope.Fem.Microstructures;

namespace LtoAutoscope.Fem.Identification;

/// <summary>The powder of a cell as the reduced model sees it: classes of equal particles.</summary>
/// <param name="Name">Name of the sample.</param>
/// <param name="Classes">Its classes; their volume shares add up to 1.</param>
public sealed record CellSample(string Name, IReadOnlyList<SizeClass> Classes)
{
    /// <summary>Active mass over the electrode's area, kg/m², which a model with electrolyte turns into a thickness; NaN for the model's own design.</summary>
    public double LoadingKgM2 { get; init; } = double.NaN;

    /// <summary>Size classes that <see cref="FromMorphology"/> makes unless told otherwise.</summary>
    public const int DefaultClasses = 5;

    /// <summary>A sample of equal particles.</summary>
    /// <param name="name">Name.</param>
    /// <param name="diameterNm">Diameter of the circle of the silhouette's area, nm.</param>
    /// <param name="aspectRatio">Length over width, ≥ 1.</param>
    /// <param name="fractalDimension">Of the outline; NaN for smooth.</param>
    /// <param name="shapes">The shape model; prolate and lying flat if null. Aspect ratios cannot be unfolded from one mean, so it turned at random counts as flat.</param>
    /// <exception cref="InputException">A number is out of range.</exception>
    public static CellSample FromMeans(
        string name, double diameterNm, double aspectRatio = 1, double fractalDimension = double.NaN, ShapeOptions? shapes = null)
    {
        if (diameterNm is not (> 0.5 and < 1e6)) throw new InputException($"a diameter of {diameterNm} nm cannot be used", name, "Give 0.5 to 1e6 nm");
        if (aspectRatio is not (>= 1 and < 100)) throw new InputException($"an aspect ratio of {aspectRatio} cannot be used", name, "Give length over width, 1 to 100");
        return new CellSample(name, [SizeClass.From(ProjectionToVolume.Of(shapes ?? new ShapeOptions(), diameterNm, aspectRatio, aspectRatio, fractalDimension))]);
    }

    /// <summary>
    /// A measured sample: the counted particles in order of size, cut into classes of equal volume. A class keeps its particles' area over
    /// volume and volume-weighted lag, so the total area and the total lag are those of all particles.
    /// </summary>
    /// <param name="morphology">What was measured; its volume-weighted means where it has no joint distribution.</param>
    /// <param name="name">Name; the morphology's if null.</param>
    /// <param name="classes">How many classes, 1…50.</param>
    /// <param name="shapes">The shape model, of ellipsoids; prolate and lying flat if null.</param>
    /// <exception cref="InputException">The morphology holds no particle with a size.</exception>
    public static CellSample FromMorphology(
        Morphology morphology, string? name = null, int classes = DefaultClasses, ShapeOptions? shapes = null)
    {
        ArgumentNullException.ThrowIfNull(morphology);
        ArgumentOutOfRangeException.ThrowIfLessThan(classes, 1);
        string called = name ?? morphology.SampleName ?? "sample";
        JointSample[] usable = [.. morphology.Joint.Where(s => s.DiameterNm > 0 && double.IsFinite(s.DiameterNm) && s.Weight > 0 && double.IsFinite(s.Weight))];
        if (usable.Length > 0) return FromParticles(called, usable, classes, new ProjectionToVolume(morphology, shapes ?? new ShapeOptions()));
        return new CellSample(called, [SizeClass.From(EllipsoidPopulation.Equivalent(morphology, shapes))]);
    }

    /// <summary>The same from single particles.</summary>
    internal static CellSample FromParticles(string name, IReadOnlyList<JointSample> particles, int classes, ProjectionToVolume projection)
    {
        var one = new (SizeClass Class, double Volume)[particles.Count];
        for (int i = 0; i < one.Length; i++)
        {
            var p = particles[i];
            var shape = projection.Ellipsoid(p.DiameterNm, p.AspectRatio, p.FractalDimension, null);
            one[i] = (SizeClass.From(shape), shape.Volume * p.Weight);
        }

        Array.Sort(one, (a, b) => a.Class.LagM2.CompareTo(b.Class.LagM2));
        double total = one.Sum(p => p.Volume), done = 0;
        var made = new List<SizeClass>(classes);
        for (int i = 0; i < one.Length;)
        {
            double volume = 0, area = 0, lag = 0, feature = 0, fractal = 0, rough = 0, until = (made.Count + 1) * total / classes * (1 - 1e-12);
            do
            {
                var (c, v) = one[i++];
                (volume, area, lag, feature) = (volume + v, area + (v * c.SmoothAreaM1), lag + (v * c.LagM2), feature + (v * c.SmoothAreaM1 * c.FeatureNm));
                if (double.IsFinite(c.FractalDimension)) (fractal, rough) = (fractal + (v * c.SmoothAreaM1 * c.FractalDimension), rough + (v * c.SmoothAreaM1));
                done += v;
            }
            while (i < one.Length && (done < until || made.Count == classes - 1));

            made.Add(new SizeClass(volume / total, area / volume, lag / volume, feature / area, rough > 0 ? fractal / rough : double.NaN));
        }

        return new CellSample(name, made);
    }
}
