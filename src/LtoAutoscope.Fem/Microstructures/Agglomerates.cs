namespace LtoAutoscope.Fem.Microstructures;

/// <summary>Puts particles together into agglomerates: trees of particles that touch, grown one by one at random.</summary>
internal static class Agglomerates
{
    /// <summary>Indices of the particles of each agglomerate; sizes follow a geometric distribution from 2 on with the asked mean.</summary>
    internal static IReadOnlyList<int[]> Assign(int count, PackingOptions options, SeededRandom random)
    {
        int left = (int)Math.Round(options.AgglomeratedShare * count);
        var order = Enumerable.Range(0, count).ToArray();
        for (int i = count - 1; i > 0 && left > 1; i--)
        {
            int j = (int)(random.Next() * (i + 1));
            (order[i], order[j]) = (order[j], order[i]);
        }

        // The mean fixes how many there are; all ways to share out the particles are equally likely, which is geometric for many.
        int groups = left < 2 ? 0 : Math.Max(1, Math.Min(left / 2, (int)Math.Round(left / options.AgglomerateParticles)));
        var sizes = Enumerable.Repeat(2, groups).ToArray();
        if (groups > 0)
        {
            int[] cuts = [.. Enumerable.Range(0, groups - 1).Select(_ => (int)(random.Next() * (left - (2 * groups) + 1))).Order(), left - (2 * groups)];
            for (int g = 0, before = 0; g < groups; before = cuts[g], g++) sizes[g] += cuts[g] - before;
        }

        int next = 0;
        var clusters = new List<int[]>(groups);
        foreach (int size in sizes)
        {
            clusters.Add(order[next..(next + size)]);
            next += size;
        }

        return clusters;
    }

    /// <summary>Moves the particles of each agglomerate together and returns the pairs that touch.</summary>
    internal static IReadOnlyList<(int A, int B)> Cluster(PackingBody[] bodies, IReadOnlyList<int[]> clusters, SeededRandom random)
    {
        var bonds = new List<(int A, int B)>();
        foreach (int[] cluster in clusters)
        {
            for (int i = 1; i < cluster.Length; i++)
            {
                var body = bodies[cluster[i]];
                int best = cluster[0];
                double bestOverlap = double.PositiveInfinity;
                Vector3 bestPosition = default;
                for (int attempt = 0; attempt < 24 && bestOverlap > 0; attempt++)
                {
                    int host = cluster[(int)(random.Next() * i)];
                    var direction = random.NextDirection();
                    var normal = default(Vector3);
                    double touching = 1 / PackingBody.Scale(bodies[host], body, direction, double.PositiveInfinity, ref normal);
                    var position = bodies[host].Position + (touching * direction);
                    double overlap = 0;
                    for (int k = 0; k < i; k++)
                    {
                        if (cluster[k] == host) continue;
                        normal = default;
                        overlap += Math.Max(0, 1 - PackingBody.Scale(bodies[cluster[k]], body, position - bodies[cluster[k]].Position, 1, ref normal));
                    }

                    if (overlap >= bestOverlap) continue;
                    (best, bestOverlap, bestPosition) = (host, overlap, position);
                }

                body.Position = bestPosition;
                bonds.Add((best, cluster[i]));
            }
        }

        return bonds;
    }
}
