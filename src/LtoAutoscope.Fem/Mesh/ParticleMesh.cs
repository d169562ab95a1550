using LtoAutoscope.Fem.Microstructures;
using LtoAutoscope.Fem.Solvers;

namespace LtoAutoscope.Fem.Mesh;

/// <summary>
/// The finite element mesh of one particle: the voxels of its label, with nodes of its own, so that nothing passes to a particle
/// that it touches. Masses are lumped. SI units.
/// </summary>
/// <remarks>
/// Three corrections keep the staircase out of the answer. The voxel edge is scaled, for each particle, so that its voxels hold exactly
/// the ellipsoid's volume (capacity and R²/D are the true ones). A voxel face with outward normal e counts |n·e| of its area, n being
/// the ellipsoid's normal there (the projection rule, which sums to the true area as the grid is refined), and the sum is then scaled
/// to the ellipsoid's exact area. A skin on nodes below the true surface and a factor on the diffusivity give
/// diffusion the lag of the true shape (<see cref="SurfaceSkinM"/>, <see cref="DiffusionFactor"/>). Faces that two particles share are closed: touching ellipsoids meet in a point, so the whole true
/// area stays with the faces to the pore.
/// </remarks>
public sealed class ParticleMesh
{
    private ParticleMesh(VoxelParticle particle, VoxelGrid grid, double voxelSizeM)
    {
        Particle = particle;
        Grid = grid;
        VoxelSizeM = voxelSizeM;
        MassM3 = grid.CreateVector();
    }

    /// <summary>The particle.</summary>
    public VoxelParticle Particle { get; }

    /// <summary>The box of voxels around it.</summary>
    public VoxelGrid Grid { get; }

    /// <summary>Unwrapped numbers of the box's voxel in which <see cref="Grid"/> begins.</summary>
    public (int X, int Y, int Z) Origin { get; private init; }

    /// <summary>Edge of a voxel after the volume correction, m.</summary>
    public double VoxelSizeM { get; }

    /// <summary>1 in the particle's voxels, 0 elsewhere.</summary>
    public IReadOnlyList<double> Inside => _inside;

    /// <summary>Lumped mass (volume) of each node, m³; zero outside the particle.</summary>
    public double[] MassM3 { get; }

    /// <summary>Nodes with surface.</summary>
    public int[] SurfaceNodes { get; private set; } = [];

    /// <summary>Real surface of each surface node, m², roughness included.</summary>
    public double[] SurfaceAreaM2 { get; private set; } = [];

    /// <summary>The ellipsoid's volume, m³: the sum of the masses.</summary>
    public double VolumeM3 { get; private set; }

    /// <summary>The smooth ellipsoid's area, m².</summary>
    public double SmoothAreaM2 { get; private set; }

    /// <summary>Area of the open voxel faces, m², before any correction.</summary>
    public double VoxelAreaM2 { get; private set; }

    /// <summary>Area factor of roughness, ≥ 1.</summary>
    public double RoughnessFactor { get; private set; }

    /// <summary>Real area: smooth area times roughness, m².</summary>
    public double RealAreaM2 => SmoothAreaM2 * RoughnessFactor;

    /// <summary>Share of the voxel faces that touch another particle and are closed.</summary>
    public double ClosedFraction { get; private set; }

    private double[] _inside = [];

    /// <summary>
    /// What the diffusivity is multiplied by on this mesh; with <see cref="SurfaceSkinM"/> it gives the particle the diffusion lag of its true shape:
    /// with the surface held and a uniform source, the mean of w in −∇²w = 1 is 1/(5(1/a² + 2/b²)) (R²/15 for a sphere), and with an even
    /// flux that of the mesh, which is right to second order. It tends to 1 as the grid is refined.
    /// </summary>
    public double DiffusionFactor { get; private set; } = 1;

    /// <summary>
    /// Thickness of solid without storage that lithium crosses at the material's diffusivity between each surface node and the true surface, m of smooth
    /// area; 0 at nodes on or outside it.
    /// </summary>
    public double[] SurfaceSkinM { get; private set; } = [];

    /// <summary>The exact mean of w in −∇²w = 1 inside the particle with w = 0 on its surface, m²; NaN where the shape does not know it.</summary>
    public double ExactLagM2 => Particle.Shape.DiffusionLag * 1e-18;

    /// <summary>The stiffness operator for a diffusivity, m³/s after integration.</summary>
    /// <param name="diffusivityM2S">Diffusivity, m²/s.</param>
    /// <param name="corrected">Whether <see cref="DiffusionFactor"/> is applied.</param>
    public VoxelOperator CreateOperator(double diffusivityM2S, bool corrected = true)
    {
        double value = corrected ? diffusivityM2S * DiffusionFactor : diffusivityM2S;
        var coefficients = new double[_inside.Length];
        for (int i = 0; i < coefficients.Length; i++) coefficients[i] = value * _inside[i];
        return new VoxelOperator(Grid, VoxelSizeM, coefficients);
    }

