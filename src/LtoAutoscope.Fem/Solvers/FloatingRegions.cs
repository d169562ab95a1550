namespace LtoAutoscope.Fem.Solvers;

/// <summary>
/// The connected regions of the domain that touch no held face: their part of the stiffness is singular. Voxels are connected where they share a node, so
/// through faces, edges and corners. Runs of voxels along x are joined row by row (union–find).
/// </summary>
internal static class FloatingRegions
{
    private readonly record struct Run(int Y, int Z, int From, int To);

    /// <summary>Nodes of each floating region, originals only.</summary>
    internal static List<int[]> Find(DiffusionOperator op)
    {
        var grid = op.Grid;
        int rows = grid.VoxelsY * grid.VoxelsZ;
        var runs = new List<Run>();
        var first = new int[rows + 1];
        for (int row = 0; row < rows; row++)
        {
            first[row] = runs.Count;
            AddRuns(op, row % grid.VoxelsY, row / grid.VoxelsY, runs);
        }

        first[rows] = runs.Count;
        var parents = new int[runs.Count];
        for (int i = 0; i < parents.Length; i++) parents[i] = i;
        for (int row = 0; row < rows; row++) JoinRow(op, row, first, runs, parents);

        var grounded = new bool[runs.Count];
        for (int i = 0; i < runs.Count; i++)
        {
            if (IsHeld(op, runs[i])) grounded[Root(parents, i)] = true;
        }

        var members = new Dictionary<int, List<int>>();
        for (int i = 0; i < runs.Count; i++)
        {
            int root = Root(parents, i);
            if (grounded[root]) continue;
            if (!members.TryGetValue(root, out var list)) members[root] = list = [];
            list.Add(i);
        }

        var seen = members.Count > 0 ? new bool[grid.VectorLength] : [];
        return [.. members.Values.Select(list => Nodes(op, list, runs, seen))];
    }

    private static void AddRuns(DiffusionOperator op, int y, int z, List<Run> runs)
    {
        var k = op.Coefficients.AsSpan(op.KRow(y, z), op.Grid.VoxelsX);
        for (int x = 0; x < k.Length;)
        {
            int start = k[x..].IndexOfAnyExcept(0f);
            if (start < 0) return;
            int from = x + start, length = k[from..].IndexOf(0f);
            x = length < 0 ? k.Length : from + length;
            runs.Add(new Run(y, z, from, x - 1));
        }
    }

    private static void JoinRow(DiffusionOperator op, int row, int[] first, List<Run> runs, int[] parents)
    {
        var grid = op.Grid;
        int y = row % grid.VoxelsY, z = row / grid.VoxelsY;
        bool wrapX = op.Boundary.X == BoundaryKind.Periodic;
        if (wrapX) JoinRows(row, row);
        foreach (var (dy, dz) in (ReadOnlySpan<(int, int)>)[(-1, 0), (-1, -1), (0, -1), (1, -1)])
        {
            int ny = Neighbour(y + dy, grid.VoxelsY, op.Boundary.Y), nz = Neighbour(z + dz, grid.VoxelsZ, op.Boundary.Z);
            if (ny >= 0 && nz >= 0) JoinRows(row, (nz * grid.VoxelsY) + ny);
        }

        void JoinRows(int a, int b)
        {
            for (int i = first[a]; i < first[a + 1]; i++)
            {
                for (int j = first[b]; j < first[b + 1]; j++)
                {
                    Run p = runs[i], q = runs[j];
                    bool touch = q.From <= p.To + 1 && q.To >= p.From - 1;
                    if (!touch && wrapX) touch = (p.From == 0 && q.To == grid.VoxelsX - 1) || (q.From == 0 && p.To == grid.VoxelsX - 1);
                    if (touch) Join(parents, i, j);
                }
            }
        }
    }

    private static int Neighbour(int i, int n, BoundaryKind kind) => (uint)i < (uint)n ? i : kind == BoundaryKind.Periodic ? (i + n) % n : -1;

    private static void Join(int[] parents, int a, int b)
    {
        a = Root(parents, a);
        b = Root(parents, b);
        if (a != b) parents[Math.Max(a, b)] = Math.Min(a, b);
    }

    private static int Root(int[] parents, int i)
    {
        while (parents[i] != i)
        {
            parents[i] = parents[parents[i]];
            i = parents[i];
        }

        return i;
    }

    private static bool IsHeld(DiffusionOperator op, Run run)
    {
        var (grid, boundary) = (op.Grid, op.Boundary);
        return (boundary.HoldsLow(0) && run.From == 0) || (boundary.HoldsHigh(0) && run.To == grid.VoxelsX - 1)
            || (boundary.HoldsLow(1) && run.Y == 0) || (boundary.HoldsHigh(1) && run.Y == grid.VoxelsY - 1)
            || (boundary.HoldsLow(2) && run.Z == 0) || (boundary.HoldsHigh(2) && run.Z == grid.VoxelsZ - 1);
    }

    private static int[] Nodes(DiffusionOperator op, List<int> members, List<Run> runs, bool[] seen)
    {
        var grid = op.Grid;
        var nodes = new List<int>();
        foreach (int member in members)
        {
            var run = runs[member];
            for (int corner = 0; corner < 4; corner++)
            {
                int y = run.Y + (corner & 1), z = run.Z + (corner >> 1);
                if (y == op.NodesY) y = 0;
                if (z == op.NodesZ) z = 0;
                for (int x = run.From; x <= run.To + 1; x++)
                {
                    int node = grid.Node(x == op.NodesX ? 0 : x, y, z);
                    if (seen[node]) continue;
                    seen[node] = true;
                    nodes.Add(node);
                }
            }
        }

        return [.. nodes];
    }
}
