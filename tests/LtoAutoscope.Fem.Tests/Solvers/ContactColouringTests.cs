using LtoAutoscope.Fem.Microstructures;
using LtoAutoscope.Fem.Solvers;

namespace LtoAutoscope.Fem.Tests.Solvers;

public sealed class ContactColouringTests
{
    private static readonly BoxBoundary s_boundary = BoxBoundary.Periodic;

    /// <summary>Diffusion from one particle of a packing, closed contacts: over shared nodes it reaches its neighbours, group by group it stays.</summary>
    [Fact]
    public void Coefficients_TouchingParticles_DoNotLeak()
    {
        var packing = Packing.Create(Ellipsoid.Monodisperse(12, 1, 1.5), 0.5, seed: 3);
        var structure = Voxeliser.Voxelise(packing, 32);
        var grid = new VoxelGrid(32, 32, 32);
        var colouring = ContactColouring.Create(grid, structure.Labels, s_boundary);
        Assert.True(colouring.ContactCount > 0);
        Assert.InRange(colouring.GroupCount, 2, 12);

        var together = new DiffusionOperator(grid, 1, s_boundary);
        together.SetCoefficients([.. structure.Labels.Select(l => l > 0 ? 1.0 : 0)]);
        var apart = Enumerable.Range(0, colouring.GroupCount).Select(group =>
        {
            var op = new DiffusionOperator(grid, 1, s_boundary);
            op.SetCoefficients(colouring.Coefficients(group, _ => 1));
            return op;
        }).ToList();

        Assert.True(Spread([together], structure, grid) > 1e-3);
        Assert.Equal(0, Spread(apart, structure, grid), 1e-9);
    }

    // Content that leaves particle 1 in an implicit step of 20 voxel² of diffusion, over what it holds.
    private static double Spread(IReadOnlyList<DiffusionOperator> operators, VoxelMicrostructure structure, VoxelGrid grid)
    {
        double left = 0, total = 0;
        foreach (var op in operators)
        {
            double[] mass = op.LumpedVolume(), own = grid.CreateVector(), b = grid.CreateVector(), c = grid.CreateVector();
            var d = mass.Select(m => m / 20).ToArray();
            op.SetDiagonal(d);
            bool present = false;
            for (int i = 0; i < structure.Labels.Length; i++)
            {
                int x = i % 32, y = i / 32 % 32, z = i / 1024;
                if (structure.Labels[i] != 1 || op.CoefficientAt(x, y, z) == 0) continue;
                present = true;
                for (int k = 0; k < 8; k++) own[grid.Node((x + (k & 1)) % 32, (y + ((k >> 1) & 1)) % 32, (z + (k >> 2)) % 32)] = 1;
            }

            if (!present) continue;
            for (int i = 0; i < b.Length; i++) b[i] = d[i] * own[i];
            Assert.True(new MultigridSolver(op).Solve(b, c, 1e-11).Converged);
            for (int z = 0; z < 32; z++)
            {
                for (int y = 0; y < 32; y++)
                {
                    for (int x = 0; x < 32; x++)
                    {
                        int node = grid.Node(x, y, z);
                        total += mass[node] * c[node];
                        if (own[node] == 0) left += mass[node] * Math.Abs(c[node]);
                    }
                }
            }
        }

        return left / total;
    }

    [Fact]
    public void GroupOf_NeighboursDiffer()
    {
        int[] labels = [1, 2, 0, 3];
        var colouring = ContactColouring.Create(new VoxelGrid(4, 1, 1), labels, BoxBoundary.Neumann);

        Assert.NotEqual(colouring.GroupOf(1), colouring.GroupOf(2));
        Assert.Equal(-1, colouring.GroupOf(0));
        Assert.Equal(1, colouring.ContactCount);
        Assert.Equal(2, ContactColouring.Create(new VoxelGrid(4, 1, 1), labels, BoxBoundary.Periodic).ContactCount);
    }
}
