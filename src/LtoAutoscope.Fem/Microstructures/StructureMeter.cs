using LtoAutoscope.Domain;

namespace LtoAutoscope.Fem.Microstructures;

/// <summary>Measures a microstructure.</summary>
public static class StructureMeter
{
    private const int Parts = 4;

    /// <summary>Measures.</summary>
    /// <param name="structure">The structure.</param>
    /// <param name="realisation">Its number, from 0.</param>
    /// <param name="roughnessInnerCutoffNm">Inner cut-off of roughness, nm.</param>
    /// <param name="densityGCm3">Density of the particles, g/cm³.</param>
    /// <param name="tortuosity">Tortuosity factors along x, y and z, or null.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static StructureMeasures Measure(
        BuiltStructure structure, int realisation, double roughnessInnerCutoffNm, double densityGCm3, double[]? tortuosity = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(structure);
        var (voxels, packing) = structure;
        if (voxels.Particles.Count == 0) throw new InputException("the structure holds no particle", "structure", "Give labels with at least one particle");
        double smooth = 0, rough = 0, volume = 0, staircase = 0, corrected = 0;
        long faces = 0, closed = 0;
        var touching = new HashSet<(int, int)>();
        for (int p = 0; p < voxels.Particles.Count; p++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var shape = voxels.Particles[p].Shape;
            double area = shape.SurfaceArea;
            smooth += area;
            rough += area * Roughness.AreaFactor(shape.FractalDimension, shape.ProjectedDiameter, roughnessInnerCutoffNm);
            volume += shape.Volume;
            var counted = Faces(voxels, p, touching);
            staircase += counted.Staircase;
            corrected += counted.Corrected;
            faces += counted.Faces;
            closed += counted.Closed;
        }

