using LtoAutoscope.Fem.Mesh;
using LtoAutoscope.Fem.Microstructures;
using LtoAutoscope.Fem.Solvers;

namespace LtoAutoscope.Fem.Electrochemistry;

/// <summary>
/// Where the fields of a box live: which voxels carry electrolyte and electrons, how well, and at which nodes of the box each particle's
/// surface looks into them. z = 0 is the side of the separator, z = L the current collector.
/// </summary>
/// <remarks>
/// Carbon-binder domain is porous (half of it pores) and carries both. Pores that no path joins to the separator's side take no part: surface
/// beside them reacts with the nearest pore that does. A particle across a periodic side in z stands in the box in two pieces, each with the
/// potentials of its own place.
/// </remarks>
internal sealed class FieldGeometry
{
    /// <summary>Share of the carbon-binder domain that is pores; it conducts with this to the power of 1.5.</summary>
    internal const double BinderPorosity = 0.5;

    private readonly VoxelMicrostructure _structure;

    internal FieldGeometry(VoxelMicrostructure structure, IReadOnlyList<ParticleMesh> meshes, double solidSM, double binderSM, double linkSM)
    {
        _structure = structure;
        Grid = new VoxelGrid(structure.SizeX, structure.SizeY, structure.SizeZ);
        VoxelSizeM = structure.VoxelSizeNm * 1e-9;
        Periodic = structure.IsPeriodic;
        int[] labels = structure.Labels;
        bool[] open = Reach(label => label <= 0, fromTop: false), connected = Reach(label => label != 0, fromTop: true);
        PoreFactor = new double[labels.Length];
        PorosityOf = new double[labels.Length];
        SolidSM = new double[labels.Length];
        for (int v = 0; v < labels.Length; v++)
        {
            bool binder = labels[v] == VoxelMicrostructure.Binder;
            PorosityOf[v] = !open[v] ? 0 : binder ? BinderPorosity : 1;
            PoreFactor[v] = !open[v] ? 0 : binder ? Math.Pow(BinderPorosity, 1.5) : 1;
            SolidSM[v] = labels[v] > 0 ? solidSM : binder ? binderSM : linkSM;
        }

        ClosedPores = labels.Select((label, v) => label <= 0 && !open[v]).Count(closed => closed);
        double[] poreNodes = Count(PoreFactor);
        PoreNodes = [.. meshes.Select(mesh => MapSurface(mesh, node => poreNodes[node] > 0))];
        SolidNodes = [.. meshes.Select(mesh => MapSurface(mesh, _ => true))];
        ConnectedParticles = meshes.Count(mesh => mesh.Particle.Voxels.Any(v => connected[structure.Index(v.X, v.Y, v.Z)]));
    }

    internal VoxelGrid Grid { get; }

    internal double VoxelSizeM { get; }

    internal bool Periodic { get; }

    internal int[] Labels => _structure.Labels;

    /// <summary>Transport in electrolyte relative to bulk, a voxel; 0 in particles and closed pores.</summary>
    internal double[] PoreFactor { get; }

    /// <summary>Electrolyte in a voxel.</summary>
    internal double[] PorosityOf { get; }

    /// <summary>Electronic conductivity, S/m.</summary>
    internal double[] SolidSM { get; }

    /// <summary>Voxels of pore without a way to the separator.</summary>
    internal int ClosedPores { get; }

    /// <summary>Particles that solid alone joins to the collector.</summary>
    internal int ConnectedParticles { get; }

    /// <summary>Node of the electrolyte for each surface node of each particle.</summary>
    internal int[][] PoreNodes { get; }

    /// <summary>The same for electrons.</summary>
    internal int[][] SolidNodes { get; }

    /// <summary>An eighth of what each voxel has, at each of its nodes; images folded onto originals.</summary>
    internal double[] Count(double[] perVoxel)
    {
        double[] nodes = Grid.CreateVector();
        for (int z = 0, v = 0; z < Grid.VoxelsZ; z++)
        {
            for (int y = 0; y < Grid.VoxelsY; y++)
            {
                for (int x = 0; x < Grid.VoxelsX; x++, v++)
                {
                    if (perVoxel[v] == 0) continue;
                    for (int corner = 0; corner < 8; corner++)
                        nodes[OriginalNode(x + (corner & 1), y + ((corner >> 1) & 1), z + (corner >> 2))] += perVoxel[v] / 8;
                }
            }
        }

        return nodes;
    }

