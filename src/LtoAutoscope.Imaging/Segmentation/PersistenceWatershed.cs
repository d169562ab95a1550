using System.Buffers;

namespace LtoAutoscope.Imaging.Segmentation;

/// <summary>
/// A watershed that floods a landscape from its summits down in one pass over the sorted pixels. Where two basins meet, the lower
/// one is a mere shoulder, and joins the higher, when its summit stands out too little (its dynamics, or persistence) or
/// it is still too small; else the two stay apart and the pixel goes to the neighbour that lies highest.
/// </summary>
/// <remarks>
/// Equal to flooding from the h-maxima (M. Grimaud, Proc. SPIE 1769, 1992; F. Chazal et al., J. ACM 60, 41, 2013). 4-neighbours; heights are
/// sorted in 65,536 steps, ties in reading order, so that the result is the same on every machine.
/// </remarks>
internal static class PersistenceWatershed
{
    private const int Levels = 65536;

    /// <summary>Basin numbers 1…n in reading order, 0 outside the mask.</summary>
    /// <param name="landscape">Heights ≥ 0, row-major; may be longer than the mask.</param>
    /// <param name="inside">The mask.</param>
    /// <param name="width">Width in pixels.</param>
    /// <param name="dynamics">Least height of a summit over the pass to a higher one, in the unit of the heights.</param>
    /// <param name="relativeDynamics">The same as a part of the summit's height; the larger demand holds.</param>
    /// <param name="smallest">Least number of pixels of a basin above the pass.</param>
    internal static int[] Flood(float[] landscape, bool[] inside, int width, double dynamics, double relativeDynamics, int smallest)
    {
        int[] parent = GC.AllocateUninitializedArray<int>(inside.Length);
        int[] buffer = ArrayPool<int>.Shared.Rent(inside.Length), size = ArrayPool<int>.Shared.Rent(inside.Length);
        try
        {
            ReadOnlySpan<int> order = Sort(landscape, inside, buffer);
            Flood(landscape.AsSpan(0, inside.Length), order, parent, size, width, dynamics, relativeDynamics, smallest);
            foreach (int pixel in order) size[parent[pixel]] = 0;
            Number(parent, size);
        }
        finally
        {
            ArrayPool<int>.Shared.Return(buffer);
            ArrayPool<int>.Shared.Return(size);
        }

        return parent;
    }

    /// <summary>Turns roots into numbers 1…n in reading order.</summary>
    private static void Number(int[] roots, int[] numbers)
    {
        int next = 0;
        for (int pixel = 0; pixel < roots.Length; pixel++)
        {
            int root = roots[pixel];
            roots[pixel] = root < 0 ? 0 : numbers[root] != 0 ? numbers[root] : numbers[root] = ++next;
        }
    }

    /// <summary>Gives every pixel of the mask its root, and −1 to the others.</summary>
    private static void Flood(
        ReadOnlySpan<float> landscape, ReadOnlySpan<int> order, int[] parent, int[] size, int width, double dynamics, double relativeDynamics, int smallest)
    {
        Array.Fill(parent, -1);
        Span<int> neighbours = stackalloc int[4];
        Span<int> roots = stackalloc int[4];
        foreach (int pixel in order)
        {
            int count = Neighbours(pixel, width, landscape.Length, neighbours), found = 0, steepest = -1;
            float highest = -1;
            for (int k = 0; k < count; k++)
            {
                int neighbour = neighbours[k];
                if (parent[neighbour] < 0) continue;
                int root = Find(parent, neighbour);
                if (landscape[neighbour] > highest)
                {
                    highest = landscape[neighbour];
                    steepest = root;
                }

                if (!roots[..found].Contains(root)) roots[found++] = root;
            }

            if (found == 0)
            {
                parent[pixel] = pixel;
                size[pixel] = 1;
                continue;
            }

            parent[pixel] = steepest;
            size[steepest]++;
            if (found > 1) Join(landscape, parent, size, roots[..found], landscape[pixel], dynamics, relativeDynamics, smallest);
        }

        foreach (int pixel in order) parent[pixel] = Find(parent, pixel);
    }

    private static void Join(
        ReadOnlySpan<float> landscape, int[] parent, int[] size, ReadOnlySpan<int> roots, float pass, double dynamics, double relative, int smallest)
    {
        int summit = roots[0];
        foreach (int root in roots)
            if (landscape[root] > landscape[summit] || (landscape[root] == landscape[summit] && root < summit)) summit = root;
        foreach (int root in roots)
        {
            if (root == summit) continue;
            float height = landscape[root];
            if (height - pass >= Math.Max(dynamics, relative * height) && size[root] >= smallest) continue;
            parent[root] = summit;
            size[summit] += size[root];
        }
    }

    private static int Find(int[] parent, int pixel)
    {
        while (parent[pixel] != pixel)
        {
            parent[pixel] = parent[parent[pixel]];
            pixel = parent[pixel];
        }

        return pixel;
    }

    private static int Neighbours(int pixel, int width, int length, Span<int> neighbours)
    {
        int count = 0, x = pixel % width;
        if (pixel >= width) neighbours[count++] = pixel - width;
        if (x > 0) neighbours[count++] = pixel - 1;
        if (x < width - 1) neighbours[count++] = pixel + 1;
        if (pixel + width < length) neighbours[count++] = pixel + width;
        return count;
    }

    /// <summary>The pixels of the mask from the highest to the lowest, by counting.</summary>
    private static ReadOnlySpan<int> Sort(float[] landscape, bool[] inside, int[] order)
    {
        float highest = 0;
        for (int i = 0; i < inside.Length; i++)
            if (inside[i]) highest = Math.Max(highest, landscape[i]);
        float scale = highest > 0 ? (Levels - 1) / highest : 0;
        int[] start = new int[Levels + 1];
        for (int i = 0; i < inside.Length; i++)
            if (inside[i]) start[Level(landscape[i]) + 1]++;
        for (int l = 0; l < Levels; l++) start[l + 1] += start[l];
        int count = start[Levels];
        for (int i = 0; i < inside.Length; i++)
            if (inside[i]) order[start[Level(landscape[i])]++] = i;
        return order.AsSpan(0, count);

        int Level(float height) => Levels - 1 - (int)(Math.Max(height, 0) * scale);
    }
}
