using LtoAutoscope.Domain.Frames;
using LtoAutoscope.Domain.Particles;
using LtoAutoscope.Imaging.Segmentation;

namespace LtoAutoscope.Imaging.Metrology;

/// <summary>
/// How the measures of a frame's particles answer to the outline: up to <see cref="Most"/> particles, free ones first, are outlined and measured again at the threshold ± 0.1 and with their foreground map
/// blurred once more by the blur of the picture's own edges.
/// </summary>
internal static class EdgeResponses
{
    /// <summary>Particles of a frame that are measured again.</summary>
    internal const int Most = 24;

    private const int Margin = 6;
    private const int Growth = 4;

    /// <summary>The particles, some of them with their response.</summary>
    internal static IReadOnlyList<Particle> Attach(
        GreyImage image, LabelImage labels, float[] foreground, double threshold, double pixelSizeNm, IReadOnlyList<Particle> particles)
    {
        List<Particle> chosen = Choose(labels, particles);
        if (chosen.Count == 0) return particles;
        double[] blurs = [.. chosen.Select(p => EdgeBlur.Of(image, labels, p)).Where(double.IsFinite).Order()];
        double blur = blurs.Length > 0 ? blurs[blurs.Length / 2] : double.NaN;
        Dictionary<int, EdgeResponse> responses = [];
        foreach (Particle particle in chosen)
            if (Of(labels, foreground, threshold, blur, pixelSizeNm, particle) is { } response) responses.Add(particle.LabelId, response);
        return [.. particles.Select(p => responses.TryGetValue(p.LabelId, out EdgeResponse? response) ? p with { Edge = response } : p)];
    }

    private static List<Particle> Choose(LabelImage labels, IReadOnlyList<Particle> particles)
    {
        Dictionary<int, int> members = particles.CountBy(static p => p.AgglomerateId).ToDictionary();
        var whole = particles.Where(p => p.Counts && p.Class == ParticleClass.Whole && IsInside(labels, p)).ToLookup(p => members[p.AgglomerateId] == 1);
        return [.. Evenly([.. whole[true]], Most), .. Evenly([.. whole[false]], Math.Max(0, Most - whole[true].Count()))];

        static IEnumerable<Particle> Evenly(Particle[] from, int most)
            => from.Length <= most ? from : Enumerable.Range(0, most).Select(i => from[(int)((long)i * from.Length / most)]);
    }

    private static bool IsInside(LabelImage labels, Particle particle)
    {
        (int left, int top, int right, int bottom) = Extent(particle);
        return left >= 0 && top >= 0 && right < labels.Width && bottom < labels.Height;
    }

    private static (int Left, int Top, int Right, int Bottom) Extent(Particle particle)
    {
        double left = double.PositiveInfinity, top = double.PositiveInfinity, right = double.NegativeInfinity, bottom = double.NegativeInfinity;
        for (int i = 0; i < particle.Outline.Count; i += 2)
        {
            (left, right) = (Math.Min(left, particle.Outline[i]), Math.Max(right, particle.Outline[i]));
            (top, bottom) = (Math.Min(top, particle.Outline[i + 1]), Math.Max(bottom, particle.Outline[i + 1]));
        }

        return double.IsInfinity(left) ? (-1, -1, -1, -1) : ((int)Math.Floor(left) - Margin, (int)Math.Floor(top) - Margin, (int)Math.Ceiling(right) + Margin, (int)Math.Ceiling(bottom) + Margin);
    }

    private static EdgeResponse? Of(LabelImage labels, float[] foreground, double threshold, double blurPx, double pixelSizeNm, Particle particle)
    {
        (int left, int top, int right, int bottom) = Extent(particle);
        int width = right - left + 1, height = bottom - top + 1;
        int[] territory = new int[width * height];
        float[] map = new float[width * height];
        for (int y = 0; y < height; y++)
        {
            for (int x = 0; x < width; x++)
            {
                int from = (y + top) * labels.Width + x + left;
                territory[y * width + x] = labels.Labels[from];

                // Shifted so that the outline always lies at one half, whatever the threshold.
                map[y * width + x] = (float)(foreground[from] + 0.5 - threshold);
            }
        }

        const double step = UncertaintyBudgets.ThresholdHalfWidth;
        Particle? middle = Again(map, 0), low = Again(map, step), high = Again(map, -step);
        if (middle is null || low is null || high is null) return null;
        Particle? blurred = double.IsFinite(blurPx) ? Again(GaussianBlur.Apply(map, width, height, blurPx), 0) : null;
        double raised = 2 * step;
        return new EdgeResponse(
            blurPx * pixelSizeNm,
            Math.Log(high.DiameterNm / low.DiameterNm) / raised, (high.AspectRatio - low.AspectRatio) / raised, (high.FractalDimension - low.FractalDimension) / raised,
            blurred is null ? double.NaN : Math.Log(blurred.DiameterNm / middle.DiameterNm),
            blurred is null ? double.NaN : blurred.AspectRatio - middle.AspectRatio,
            blurred is null ? double.NaN : blurred.FractalDimension - middle.FractalDimension);

        Particle? Again(float[] source, double add)
        {
            float[] shifted = add == 0 ? source : Array.ConvertAll(source, v => (float)(v + add));
            int[] own = Grow(territory, shifted, width, particle.LabelId);
            return ParticleMeasurer.Measure(new LabelImage(width, height, own), Array.ConvertAll(shifted, static v => Math.Clamp(v, 0f, 1f)), pixelSizeNm, "edge").FirstOrDefault(static p => p.Counts);
        }
    }

    /// <summary>The particle's pixels where the map lies above one half, and the background beside them that does, some pixels far; neighbours keep what is theirs.</summary>
    private static int[] Grow(int[] territory, float[] map, int width, int label)
    {
        int[] own = new int[territory.Length];
        Queue<(int Pixel, int Far)> edge = new();
        for (int i = 0; i < own.Length; i++)
        {
            if (territory[i] != label || map[i] <= 0.5f) continue;
            own[i] = 1;
            edge.Enqueue((i, 0));
        }

        while (edge.TryDequeue(out (int Pixel, int Far) at))
        {
            if (at.Far == Growth) continue;
            int x = at.Pixel % width;
            foreach (int next in (ReadOnlySpan<int>)[at.Pixel - width, x > 0 ? at.Pixel - 1 : -1, x < width - 1 ? at.Pixel + 1 : -1, at.Pixel + width])
            {
                if (next < 0 || next >= own.Length || own[next] != 0 || territory[next] != 0 || map[next] <= 0.5f) continue;
                own[next] = 1;
                edge.Enqueue((next, at.Far + 1));
            }
        }

        return own;
    }
}