    /// <summary>A nodal field as one value a voxel where a condition holds, NaN elsewhere.</summary>
    internal float[] ToVoxels(double[] nodal, Func<int, bool> where)
    {
        var values = new float[Labels.Length];
        for (int z = 0, v = 0; z < Grid.VoxelsZ; z++)
        {
            for (int y = 0; y < Grid.VoxelsY; y++)
            {
                for (int x = 0; x < Grid.VoxelsX; x++, v++)
                {
                    if (!where(v))
                    {
                        values[v] = float.NaN;
                        continue;
                    }

                    double sum = 0;
                    for (int corner = 0; corner < 8; corner++) sum += nodal[OriginalNode(x + (corner & 1), y + ((corner >> 1) & 1), z + (corner >> 2))];
                    values[v] = (float)(sum / 8);
                }
            }
        }

        return values;
    }

    internal int OriginalNode(int x, int y, int z)
        => Grid.Node(Periodic && x == Grid.VoxelsX ? 0 : x, Periodic && y == Grid.VoxelsY ? 0 : y, z);

    /// <summary>Voxels that faces join to one end of the box.</summary>
    private bool[] Reach(Func<int, bool> inside, bool fromTop)
    {
        var g = Grid;
        int[] labels = _structure.Labels;
        var reached = new bool[labels.Length];
        var queue = new Queue<int>();
        int layer = fromTop ? g.VoxelsZ - 1 : 0;
        for (int y = 0; y < g.VoxelsY; y++)
        {
            for (int x = 0; x < g.VoxelsX; x++) Visit(x, y, layer);
        }

        while (queue.TryDequeue(out int v))
        {
            int x = v % g.VoxelsX, y = v / g.VoxelsX % g.VoxelsY, z = v / (g.VoxelsX * g.VoxelsY);
            Visit(x - 1, y, z);
            Visit(x + 1, y, z);
            Visit(x, y - 1, z);
            Visit(x, y + 1, z);
            if (z > 0) Visit(x, y, z - 1);
            if (z < g.VoxelsZ - 1) Visit(x, y, z + 1);
        }

        return reached;

        void Visit(int x, int y, int z)
        {
            if (!Periodic && (x < 0 || y < 0 || x >= g.VoxelsX || y >= g.VoxelsY)) return;
            int v = _structure.Index(x, y, z);
            if (reached[v] || !inside(labels[v])) return;
            reached[v] = true;
            queue.Enqueue(v);
        }
    }

    private int[] MapSurface(ParticleMesh mesh, Func<int, bool> usable)
    {
        var nodes = new int[mesh.SurfaceNodes.Length];
        for (int s = 0; s < nodes.Length; s++)
        {
            int local = mesh.SurfaceNodes[s], z = local / mesh.Grid.PlaneStride, rest = local % mesh.Grid.PlaneStride;
            nodes[s] = Nearest(mesh.Origin.X + (rest % mesh.Grid.RowStride), mesh.Origin.Y + (rest / mesh.Grid.RowStride), mesh.Origin.Z + z, usable);
        }

        return nodes;
    }

    /// <summary>The usable node nearest to a node in unwrapped numbers, searched in growing cubes.</summary>
    private int Nearest(int x, int y, int z, Func<int, bool> usable)
    {
        for (int radius = 0; radius <= Math.Max(Grid.VoxelsX, Math.Max(Grid.VoxelsY, Grid.VoxelsZ)); radius++)
        {
            int best = -1, shortest = int.MaxValue;
            for (int dz = -radius; dz <= radius; dz++)
            {
                for (int dy = -radius; dy <= radius; dy++)
                {
                    bool inner = Math.Abs(dz) < radius && Math.Abs(dy) < radius;
                    for (int dx = -radius; dx <= radius; dx += inner && radius > 0 ? 2 * radius : 1)
                    {
                        int distance = (dx * dx) + (dy * dy) + (dz * dz);
                        if (distance >= shortest) continue;
                        foreach (int node in Candidates(x + dx, y + dy, z + dz))
                        {
                            if (!usable(node)) continue;
                            (best, shortest) = (node, distance);
                            break;
                        }
                    }
                }
            }

            if (best >= 0) return best;
        }

        throw new InvalidOperationException("The box has no pore that reaches the separator.");
    }

    /// <summary>The box's nodes at an unwrapped place; a node on the periodic seam in z lies on both ends.</summary>
    private IEnumerable<int> Candidates(int x, int y, int z)
    {
        int nx = Grid.VoxelsX, ny = Grid.VoxelsY, nz = Grid.VoxelsZ;
        if (!Periodic)
        {
            if (x >= 0 && y >= 0 && z >= 0 && x <= nx && y <= ny && z <= nz) yield return Grid.Node(x, y, z);
            yield break;
        }

        x = ((x % nx) + nx) % nx;
        y = ((y % ny) + ny) % ny;
        int wrapped = ((z % nz) + nz) % nz;
        if (wrapped != 0)
        {
            yield return Grid.Node(x, y, wrapped);
            yield break;
        }

        yield return Grid.Node(x, y, z <= 0 ? 0 : nz);
        yield return Grid.Node(x, y, z <= 0 ? nz : 0);
    }
}
