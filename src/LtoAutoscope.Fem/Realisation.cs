using LtoAutoscope.Domain.Cells;
using LtoAutoscope.Fem.Electrochemistry;
using LtoAutoscope.Fem.Mesh;
using LtoAutoscope.Fem.Microstructures;

namespace LtoAutoscope.Fem;

/// <summary>One microstructure with its meshes and its first cycle.</summary>
internal sealed class Realisation
{
    private Realisation(VoxelMicrostructure structure, IReadOnlyList<ParticleMesh> meshes, CycleOutcome outcome)
    {
        Structure = structure;
        Meshes = meshes;
        Outcome = outcome;
    }

    internal VoxelMicrostructure Structure { get; }

    internal IReadOnlyList<ParticleMesh> Meshes { get; }

    internal CycleOutcome Outcome { get; }

    /// <summary>How the fields lie in the box; null where there are none.</summary>
    internal FieldGeometry? Geometry { get; private init; }

    /// <summary>Meshes and runs a microstructure.</summary>
    /// <param name="structure">The box.</param>
    /// <param name="material">The material.</param>
    /// <param name="options">How it is run.</param>
    /// <param name="withFields">Whether electrolyte and solid potential are resolved in the box; else the particles share one of each.</param>
    /// <param name="progress">Called with the share done and the voltage.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <param name="time">The clock of checkpoints; the system's if null.</param>
    internal static Realisation Run(
        VoxelMicrostructure structure, Material material, CycleOptions options, bool withFields, Action<double, double>? progress,
        CancellationToken cancellationToken, TimeProvider? time = null)
    {
        var meshes = new List<ParticleMesh>(structure.Particles.Count);
        for (int i = 0; i < structure.Particles.Count; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var shape = structure.Particles[i].Shape;
            meshes.Add(ParticleMesh.Create(
                structure, i, Roughness.AreaFactor(shape.FractalDimension, shape.ProjectedDiameter, material.RoughnessInnerCutoffNm), cancellationToken));
        }

        var cell = new ResolvedCell(meshes, material, options, withFields ? structure : null, time, cancellationToken);
        return new Realisation(structure, meshes, cell.Run(progress, cancellationToken)) { Geometry = cell.Geometry };
    }

    /// <summary>A box that holds one ellipsoid along x, with a margin of two voxels.</summary>
    internal static VoxelMicrostructure Single(Ellipsoid shape, int grid)
    {
        double box = 2 * shape.LongSemiAxis * grid / (grid - 2);
        var centred = shape with { Axis = new Vector3(1, 0, 0), Centre = new Vector3(box / 2, box / 2, box / 2) };
        return Voxeliser.Voxelise([centred], box, grid);
    }

    /// <summary>A nodal field as one value a voxel (mean of its nodes); NaN in pores.</summary>
    internal float[] ToVoxels(IReadOnlyList<double[]> field)
    {
        var voxels = new float[Structure.Labels.Length];
        Array.Fill(voxels, float.NaN);
        for (int p = 0; p < Meshes.Count; p++)
        {
            var particle = Meshes[p].Particle;
            if (!particle.OnGrid) continue;
            var grid = Meshes[p].Grid;
            int x0 = particle.Voxels.Min(v => v.X), y0 = particle.Voxels.Min(v => v.Y), z0 = particle.Voxels.Min(v => v.Z);
            foreach (var (x, y, z) in particle.Voxels)
            {
                double sum = 0;
                for (int c = 0; c < 8; c++) sum += field[p][grid.Node(x - x0 + (c & 1), y - y0 + ((c >> 1) & 1), z - z0 + (c >> 2))];
                voxels[Structure.Index(x, y, z)] = (float)(sum / 8);
            }
        }

        return voxels;
    }
}
