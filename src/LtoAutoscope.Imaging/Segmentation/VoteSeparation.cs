using System.Numerics.Tensors;

namespace LtoAutoscope.Imaging.Segmentation;

/// <summary>
/// Separates particles by votes: every foreground pixel points at where it sees its own particle's centre of area. The votes, each counted as
/// the part of its particle that it stands for, pile up to summits of about 1; a pixel belongs to the summit under which its vote lies. So two
/// grains that overlap come apart although no gap lies between them, and a facet or a grain of texture does not cut one in two.
/// </summary>
/// <remarks>After D. Neven et al., CVPR 2019, and B. Cheng et al., Panoptic-DeepLab, CVPR 2020; summits are told apart by their dynamics, as in
/// <see cref="PersistenceWatershed"/>, in place of a fixed distance.</remarks>
internal static class VoteSeparation
{
    /// <summary>A heap below this is nobody's centre.</summary>
    private const float Ground = 1e-3f;

    /// <summary>Sizes beyond these octaves around the network's unit are not believed.</summary>
    private const float SmallestOctave = -2.5f, LargestOctave = 3;

    /// <summary>Particle numbers (any integers &gt; 0) of the foreground, 0 outside.</summary>
    /// <param name="maps">With offsets and size.</param>
    /// <param name="inside">The foreground.</param>
    /// <param name="reachPx">Image pixels of one unit of the offsets.</param>
    /// <param name="smoothingPx">Standard deviation by which votes are spread, image pixels.</param>
    /// <param name="dynamics">How far a summit stands above the pass to a higher one, parts of a particle.</param>
    /// <param name="threads">Threads; the result does not depend on them.</param>
    internal static int[] Separate(SegmentationMaps maps, bool[] inside, double reachPx, double smoothingPx, double dynamics, int threads = 1)
    {
        int width = maps.Width;
        (int[] target, float[] heap) = Vote(maps, inside, (float)reachPx);
        GaussianBlur.InPlace(heap, width, maps.Height, smoothingPx, threads);
        float whole = (float)(2 * Math.PI * smoothingPx * smoothingPx);
        bool[] piled = new bool[heap.Length];
        for (int i = 0; i < heap.Length; i++)
        {
            heap[i] *= whole;
            piled[i] = heap[i] > Ground;
        }

        int[] basins = PersistenceWatershed.Flood(heap, piled, width, dynamics, 0, 0);
        Level(basins, heap, (float)dynamics);
        int[] labels = new int[heap.Length];
        for (int i = 0; i < labels.Length; i++)
            if (inside[i]) labels[i] = basins[target[i]];
        LabelPieces.KeepLargest(labels, width);
        LabelPieces.Spread(labels, inside, width);
        LabelPieces.NumberIslands(labels, inside, width);
        return labels;
    }

    private static (int[] Target, float[] Heap) Vote(SegmentationMaps maps, bool[] inside, float reach)
    {
        if (!maps.TryGet(SegmentationMaps.OffsetYName, out Span<float> down) || !maps.TryGet(SegmentationMaps.OffsetXName, out Span<float> across)
            || !maps.TryGet(SegmentationMaps.SizeName, out Span<float> size))
            throw new ArgumentException("The maps have no offsets or no size.", nameof(maps));
        int width = maps.Width, height = maps.Height;
        int[] target = new int[inside.Length];
        float[] heap = new float[inside.Length];
        float unit = (float)(4 / Math.PI) / (reach * reach);
        for (int y = 0, i = 0; y < height; y++)
        {
            for (int x = 0; x < width; x++, i++)
            {
                if (!inside[i]) continue;
                int row = Math.Clamp((int)MathF.Round(y + down[i] * reach), 0, height - 1), column = Math.Clamp((int)MathF.Round(x + across[i] * reach), 0, width - 1);
                int at = row * width + column;
                target[i] = at;
                heap[at] += unit * MathF.Exp(-2 * 0.6931472f * Math.Clamp(size[i], SmallestOctave, LargestOctave));
            }
        }

        return (target, heap);
    }

    /// <summary>Takes the number from basins whose summit is too low to be a particle: their pixels go to a neighbour.</summary>
    private static void Level(int[] basins, float[] heap, float lowest)
    {
        float[] summit = new float[TensorPrimitives.Max<int>(basins) + 1];
        for (int i = 0; i < basins.Length; i++) summit[basins[i]] = Math.Max(summit[basins[i]], heap[i]);
        for (int i = 0; i < basins.Length; i++)
            if (summit[basins[i]] < lowest) basins[i] = 0;
    }
}
