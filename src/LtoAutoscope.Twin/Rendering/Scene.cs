using LtoAutoscope.Domain.Frames;
using LtoAutoscope.Twin.Worlds;

namespace LtoAutoscope.Twin.Rendering;

/// <summary>The ideal image of a view before optics and noise: signal, height and which particle lies on top; with a margin around the view.</summary>
internal sealed class Scene(ViewGeometry geometry)
{
    internal ViewGeometry Geometry { get; } = geometry;

    /// <summary>Signal, 1 in the middle of a flat particle.</summary>
    internal float[] Signal { get; } = new float[geometry.Width * geometry.Height];

    /// <summary>Height of what lies on top, nm.</summary>
    internal float[] Level { get; } = new float[geometry.Width * geometry.Height];

    /// <summary>1 + index into <see cref="Particles"/> of what lies on top, 0 for the substrate.</summary>
    internal int[] Top { get; } = new int[geometry.Width * geometry.Height];

    /// <summary>The particles that were painted, lowest first.</summary>
    internal List<PowderParticle> Particles { get; } = [];

    /// <summary>The visible instance mask of the view, numbered from 1 without gaps in order of appearance.</summary>
    /// <param name="keep">Which particles count, given the particle, its visible and its whole area in pixels; all when null.</param>
    internal LabelImage Labels(Func<PowderParticle, int, double, bool>? keep = null) => Labels(default, keep);

    /// <summary>The same as a scan with its own errors sees it.</summary>
    /// <param name="warp">The scan; the scene's margin must be at least its reach.</param>
    /// <param name="keep">As above.</param>
    internal LabelImage Labels(ScanWarp warp, Func<PowderParticle, int, double, bool>? keep = null)
    {
        int margin = Geometry.Margin, width = Geometry.Width - 2 * margin, height = Geometry.Height - 2 * margin;
        var visible = new int[Particles.Count + 1];
        var number = new int[Particles.Count + 1];
        for (int y = 0; y < height; y++)
            foreach (int top in Top.AsSpan((y + margin) * Geometry.Width + margin, width)) visible[top]++;
        for (int i = 1; i < number.Length; i++)
        {
            PowderParticle p = Particles[i - 1];
            double whole = Math.PI / 4 * p.DiameterNm * p.DiameterNm / (Geometry.PixelNm * Geometry.PixelNm);
            number[i] = keep is null || keep(p, visible[i], whole) ? -1 : 0;
        }

        var labels = new LabelImage(width, height);
        int next = 0;
        for (int y = 0; y < height; y++)
        {
            ReadOnlySpan<int> row = Top.AsSpan((y + margin) * Geometry.Width + margin, width);
            for (int x = 0; x < width; x++)
            {
                int top = warp.IsNone ? row[x] : Seen(warp, x, y);
                if (top == 0) continue;
                if (number[top] == -1) number[top] = ++next;
                labels.Labels[y * width + x] = number[top];
            }
        }

        return labels;
    }

    /// <summary>The particle behind each number of a mask of this scene; entry 0 is empty.</summary>
    internal PowderParticle?[] Owners(LabelImage labels, ScanWarp warp)
    {
        var owners = new PowderParticle?[labels.Maximum + 1];
        for (int y = 0; y < labels.Height; y++)
        {
            for (int x = 0; x < labels.Width; x++)
            {
                int label = labels.Labels[y * labels.Width + x];
                if (label > 0) owners[label] ??= Particles[Seen(warp, x, y) - 1];
            }
        }

        return owners;
    }

    private int Seen(ScanWarp warp, int x, int y)
    {
        (double sx, double sy) = warp.Source(x, y);
        int i = Math.Clamp((int)Math.Round(sx) + Geometry.Margin, 0, Geometry.Width - 1), j = Math.Clamp((int)Math.Round(sy) + Geometry.Margin, 0, Geometry.Height - 1);
        return Top[j * Geometry.Width + i];
    }
}
