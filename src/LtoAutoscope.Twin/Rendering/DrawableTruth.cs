using LtoAutoscope.Domain.Frames;
using LtoAutoscope.Twin.Worlds;

namespace LtoAutoscope.Twin.Rendering;

/// <summary>
/// The instance mask that a careful person could draw: what is visible, without slivers, crumbs and what lies in the dark. A particle that the
/// picture's border cuts counts however little of it is inside.
/// </summary>
internal static class DrawableTruth
{
    private const int SmallestInstancePx = 12;
    private const double SmallestVisibleShare = 0.2;
    private const double SmallestPieceShare = 0.2;
    private const double DarkestShare = 0.3;

    /// <summary>The mask of a scene that is painted and shadowed, but not yet blurred.</summary>
    internal static LabelImage Of(Scene painted)
    {
        HashSet<ulong> dark = TooDark(painted);
        LabelImage labels = painted.Labels((p, visible, whole)
            => visible >= SmallestInstancePx && (visible >= SmallestVisibleShare * whole || IsCut(p, painted.Geometry)) && !dark.Contains(p.Id));
        DropCrumbs(labels);
        return labels;
    }

    /// <summary>Share of the picture that shows a particle without being labelled.</summary>
    internal static double Unlabelled(Scene painted, LabelImage labels)
    {
        ViewGeometry g = painted.Geometry;
        int n = 0;
        for (int y = 0; y < labels.Height; y++)
            for (int x = 0; x < labels.Width; x++)
                if (labels[x, y] == 0 && painted.Top[(y + g.Margin) * g.Width + x + g.Margin] != 0) n++;
        return (double)n / labels.Labels.Length;
    }

    /// <summary>Drops what marks and neighbours left of an instance that is too small to outline, and closes the gaps in the numbering.</summary>
    internal static LabelImage Tidy(LabelImage labels)
    {
        DropCrumbs(labels);
        var count = new int[labels.Maximum + 1];
        foreach (int l in labels.Labels) count[l]++;
        var number = new int[count.Length];
        int next = 0;
        for (int l = 1; l < count.Length; l++) number[l] = count[l] >= SmallestInstancePx ? ++next : 0;
        for (int i = 0; i < labels.Labels.Length; i++) labels.Labels[i] = number[labels.Labels[i]];
        return labels;
    }

    /// <summary>Particles that lie so deep in the shadow that they look like the gap: nobody would outline them.</summary>
    private static HashSet<ulong> TooDark(Scene painted)
    {
        if (painted.Particles.Count == 0) return [];
        var sum = new double[painted.Particles.Count];
        var count = new int[sum.Length];
        for (int i = 0; i < painted.Top.Length; i++)
        {
            int p = painted.Top[i] - 1;
            if (p < 0) continue;
            sum[p] += painted.Signal[i];
            count[p]++;
        }

        double[] means = [.. sum.Zip(count).Where(p => p.Second > 0).Select(p => p.First / p.Second).Order()];
        if (means.Length == 0) return [];
        double limit = DarkestShare * means[means.Length * 3 / 4];
        return [.. Enumerable.Range(0, sum.Length).Where(p => count[p] > 0 && sum[p] < limit * count[p]).Select(p => painted.Particles[p].Id)];
    }

    private static bool IsCut(PowderParticle p, ViewGeometry g)
    {
        (double x, double y) = g.Pixel(p.X, p.Y);
        double reach = p.Reach / g.PixelNm;
        return x - reach < g.Margin || y - reach < g.Margin || x + reach > g.Width - g.Margin || y + reach > g.Height - g.Margin;
    }

    /// <summary>Of an instance that its neighbours cut into pieces, pieces below a share of its largest one are no part that a person would mark.</summary>
    private static void DropCrumbs(LabelImage labels)
    {
        int width = labels.Width;
        var piece = new int[labels.Labels.Length];
        List<(int Label, int Size)> pieces = [(0, 0)];
        var largest = new int[labels.Maximum + 1];
        var stack = new Stack<int>();
        for (int start = 0; start < piece.Length; start++)
        {
            int label = labels.Labels[start];
            if (label == 0 || piece[start] != 0) continue;
            int number = pieces.Count, size = 0;
            piece[start] = number;
            stack.Push(start);
            while (stack.TryPop(out int at))
            {
                size++;
                int x = at % width;
                if (x > 0) Visit(at - 1);
                if (x + 1 < width) Visit(at + 1);
                if (at >= width) Visit(at - width);
                if (at + width < piece.Length) Visit(at + width);
            }

            pieces.Add((label, size));
            largest[label] = Math.Max(largest[label], size);

            void Visit(int i)
            {
                if (piece[i] != 0 || labels.Labels[i] != label) return;
                piece[i] = number;
                stack.Push(i);
            }
        }

        for (int i = 0; i < piece.Length; i++)
        {
            (int label, int size) = pieces[piece[i]];
            if (size < Math.Max(SmallestInstancePx, SmallestPieceShare * largest[label])) labels.Labels[i] = 0;
        }
    }
}
