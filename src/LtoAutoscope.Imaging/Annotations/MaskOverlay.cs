using LtoAutoscope.Domain.Frames;

namespace LtoAutoscope.Imaging.Annotations;

/// <summary>Lays the masks of one picture's annotations into one label map.</summary>
internal static class MaskOverlay
{
    /// <summary>Two outlines that share more than this part of the smaller one cannot both be right.</summary>
    internal const double LargestOverlap = 0.1;

    private const int PixelsLetPass = 4;

    /// <summary>
    /// The label map. Where two outlines share a few pixels, as polygons drawn side by side do, these go to the smaller particle;
    /// where they share more, that is a problem.
    /// </summary>
    internal static LabelImage Lay(IReadOnlyList<(string Name, ParticleMask Mask)> particles, int width, int height, string file, List<AnnotationProblem> problems)
    {
        var labels = new LabelImage(width, height);
        var owner = new int[width * height]; // index of the particle that lies there, from 1
        int[] order = [.. Enumerable.Range(0, particles.Count).OrderByDescending(i => particles[i].Mask.Area).ThenBy(static i => i)];
        foreach (int i in order)
        {
            ParticleMask mask = particles[i].Mask;
            var shared = new Dictionary<int, int>();
            for (int y = 0; y < mask.Height; y++)
            {
                for (int x = 0; x < mask.Width; x++)
                {
                    if (!mask.Inside[y * mask.Width + x]) continue;
                    int at = (mask.Y + y) * width + mask.X + x;
                    if (owner[at] > 0) shared[owner[at] - 1] = shared.GetValueOrDefault(owner[at] - 1) + 1;
                    owner[at] = i + 1;
                    labels.Labels[at] = mask.Label;
                }
            }

            foreach ((int other, int pixels) in shared)
            {
                if (pixels <= PixelsLetPass || pixels <= LargestOverlap * mask.Area) continue;
                problems.Add(new AnnotationProblem(
                    $"{file}, {particles[i].Name}", FormattableString.Invariant($"it overlaps {particles[other].Name} by {pixels} of its {mask.Area} pixels"),
                    "Delete one of the two, or draw the border between them once; a particle that hides another takes the shared pixels"));
            }
        }

        return labels;
    }
}
