namespace LtoAutoscope.Fem.Microstructures.Tomography;

/// <summary>
/// Splits a solid into particles by a watershed of the distance to its surface (Beucher and Lantuéjoul 1979; flooded in the order of the
/// distance, Vincent and Soille 1991). Two basins become one particle where the neck between them is hardly narrower than the smaller of the two.
/// </summary>
internal static class ParticleSplitter
{
    /// <summary>Labels 1… of particles, 0 elsewhere.</summary>
    internal static int[] Split(bool[] solid, int nx, int ny, int nz, double neckRatio, CancellationToken cancellationToken)
    {
        float[] distance = DistanceTransform.Measure(solid, nx, ny, nz);
        int[] order = [.. Enumerable.Range(0, solid.Length).Where(i => solid[i])];
        float[] keys = [.. order.Select(i => -distance[i])];
        Array.Sort(keys, order);
        var labels = new int[solid.Length];
        var parent = new List<int> { 0 };
        var peak = new List<float> { 0 };
        Span<int> near = stackalloc int[26];
        for (int n = 0; n < order.Length; n++)
        {
            if ((n & 0xFFFF) == 0) cancellationToken.ThrowIfCancellationRequested();
            int i = order[n], x = i % nx, y = i / nx % ny, z = i / (nx * ny), count = 0, best = 0;
            float bestDistance = -1;
            for (int k = 0; k < 27; k++)
            {
                int qx = x + (k % 3) - 1, qy = y + (k / 3 % 3) - 1, qz = z + (k / 9) - 1;
                if (k == 13 || (uint)qx >= (uint)nx || (uint)qy >= (uint)ny || (uint)qz >= (uint)nz) continue;
                int j = (((qz * ny) + qy) * nx) + qx;
                if (labels[j] == 0) continue;
                int root = Root(labels[j]);
                if (distance[j] > bestDistance) (best, bestDistance) = (root, distance[j]);
                if (!near[..count].Contains(root)) near[count++] = root;
            }

            if (count == 0)
            {
                parent.Add(parent.Count);
                peak.Add(distance[i]);
                labels[i] = parent.Count - 1;
                continue;
            }

            for (int k = 0; k < count; k++)
            {
                int a = Root(best), b = Root(near[k]);
                // Half a voxel is what the distance is worth.
                if (a == b || distance[i] + 0.5 < neckRatio * Math.Min(peak[a], peak[b])) continue;
                int keep = peak[a] >= peak[b] ? a : b, drop = keep == a ? b : a;
                parent[drop] = keep;
            }

            labels[i] = Root(best);
        }

        for (int i = 0; i < labels.Length; i++)
        {
            if (labels[i] != 0) labels[i] = Root(labels[i]);
        }

        return labels;

        int Root(int label)
        {
            while (parent[label] != label) label = parent[label] = parent[parent[label]];
            return label;
        }
    }
}