    /// <summary>Builds the mesh of one particle.</summary>
    /// <param name="structure">The microstructure, nm.</param>
    /// <param name="index">Which particle, from 0.</param>
    /// <param name="roughnessFactor">Area factor of roughness, ≥ 1.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static ParticleMesh Create(VoxelMicrostructure structure, int index, double roughnessFactor = 1, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(structure);
        var particle = structure.Particles[index];
        int x0 = particle.Voxels.Min(v => v.X), y0 = particle.Voxels.Min(v => v.Y), z0 = particle.Voxels.Min(v => v.Z);
        var grid = new VoxelGrid(
            particle.Voxels.Max(v => v.X) - x0 + 1, particle.Voxels.Max(v => v.Y) - y0 + 1, particle.Voxels.Max(v => v.Z) - z0 + 1);
        double volume = particle.Shape.Volume * 1e-27;
        var mesh = new ParticleMesh(particle, grid, Math.Cbrt(volume / particle.Voxels.Count))
        {
            Origin = (x0, y0, z0),
            VolumeM3 = volume,
            SmoothAreaM2 = particle.Shape.SurfaceArea * 1e-18,
            RoughnessFactor = roughnessFactor,
            _inside = new double[grid.VoxelCount],
        };
        mesh.AddMass(x0, y0, z0);
        mesh.AddSurface(structure, index + 1, x0, y0, z0);
        mesh.FitLag(structure.VoxelSizeNm, cancellationToken);
        return mesh;
    }

    private void FitLag(double voxelNm, CancellationToken cancellationToken)
    {
        SurfaceSkinM = new double[SurfaceNodes.Length];
        if (!double.IsFinite(ExactLagM2)) return;
        var depth = new double[SurfaceNodes.Length];
        for (int s = 0; s < depth.Length; s++) depth[s] = Math.Max(0, Depth(SurfaceNodes[s], voxelNm)) * VoxelSizeM / voxelNm;
        (double skin, DiffusionFactor) = new DiffusionLag(this).Fit(depth, ExactLagM2, cancellationToken);
        for (int s = 0; s < depth.Length; s++) SurfaceSkinM[s] = skin * depth[s] / DiffusionFactor;
    }

    /// <summary>How far a node lies below the smooth surface, nm, to first order in the distance.</summary>
    private double Depth(int node, double voxelNm)
    {
        int z = node / Grid.PlaneStride, rest = node % Grid.PlaneStride;
        var at = new Vector3((Origin.X + (rest % Grid.RowStride)) * voxelNm, (Origin.Y + (rest / Grid.RowStride)) * voxelNm, (Origin.Z + z) * voxelNm)
            - Particle.Shape.Centre;
        double t = Math.Sqrt(Particle.Shape.Level(at));
        return t > 1e-9 ? (1 - t) / t * at.Dot(Particle.Shape.Normal(at)) : 0;
    }

    private void AddMass(int x0, int y0, int z0)
    {
        double share = VolumeM3 / Particle.Voxels.Count / 8;
        foreach (var (x, y, z) in Particle.Voxels)
        {
            _inside[Grid.Voxel(x - x0, y - y0, z - z0)] = 1;
            for (int corner = 0; corner < 8; corner++)
                MassM3[Grid.Node(x - x0 + (corner & 1), y - y0 + ((corner >> 1) & 1), z - z0 + (corner >> 2))] += share;
        }
    }

    private void AddSurface(VoxelMicrostructure structure, int label, int x0, int y0, int z0)
    {
        double h = structure.VoxelSizeNm;
        double[] weights = Grid.CreateVector();
        int faces = 0, closed = 0;
        foreach (bool openOnly in (ReadOnlySpan<bool>)[true, false])
        {
            faces = closed = 0;
            foreach (var (x, y, z) in Particle.Voxels)
            {
                for (int face = 0; face < 6; face++)
                {
                    int axis = face >> 1, side = face & 1, step = side == 1 ? 1 : -1;
                    int nx = x + (axis == 0 ? step : 0), ny = y + (axis == 1 ? step : 0), nz = z + (axis == 2 ? step : 0);
                    // A side of the box that is no period mirrors the particle: nothing passes.
                    if (IsOwn(nx - x0, ny - y0, nz - z0) || !structure.Holds(nx, ny, nz)) continue;
                    faces++;
                    int neighbour = structure.LabelAt(nx, ny, nz);
                    if (openOnly && neighbour > 0 && neighbour != label)
                    {
                        closed++;
                        continue;
                    }

                    var centre = new Vector3(
                        (x + 0.5 + (axis == 0 ? 0.5 * step : 0)) * h, (y + 0.5 + (axis == 1 ? 0.5 * step : 0)) * h, (z + 0.5 + (axis == 2 ? 0.5 * step : 0)) * h);
                    var n = Particle.Shape.Normal(centre - Particle.Shape.Centre);
                    double weight = Math.Abs(axis == 0 ? n.X : axis == 1 ? n.Y : n.Z);
                    AddFace(weights, x - x0, y - y0, z - z0, axis, side, weight / 4);
                }
            }

            // A particle walled in by its neighbours on this grid keeps all its faces.
            if (faces > closed) break;
        }

        ClosedFraction = (double)closed / faces;
        VoxelAreaM2 = (faces - closed) * h * h * 1e-18;
        double scale = RealAreaM2 / weights.Sum();
        SurfaceNodes = [.. Enumerable.Range(0, weights.Length).Where(i => weights[i] > 0)];
        SurfaceAreaM2 = [.. SurfaceNodes.Select(i => weights[i] * scale)];
    }

    private bool IsOwn(int x, int y, int z)
        => x >= 0 && y >= 0 && z >= 0 && x < Grid.VoxelsX && y < Grid.VoxelsY && z < Grid.VoxelsZ && _inside[Grid.Voxel(x, y, z)] != 0;

    private void AddFace(double[] weights, int x, int y, int z, int axis, int side, double share)
    {
        for (int corner = 0; corner < 4; corner++)
        {
            int u = corner & 1, v = corner >> 1;
            int dx = axis == 0 ? side : u, dy = axis == 1 ? side : axis == 0 ? u : v, dz = axis == 2 ? side : v;
            weights[Grid.Node(x + dx, y + dy, z + dz)] += share;
        }
    }
}
