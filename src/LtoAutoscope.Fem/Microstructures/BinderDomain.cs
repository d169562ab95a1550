using LtoAutoscope.Domain;

namespace LtoAutoscope.Fem.Microstructures;

/// <summary>
/// Carbon-binder domain in the menisci between particles: the pore voxels with the smallest sum of distances to their two nearest
/// particles, until the asked volume is filled. That is where a drying suspension leaves its binder (capillary bridges).
/// </summary>
public static class BinderDomain
{
    /// <summary>Labels pore voxels as binder (−1).</summary>
    /// <param name="structure">The structure; its labels are changed.</param>
    /// <param name="volumeFraction">Asked volume fraction of the box, 0…0.5.</param>
    /// <param name="seed">Settles which of equally good voxels are taken.</param>
    /// <exception cref="InputException">More binder is asked than there are pores.</exception>
    public static void Place(VoxelMicrostructure structure, double volumeFraction, long seed)
    {
        ArgumentNullException.ThrowIfNull(structure);
        if (!(volumeFraction is >= 0 and <= 0.5))
            throw new InputException($"a binder volume fraction of {volumeFraction:0.###} is out of range", "binder", "Give 0 to 0.5");
        int[] labels = structure.Labels;
        int wanted = (int)Math.Round(volumeFraction * labels.Length), pores = labels.Count(label => label == 0);
        if (wanted > pores)
            throw new InputException($"{volumeFraction:0.###} binder does not fit into a porosity of {(double)pores / labels.Length:0.###}", "binder", "Ask for less binder or fewer solids");
        if (wanted == 0) return;
        var (first, second) = Distances(structure, wanted);
        var random = new SeededRandom(seed, 0x62696e64);
        var scores = new List<(double Score, int Index)>(pores);
        for (int i = 0; i < labels.Length; i++)
        {
            // Less than a tenth of a voxel is below what the distances are worth: chance decides.
            double tie = 0.1 * structure.VoxelSizeNm * random.Next();
            if (labels[i] == 0) scores.Add((first[i] + second[i] + tie, i));
        }

        scores.Sort();
        foreach (var (_, index) in scores.Take(wanted)) labels[index] = VoxelMicrostructure.Binder;
    }

    // Distances to the nearest two particles, as far as a reach that is doubled until enough voxels have both.
    private static (float[] First, float[] Second) Distances(VoxelMicrostructure structure, int wanted)
    {
        int[] labels = structure.Labels;
        float[] first = new float[labels.Length], second = new float[labels.Length];
        double h = structure.VoxelSizeNm, largest = h * Math.Max(structure.SizeX, Math.Max(structure.SizeY, structure.SizeZ));
        for (double reach = Math.Max(4 * h, 0.25 * structure.Particles.Average(p => p.Shape.InnerRadius)); ; reach *= 2)
        {
            Array.Fill(first, (float)largest);
            Array.Fill(second, (float)largest);
            foreach (var particle in structure.Particles) Spread(structure, particle.Shape, reach, first, second);
            int found = 0;
            for (int i = 0; i < labels.Length; i++)
            {
                if (labels[i] == 0 && second[i] < largest) found++;
            }

            if (found >= wanted || reach > largest / 2) return (first, second);
        }
    }

    private static void Spread(VoxelMicrostructure structure, IParticleShape shape, double reach, float[] first, float[] second)
    {
        double h = structure.VoxelSizeNm;
        Vector3 c = shape.Centre, e = shape.HalfExtent;
        int x0 = Low(c.X - e.X), x1 = High(c.X + e.X), y0 = Low(c.Y - e.Y), y1 = High(c.Y + e.Y), z0 = Low(c.Z - e.Z), z1 = High(c.Z + e.Z);
        for (int z = z0; z <= z1; z++)
        {
            for (int y = y0; y <= y1; y++)
            {
                for (int x = x0; x <= x1; x++)
                {
                    int index = structure.Index(x, y, z);
                    if (structure.Labels[index] != 0) continue;
                    var r = new Vector3((x + 0.5) * h, (y + 0.5) * h, (z + 0.5) * h) - c;
                    double t = Math.Sqrt(shape.Level(r));
                    // To first order: (t − 1) times the distance of the tangent plane from the centre.
                    double distance = t <= 1 ? 0 : (t - 1) * shape.Normal(r).Dot((1 / t) * r);
                    if (distance > reach) continue;
                    if (distance < first[index])
                    {
                        second[index] = first[index];
                        first[index] = (float)distance;
                    }
                    else if (distance < second[index])
                    {
                        second[index] = (float)distance;
                    }
                }
            }
        }

        int Low(double x) => (int)Math.Floor((x - reach) / h);

        int High(double x) => (int)Math.Floor((x + reach) / h);
    }
}
