using LtoAutoscope.Domain;

namespace LtoAutoscope.Fem.Solvers;

/// <summary>
/// Groups the labels of a voxel structure so that no two labels of a group share a node. An operator on one group's voxels alone then gives every label nodes of its
/// own, and nothing leaks through closed contacts, with a handful of operators for any number of particles.
/// </summary>
/// <remarks>Voxels of trilinear elements share nodes through faces, edges and corners. The groups come from greedy colouring of the contacts, largest label degree first.</remarks>
public sealed class ContactColouring
{
    private readonly int[] _labels;
    private readonly Dictionary<int, int> _group;

    private ContactColouring(int[] labels, Dictionary<int, int> group, int count, int contacts)
    {
        _labels = labels;
        _group = group;
        GroupCount = count;
        ContactCount = contacts;
    }

    /// <summary>Groups.</summary>
    public int GroupCount { get; }

    /// <summary>Pairs of labels that share a node.</summary>
    public int ContactCount { get; }

    /// <summary>The group of a label, 0…<see cref="GroupCount"/> − 1, or −1 for 0 and for labels that no voxel has.</summary>
    public int GroupOf(int label) => _group.GetValueOrDefault(label, -1);

    /// <summary>For each voxel, a value where its label is in the group and 0 elsewhere: the coefficients of the group's operator.</summary>
    /// <param name="group">The group.</param>
    /// <param name="value">The value of a label, for example its diffusivity.</param>
    public double[] Coefficients(int group, Func<int, double> value)
    {
        ArgumentNullException.ThrowIfNull(value);
        var k = new double[_labels.Length];
        for (int i = 0; i < k.Length; i++)
        {
            if (_labels[i] != 0 && _group[_labels[i]] == group) k[i] = value(_labels[i]);
        }

        return k;
    }

    /// <summary>Groups the labels.</summary>
    /// <param name="grid">The box.</param>
    /// <param name="labels">Label of each voxel, x fastest; 0 belongs to no group.</param>
    /// <param name="boundary">Which axes are periodic.</param>
    /// <exception cref="InputException">The labels do not fit the grid.</exception>
    public static ContactColouring Create(VoxelGrid grid, int[] labels, BoxBoundary boundary)
    {
        ArgumentNullException.ThrowIfNull(labels);
        if (labels.Length != grid.VoxelCount) throw new InputException($"{labels.Length} labels for {grid.VoxelCount} voxels", "labels", "Give one label a voxel");
        var contacts = new Dictionary<int, HashSet<int>>();
        for (int z = 0, i = 0; z < grid.VoxelsZ; z++)
        {
            for (int y = 0; y < grid.VoxelsY; y++)
            {
                for (int x = 0; x < grid.VoxelsX; x++, i++)
                {
                    if (labels[i] != 0) Meet(grid, labels, boundary, contacts, labels[i], x, y, z);
                }
            }
        }

        var group = new Dictionary<int, int>();
        int count = 0;
        foreach (var (label, others) in contacts.OrderByDescending(c => c.Value.Count).ThenBy(c => c.Key))
        {
            var taken = others.Where(group.ContainsKey).Select(o => group[o]).ToHashSet();
            int own = 0;
            while (taken.Contains(own)) own++;
            group[label] = own;
            count = Math.Max(count, own + 1);
        }

        return new ContactColouring(labels, group, count, contacts.Values.Sum(c => c.Count) / 2);
    }

    // The thirteen neighbours behind a voxel; the other thirteen meet it from their side.
    private static void Meet(VoxelGrid grid, int[] labels, BoxBoundary boundary, Dictionary<int, HashSet<int>> contacts, int label, int x, int y, int z)
    {
        if (!contacts.TryGetValue(label, out var own)) contacts[label] = own = [];
        for (int n = 0; n < 13; n++)
        {
            int nx = Neighbour(x + (n % 3) - 1, grid.VoxelsX, boundary.X), ny = Neighbour(y + (n / 3 % 3) - 1, grid.VoxelsY, boundary.Y);
            int nz = Neighbour(z + (n / 9) - 1, grid.VoxelsZ, boundary.Z);
            if (nx < 0 || ny < 0 || nz < 0) continue;
            int other = labels[grid.Voxel(nx, ny, nz)];
            if (other == 0 || other == label) continue;
            own.Add(other);
            if (!contacts.TryGetValue(other, out var theirs)) contacts[other] = theirs = [];
            theirs.Add(label);
        }
    }

    private static int Neighbour(int i, int n, BoundaryKind kind) => (uint)i < (uint)n ? i : kind == BoundaryKind.Periodic ? (i + n) % n : -1;
}
