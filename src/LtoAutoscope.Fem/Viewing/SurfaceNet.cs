namespace LtoAutoscope.Fem.Viewing;

/// <summary>
/// The surface of what is inside, by surface nets (Gibson, Constrained Elastic Surface Nets, MICCAI 1998): a vertex in each cell of eight voxel centres that holds both phases, relaxed towards its
/// neighbours but kept in its cell, and a quad for each pair of neighbouring voxels of different phase. Beyond the box everything is outside, so the mesh is closed.
/// </summary>
public static class SurfaceNet
{
    /// <summary>Most triangles; a surface with more is made of every second voxel.</summary>
    public const int MaximumTriangles = 1_000_000;

    private const int Relaxations = 4;

    /// <summary>Makes the mesh.</summary>
    /// <param name="labels">One label a voxel, x fastest.</param>
    /// <param name="size">Voxels along x, y, z.</param>
    /// <param name="inside">Which labels are inside.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static SurfaceMesh Build(ushort[] labels, IReadOnlyList<int> size, Func<ushort, bool> inside, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(labels);
        ArgumentNullException.ThrowIfNull(size);
        ArgumentNullException.ThrowIfNull(inside);
        if (size.Count != 3 || labels.Length != size[0] * size[1] * size[2]) throw new ArgumentException($"{labels.Length} labels do not fill the box.", nameof(labels));
        for (int step = 1; ; step *= 2)
        {
            var net = new Net(labels, size, step, inside);
            if (net.CountQuads() * 2 <= MaximumTriangles) return net.Build(cancellationToken);
        }
    }

    private sealed class Net
    {
        private readonly int _step, _x, _y, _z, _sizeX, _sizeY;
        private readonly bool[] _in;

        internal Net(ushort[] labels, IReadOnlyList<int> size, int step, Func<ushort, bool> inside)
        {
            (_step, _sizeX, _sizeY) = (step, size[0], size[1]);
            (_x, _y, _z) = (size[0] / step, size[1] / step, size[2] / step);
            // One more voxel of outside at each side.
            _in = new bool[(_x + 2) * (_y + 2) * (_z + 2)];
            for (int z = 0; z < _z; z++)
                for (int y = 0; y < _y; y++)
                    for (int x = 0; x < _x; x++)
                        _in[At(x, y, z)] = inside(labels[x * step + _sizeX * (y * step + _sizeY * (z * step))]);
        }

        private int At(int x, int y, int z) => x + 1 + (_x + 2) * (y + 1 + (_y + 2) * (z + 1));

        internal long CountQuads()
        {
            long quads = 0;
            for (int z = -1; z < _z; z++)
                for (int y = -1; y < _y; y++)
                    for (int x = -1; x < _x; x++)
                        foreach (int axis in (ReadOnlySpan<int>)[0, 1, 2])
                            if (_in[At(x, y, z)] != _in[Next(x, y, z, axis)]) quads++;
            return quads;
        }

        private int Next(int x, int y, int z, int axis) => At(x + (axis == 0 ? 1 : 0), y + (axis == 1 ? 1 : 0), z + (axis == 2 ? 1 : 0));

        internal SurfaceMesh Build(CancellationToken cancellationToken)
        {
            var vertexOf = new int[_in.Length];
            Array.Fill(vertexOf, -1);
            List<float> positions = [];
            List<(int X, int Y, int Z)> cells = [];
            List<uint> insides = [], outsides = [];
            for (int z = -1; z < _z; z++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                for (int y = -1; y < _y; y++)
                    for (int x = -1; x < _x; x++)
                        AddVertex(x, y, z);
            }

            List<uint> corners = [];
            for (int z = -1; z < _z; z++)
                for (int y = -1; y < _y; y++)
                    for (int x = -1; x < _x; x++)
                        for (int axis = 0; axis < 3; axis++) AddQuad(x, y, z, axis);
            float[] places = [.. positions];
            uint[] triangles = [.. corners];
            Relax(places, cells, triangles);
            for (int i = 0; i < places.Length; i++) places[i] *= _step;
            return new SurfaceMesh { Positions = places, Inside = [.. insides], Outside = [.. outsides], Corners = triangles };

            void AddVertex(int x, int y, int z)
            {
                int count = 0;
                uint within = SurfaceMesh.Beyond, without = SurfaceMesh.Beyond;
                for (int corner = 0; corner < 8; corner++)
                {
                    int cx = x + (corner & 1), cy = y + (corner >> 1 & 1), cz = z + (corner >> 2);
                    bool isIn = _in[At(cx, cy, cz)];
                    if (isIn) count++;
                    if ((uint)cx >= (uint)_x || (uint)cy >= (uint)_y || (uint)cz >= (uint)_z) continue;
                    uint voxel = (uint)(cx * _step + _sizeX * (cy * _step + _sizeY * (cz * _step)));
                    if (isIn && within == SurfaceMesh.Beyond) within = voxel;
                    if (!isIn && without == SurfaceMesh.Beyond) without = voxel;
                }

                if (count is 0 or 8) return;
                vertexOf[At(x, y, z)] = cells.Count;
                cells.Add((x, y, z));
                insides.Add(within);
                outsides.Add(without);
                (double sx, double sy, double sz) = Crossings(x, y, z);
                positions.AddRange([(float)sx, (float)sy, (float)sz]);
            }

            void AddQuad(int x, int y, int z, int axis)
            {
                bool here = _in[At(x, y, z)];
                if (here == _in[Next(x, y, z, axis)]) return;
                // The four cells around the edge from this centre to the next along the axis.
                (int ux, int uy, int uz, int vx, int vy, int vz) = axis switch { 0 => (0, 1, 0, 0, 0, 1), 1 => (0, 0, 1, 1, 0, 0), _ => (1, 0, 0, 0, 1, 0) };
                uint a = (uint)vertexOf[At(x - ux - vx, y - uy - vy, z - uz - vz)], b = (uint)vertexOf[At(x - vx, y - vy, z - vz)];
                uint c = (uint)vertexOf[At(x, y, z)], d = (uint)vertexOf[At(x - ux, y - uy, z - uz)];
                corners.AddRange(here ? [a, b, c, a, c, d] : [a, c, b, a, d, c]);
            }
        }

        /// <summary>The mean of the middles of those edges of a cell whose ends differ, in voxels from the box's corner.</summary>
        private (double X, double Y, double Z) Crossings(int x, int y, int z)
        {
            double sx = 0, sy = 0, sz = 0;
            int count = 0;
            for (int corner = 0; corner < 8; corner++)
            {
                int dx = corner & 1, dy = corner >> 1 & 1, dz = corner >> 2;
                for (int axis = 0; axis < 3; axis++)
                {
                    if ((corner >> axis & 1) != 0 || _in[At(x + dx, y + dy, z + dz)] == _in[Next(x + dx, y + dy, z + dz, axis)]) continue;
                    sx += x + dx + 0.5 + (axis == 0 ? 0.5 : 0);
                    sy += y + dy + 0.5 + (axis == 1 ? 0.5 : 0);
                    sz += z + dz + 0.5 + (axis == 2 ? 0.5 : 0);
                    count++;
                }
            }

            return (sx / count, sy / count, sz / count);
        }

        /// <summary>Moves vertices towards the mean of their neighbours, each within its cell; those at the box's sides stay, so that the sides are flat.</summary>
        private void Relax(float[] places, List<(int X, int Y, int Z)> cells, uint[] triangles)
        {
            var sums = new float[places.Length];
            var counts = new int[cells.Count];
            for (int round = 0; round < Relaxations; round++)
            {
                Array.Clear(sums);
                Array.Clear(counts);
                for (int t = 0; t < triangles.Length; t += 3)
                {
                    for (int side = 0; side < 3; side++)
                    {
                        int from = (int)triangles[t + side], to = (int)triangles[t + (side + 1) % 3];
                        counts[from]++;
                        for (int axis = 0; axis < 3; axis++) sums[3 * from + axis] += places[3 * to + axis];
                    }
                }

                for (int i = 0; i < cells.Count; i++)
                {
                    (int x, int y, int z) = cells[i];
                    if (counts[i] == 0 || x < 0 || y < 0 || z < 0 || x == _x - 1 || y == _y - 1 || z == _z - 1) continue;
                    Move(3 * i, x, counts[i]);
                    Move(3 * i + 1, y, counts[i]);
                    Move(3 * i + 2, z, counts[i]);
                }
            }

            void Move(int at, int cell, int count) => places[at] = Math.Clamp((places[at] + sums[at] / count) / 2, cell + 0.5f, cell + 1.5f);
        }
    }
}
