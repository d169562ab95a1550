using LtoAutoscope.Domain;

namespace LtoAutoscope.Fem.Microstructures;

/// <summary>
/// Puts a packing on a voxel grid: the volume fraction of each particle in a voxel is found by supersampling, and the voxel gets
/// the label of the particle that holds at least half of it.
/// </summary>
public static class Voxeliser
{
    /// <summary>Sample points along a voxel's edge, unless asked otherwise.</summary>
    public const int DefaultSamples = 4;

    /// <summary>Voxelises.</summary>
    /// <param name="packing">The packing, nm.</param>
    /// <param name="size">Voxels along an edge, 4…512.</param>
    /// <param name="samples">Sample points along a voxel's edge, 1…8.</param>
    /// <exception cref="InputException">The grid is out of range.</exception>
    public static VoxelMicrostructure Voxelise(Packing packing, int size, int samples = DefaultSamples)
    {
        ArgumentNullException.ThrowIfNull(packing);
        return Voxelise(packing.Particles, packing.BoxSize, size, samples);
    }

    /// <summary>Voxelises particles in a periodic box.</summary>
    /// <inheritdoc cref="Voxelise(Packing, int, int)"/>
    public static VoxelMicrostructure Voxelise(IReadOnlyList<IParticleShape> particles, double boxSize, int size, int samples = DefaultSamples)
    {
        ArgumentNullException.ThrowIfNull(particles);
        if (size is < 4 or > 512) throw new InputException($"a grid of {size} voxels an edge is out of range", "grid", "Give 4 to 512");
        ArgumentOutOfRangeException.ThrowIfLessThan(samples, 1);
        double h = boxSize / size;
        var labels = new int[size * size * size];
        var structure = new List<VoxelParticle>(particles.Count);
        var result = new VoxelMicrostructure(size, boxSize, labels, structure, 0);
        var best = new float[labels.Length];
        var total = new float[labels.Length];
        for (int p = 0; p < particles.Count; p++) Paint(particles[p], p + 1, result, best, total, h, samples);
        for (int p = 0; p < particles.Count; p++) structure.Add(Collect(particles[p], p + 1, result, h));
        for (int i = 0; i < total.Length; i++) total[i] = Math.Min(1, total[i]);
        return new VoxelMicrostructure(size, boxSize, labels, structure, total.Sum(t => (double)t) / labels.Length) { SolidFraction = total };
    }

    private static void Paint(IParticleShape shape, int label, VoxelMicrostructure grid, float[] best, float[] total, double h, int samples)
    {
        foreach (var (x, y, z) in Box(shape, h))
        {
            double fraction = Fraction(shape, new Vector3((x + 0.5) * h, (y + 0.5) * h, (z + 0.5) * h) - shape.Centre, h, samples);
            if (fraction <= 0) continue;
            int index = grid.Index(x, y, z);
            total[index] += (float)fraction;
            if (fraction < 0.5 || fraction <= best[index]) continue;
            best[index] = (float)fraction;
            grid.Labels[index] = label;
        }
    }

    private static VoxelParticle Collect(IParticleShape shape, int label, VoxelMicrostructure grid, double h)
    {
        var voxels = Box(shape, h).Where(v => grid.LabelAt(v.X, v.Y, v.Z) == label).ToList();
        if (voxels.Count > 0) return new VoxelParticle(shape, voxels, OnGrid: true);
        var c = shape.Centre;
        var home = ((int)Math.Floor(c.X / h), (int)Math.Floor(c.Y / h), (int)Math.Floor(c.Z / h));
        int index = grid.Index(home.Item1, home.Item2, home.Item3);
        bool free = grid.Labels[index] == 0;
        if (free) grid.Labels[index] = label;
        return new VoxelParticle(shape, [home], free);
    }

    private static IEnumerable<(int X, int Y, int Z)> Box(IParticleShape shape, double h)
    {
        Vector3 c = shape.Centre, e = shape.HalfExtent;
        int x1 = (int)Math.Floor((c.X + e.X) / h), y1 = (int)Math.Floor((c.Y + e.Y) / h), z1 = (int)Math.Floor((c.Z + e.Z) / h);
        for (int z = (int)Math.Floor((c.Z - e.Z) / h); z <= z1; z++)
        {
            for (int y = (int)Math.Floor((c.Y - e.Y) / h); y <= y1; y++)
            {
                for (int x = (int)Math.Floor((c.X - e.X) / h); x <= x1; x++) yield return (x, y, z);
            }
        }
    }

    private static double Fraction(IParticleShape shape, Vector3 centre, double h, int samples)
    {
        // Level surfaces at t and 1 are at least |t − 1| times the inscribed radius apart: voxels clear of the surface need no sampling.
        double t = Math.Sqrt(shape.Level(centre)), clear = h * Math.Sqrt(3) / 2;
        if ((t - 1) * shape.InnerRadius > clear) return 0;
        if ((1 - t) * shape.InnerRadius > clear) return 1;
        int inside = 0;
        double step = h / samples, first = -0.5 * (h - step);
        for (int k = 0; k < samples; k++)
        {
            for (int j = 0; j < samples; j++)
            {
                for (int i = 0; i < samples; i++)
                {
                    if (shape.Level(centre + new Vector3(first + (i * step), first + (j * step), first + (k * step))) <= 1) inside++;
                }
            }
        }

        return (double)inside / (samples * samples * samples);
    }
}