        double box = voxels.BoxVolumeNm3, gram = volume * densityGCm3 * 1e-21;
        double[] diameters = [.. voxels.Particles.Select(p => p.Shape.ProjectedDiameter).Order()];
        var (agglomerated, mean) = Agglomerated(packing);
        double binder = voxels.BinderVolumeFraction;
        return new StructureMeasures
        {
            Realisation = realisation,
            Particles = voxels.Particles.Count,
            ParticlesBelowAVoxel = voxels.Particles.Count(p => !p.OnGrid),
            BoxNm = [voxels.SizeX * voxels.VoxelSizeNm, voxels.SizeY * voxels.VoxelSizeNm, voxels.SizeZ * voxels.VoxelSizeNm],
            Grid = [voxels.SizeX, voxels.SizeY, voxels.SizeZ],
            VoxelNm = voxels.VoxelSizeNm,
            IsPeriodic = voxels.IsPeriodic,
            SolidsPacked = packing?.VolumeFraction ?? double.NaN,
            SolidsSampled = voxels.SampledVolumeFraction,
            SolidsVoxels = voxels.VoxelVolumeFraction,
            BinderVoxels = binder,
            PorositySampled = 1 - voxels.SampledVolumeFraction - binder,
            PorosityVoxels = voxels.VoxelPorosity,
            AreaSmoothM2G = smooth * 1e-18 / gram,
            AreaSmoothPerM = smooth / box * 1e9,
            AreaVoxelPerM = staircase / box * 1e9,
            AreaCorrectedPerM = corrected / box * 1e9,
            StaircaseFactor = staircase / smooth,
            ClosedShare = faces > 0 ? (double)closed / faces : 0,
            AreaRoughM2G = rough * 1e-18 / gram,
            AreaRoughPerM = rough / box * 1e9,
            RoughnessFactor = rough / smooth,
            ContactsAParticle = packing?.ContactsAParticle ?? (2.0 * touching.Count / voxels.Particles.Count),
            OverlapFraction = packing?.OverlapFraction ?? 0,
            DeepestOverlap = packing is null ? 0 : Math.Max(0, 1 - Math.Sqrt(packing.SmallestContact())),
            AgglomeratedShare = agglomerated,
            AgglomerateParticles = mean,
            LocalSolidsVariation = LocalVariation(voxels),
            Tortuosity = tortuosity,
            DiameterNm = [Quantile(diameters, 0.1), Quantile(diameters, 0.5), Quantile(diameters, 0.9)],
            AspectRatioMean = voxels.Particles.Average(p => p.Shape.AspectRatio),
        };
    }

    private static (double Staircase, double Corrected, long Faces, long Closed) Faces(VoxelMicrostructure voxels, int index, HashSet<(int, int)> touching)
    {
        var particle = voxels.Particles[index];
        if (!particle.OnGrid) return default;
        double h = voxels.VoxelSizeNm, staircase = 0, corrected = 0;
        long faces = 0, closed = 0;
        int label = index + 1;
        foreach (var (x, y, z) in particle.Voxels)
        {
            for (int face = 0; face < 6; face++)
            {
                int axis = face >> 1, step = (face & 1) == 1 ? 1 : -1;
                int dx = axis == 0 ? step : 0, dy = axis == 1 ? step : 0, dz = axis == 2 ? step : 0;
                int neighbour = voxels.LabelAt(x + dx, y + dy, z + dz);
                if (neighbour == label) continue;
                faces++;
                if (neighbour > 0)
                {
                    closed++;
                    touching.Add((Math.Min(label, neighbour), Math.Max(label, neighbour)));
                    continue;
                }

                staircase += h * h;
                var n = particle.Shape.Normal(new Vector3((x + 0.5 + (0.5 * dx)) * h, (y + 0.5 + (0.5 * dy)) * h, (z + 0.5 + (0.5 * dz)) * h) - particle.Shape.Centre);
                corrected += h * h * Math.Abs(axis == 0 ? n.X : axis == 1 ? n.Y : n.Z);
            }
        }

        return (staircase, corrected, faces, closed);
    }

    private static (double Share, double Mean) Agglomerated(Packing? packing)
    {
        if (packing is null) return (double.NaN, double.NaN);
        int count = packing.Particles.Count;
        var parent = Enumerable.Range(0, count).ToArray();
        var near = packing.Contacts(Packing.ContactScale).Select(c => (c.A, c.B)).ToHashSet();
        foreach (var (a, b) in packing.Bonds)
        {
            if (near.Contains((Math.Min(a, b), Math.Max(a, b)))) parent[Root(a)] = Root(b);
        }

        int[] sizes = [.. Enumerable.Range(0, count).GroupBy(Root).Select(g => g.Count()).Where(size => size > 1)];
        return ((double)sizes.Sum() / count, sizes.Length > 0 ? sizes.Average() : double.NaN);

        int Root(int i)
        {
            while (parent[i] != i) i = parent[i] = parent[parent[i]];
            return i;
        }
    }

    private static double LocalVariation(VoxelMicrostructure voxels)
    {
        var solid = new double[Parts * Parts * Parts];
        var all = new double[solid.Length];
        for (int z = 0, i = 0; z < voxels.SizeZ; z++)
        {
            for (int y = 0; y < voxels.SizeY; y++)
            {
                for (int x = 0; x < voxels.SizeX; x++, i++)
                {
                    int part = (((z * Parts / voxels.SizeZ) * Parts) + (y * Parts / voxels.SizeY)) * Parts + (x * Parts / voxels.SizeX);
                    all[part]++;
                    if (voxels.Labels[i] > 0) solid[part]++;
                }
            }
        }

        double[] local = [.. solid.Zip(all, (s, a) => a > 0 ? s / a : 0)];
        double mean = local.Average();
        return mean > 0 ? Math.Sqrt(local.Average(v => (v - mean) * (v - mean))) / mean : 0;
    }

    internal static double Quantile(double[] sorted, double probability)
    {
        double position = probability * (sorted.Length - 1);
        int low = (int)position;
        return low + 1 >= sorted.Length ? sorted[^1] : sorted[low] + ((position - low) * (sorted[low + 1] - sorted[low]));
    }
}
