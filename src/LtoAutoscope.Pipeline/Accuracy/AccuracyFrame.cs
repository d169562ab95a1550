using LtoAutoscope.Domain.Frames;
using LtoAutoscope.Domain.Geometry;
using LtoAutoscope.Domain.Particles;
using LtoAutoscope.Imaging;
using LtoAutoscope.Imaging.Metrology;
using LtoAutoscope.Twin.Worlds;

namespace LtoAutoscope.Pipeline.Accuracy;

/// <summary>One frame of the accuracy run: what is true of its particles, what its exact mask measures, and what was measured.</summary>
/// <param name="True">The true particles that lie whole in the frame and are at least half seen: the same measures with no pixel between, and the border weight of the exact mask.</param>
/// <param name="Exact">The same particles, measured on the exact instance mask, in the same order.</param>
/// <param name="HiddenShares">How much of each of them neighbours hide, 0…0.5, in the same order.</param>
/// <param name="Measured">All particles that were found.</param>
/// <param name="Matches">Index into <see cref="True"/> for each of <see cref="Measured"/>; −1 where none overlaps by more than one half.</param>
internal sealed record AccuracyFrame(IReadOnlyList<Particle> True, IReadOnlyList<Particle> Exact, IReadOnlyList<double> HiddenShares, IReadOnlyList<Particle> Measured, IReadOnlyList<int> Matches)
{
    /// <summary>Part of a particle that must be seen for it to be looked for.</summary>
    internal const double SmallestSeen = 0.5;

    /// <summary>Hidden part from which a particle is one that a neighbour lies on.</summary>
    internal const double Hidden = 0.1;

    internal static AccuracyFrame Of(LabelImage mask, IReadOnlyList<TrueParticle> truths, FrameAnalysis analysis, double pixelNm)
    {
        Dictionary<int, Particle> exact = ParticleContacts.Classify(mask, ParticleMeasurer.Measure(mask, null, pixelNm, "exact")).ToDictionary(static p => p.LabelId);
        Dictionary<int, int> index = [];
        List<Particle> whole = [], seen = [];
        List<double> hidden = [];
        foreach (TrueParticle truth in truths)
        {
            if (truth.TouchesBorder || truth.VisiblePixels < SmallestSeen * truth.WholePixels || !exact.TryGetValue(truth.Label, out Particle? twin) || !twin.Counts) continue;
            index.Add(truth.Label, whole.Count);
            whole.Add(Ideal(truth, twin));
            seen.Add(twin);
            hidden.Add(Math.Max(0, 1 - truth.VisiblePixels / truth.WholePixels));
        }

        return new AccuracyFrame(whole, seen, hidden, analysis.Particles, Match(mask, analysis, index));
    }

    /// <summary>The dimension that the true outline has over the scales at which the frame shows it, by the same divider and without a pixel grid.</summary>
    private static Particle Ideal(TrueParticle truth, Particle twin)
    {
        ImagePoint[] outline = Dense([.. truth.Outline]);
        double dimension = OutlineScales.For(FeretDiameters.Of(Polygon.ConvexHull(outline)), Polygon.Length(outline)) is { } scales ? DividerDimension.Of(outline, scales).Dimension : double.NaN;
        return twin with { DiameterNm = truth.DiameterNm, AspectRatio = truth.AspectRatio, FractalDimension = dimension };
    }

    /// <summary>Points along the outline at least as close as half a pixel.</summary>
    private static ImagePoint[] Dense(ImagePoint[] corners)
    {
        List<ImagePoint> points = new(2 * corners.Length);
        for (int i = 0; i < corners.Length; i++)
        {
            ImagePoint a = corners[i], b = corners[(i + 1) % corners.Length];
            int steps = Math.Max(1, (int)Math.Ceiling(2 * Polygon.Distance(a, b)));
            for (int s = 0; s < steps; s++) points.Add(new ImagePoint(a.XPx + (b.XPx - a.XPx) * s / steps, a.YPx + (b.YPx - a.YPx) * s / steps));
        }

        return [.. points];
    }

    private static int[] Match(LabelImage mask, FrameAnalysis analysis, Dictionary<int, int> index)
    {
        Dictionary<(int Measured, int True), int> common = [];
        Dictionary<int, int> found = [], there = [];
        for (int i = 0; i < mask.Labels.Length; i++)
        {
            int measured = analysis.Labels.Labels[i], truth = mask.Labels[i];
            if (measured > 0) found[measured] = found.GetValueOrDefault(measured) + 1;
            if (truth > 0) there[truth] = there.GetValueOrDefault(truth) + 1;
            if (measured > 0 && truth > 0) common[(measured, truth)] = common.GetValueOrDefault((measured, truth)) + 1;
        }

        // More than one half of the union leaves room for one partner only.
        Dictionary<int, int> partner = [];
        foreach (((int measured, int truth), int pixels) in common)
            if (2 * pixels > found[measured] + there[truth] - pixels && index.TryGetValue(truth, out int at)) partner[measured] = at;
        return [.. analysis.Particles.Select(p => p.Counts ? partner.GetValueOrDefault(p.LabelId, -1) : -1)];
    }
}
