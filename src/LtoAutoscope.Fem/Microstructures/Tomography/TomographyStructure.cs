using LtoAutoscope.Domain;
using MathNet.Numerics.LinearAlgebra;

namespace LtoAutoscope.Fem.Microstructures.Tomography;

/// <summary>From a stack of images to a microstructure. It is not periodic: its sides are mirrors.</summary>
public static class TomographyStructure
{
    /// <summary>Builds the structure.</summary>
    /// <param name="volume">The stack.</param>
    /// <param name="options">What its values mean.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="InputException">The stack holds no particle, or an option is out of range.</exception>
    public static BuiltStructure Create(LabelVolume volume, TomographyOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(volume);
        ArgumentNullException.ThrowIfNull(options);
        if (!(options.VoxelSizeNm > 0 && double.IsFinite(options.VoxelSizeNm))) throw new InputException($"a voxel of {options.VoxelSizeNm} nm is out of range", "voxel_nm", "Give the edge of a voxel in nanometres");
        if (!(options.NeckRatio is >= 0.1 and <= 1)) throw new InputException($"a neck ratio of {options.NeckRatio} is out of range", "neck_ratio", "Give 0.1 to 1");
        HashSet<int> pores = [.. options.PoreValues], binder = [.. options.BinderValues];
        if (pores.Overlaps(binder)) throw new InputException($"{pores.First(binder.Contains)} cannot be both pore and binder", "binder_values", "Give each value one meaning");
        int[] labels = Particles(volume, options, pores, binder, cancellationToken);
        int count = Renumber(labels, options.MinimumVoxels, volume.Name);
        for (int i = 0; i < labels.Length; i++)
        {
            if (binder.Contains(volume.Values[i])) labels[i] = VoxelMicrostructure.Binder;
        }

        var voxels = new List<(int X, int Y, int Z)>[count];
        for (int p = 0; p < count; p++) voxels[p] = [];
        for (int z = 0, i = 0; z < volume.SizeZ; z++)
        {
            for (int y = 0; y < volume.SizeY; y++)
            {
                for (int x = 0; x < volume.SizeX; x++, i++)
                {
                    if (labels[i] > 0) voxels[labels[i] - 1].Add((x, y, z));
                }
            }
        }

        double h = options.VoxelSizeNm, solids = (double)labels.Count(l => l > 0) / labels.Length;
        var particles = new List<VoxelParticle>(count);
        var structure = new VoxelMicrostructure(volume.SizeX, volume.SizeY, volume.SizeZ, h, labels, particles, solids, isPeriodic: false);
        var (open, contact) = VoxelSurface.Measure(structure, count);
        for (int p = 0; p < count; p++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            // A particle that its neighbours wall in keeps its whole area.
            double area = open[p] > 0 ? open[p] : contact[p];
            particles.Add(new VoxelParticle(new MeasuredShape(EqualMoments(voxels[p], h), area * h * h, contact[p] * h * h), voxels[p], OnGrid: true));
        }

        return new BuiltStructure(structure, null);
    }

    private static int[] Particles(LabelVolume volume, TomographyOptions options, HashSet<int> pores, HashSet<int> binder, CancellationToken cancellationToken)
    {
        var solid = new bool[volume.Values.Length];
        for (int i = 0; i < solid.Length; i++) solid[i] = !pores.Contains(volume.Values[i]) && !binder.Contains(volume.Values[i]);
        if (!solid.Contains(true))
            throw new InputException("no voxel is a particle", volume.Name, "Check which values are pores and binder");
        if (!solid.Contains(false))
            throw new InputException("no voxel is a pore or binder", volume.Name, "Check which values are pores and binder");
        if (options.IsBinary) return ParticleSplitter.Split(solid, volume.SizeX, volume.SizeY, volume.SizeZ, options.NeckRatio, cancellationToken);
        var labels = new int[solid.Length];
        var numbers = new Dictionary<int, int>();
        for (int i = 0; i < solid.Length; i++)
        {
            if (!solid[i]) continue;
            if (!numbers.TryGetValue(volume.Values[i], out int number)) numbers.Add(volume.Values[i], number = numbers.Count + 1);
            labels[i] = number;
        }

        return labels;
    }

    private static int Renumber(int[] labels, int minimum, string name)
    {
        int largest = labels.Max();
        var size = new int[largest + 1];
        foreach (int label in labels) size[label]++;
        var numbers = new int[largest + 1];
        int count = 0;
        for (int label = 1; label <= largest; label++)
        {
            if (size[label] >= Math.Max(1, minimum)) numbers[label] = ++count;
        }

        if (count == 0) throw new InputException($"no particle has {minimum} voxels", name, "Give a finer stack or ask for fewer voxels a particle");
        for (int i = 0; i < labels.Length; i++) labels[i] = numbers[labels[i]];
        return count;
    }

    private static Ellipsoid EqualMoments(List<(int X, int Y, int Z)> voxels, double h)
    {
        double n = voxels.Count, x = voxels.Average(v => (double)v.X), y = voxels.Average(v => (double)v.Y), z = voxels.Average(v => (double)v.Z);
        var moments = Matrix<double>.Build.Dense(3, 3);
        foreach (var voxel in voxels)
        {
            double dx = voxel.X - x, dy = voxel.Y - y, dz = voxel.Z - z;
            moments[0, 0] += dx * dx / n;
            moments[1, 1] += dy * dy / n;
            moments[2, 2] += dz * dz / n;
            moments[0, 1] += dx * dy / n;
            moments[0, 2] += dx * dz / n;
            moments[1, 2] += dy * dz / n;
        }

        // A voxel has an extent of its own.
        for (int i = 0; i < 3; i++) moments[i, i] += 1.0 / 12;
        moments[1, 0] = moments[0, 1];
        moments[2, 0] = moments[0, 2];
        moments[2, 1] = moments[1, 2];
        var eigen = moments.Evd(Symmetricity.Symmetric);
        int[] order = [.. Enumerable.Range(0, 3).OrderByDescending(i => eigen.EigenValues[i].Real)];
        double[] axes = [.. order.Select(i => Math.Sqrt(5 * eigen.EigenValues[i].Real) * h)];
        double scale = Math.Cbrt(n * h * h * h / (4.0 / 3 * Math.PI * axes[0] * axes[1] * axes[2]));
        return new Ellipsoid(scale * axes[0], scale * axes[2])
        {
            MiddleSemiAxis = scale * axes[1],
            Centre = new Vector3((x + 0.5) * h, (y + 0.5) * h, (z + 0.5) * h),
            Orientation = Orientation.FromAxes(Column(order[0]), Column(order[1])),
        };

        Vector3 Column(int i) => new(eigen.EigenVectors[0, i], eigen.EigenVectors[1, i], eigen.EigenVectors[2, i]);
    }
}
