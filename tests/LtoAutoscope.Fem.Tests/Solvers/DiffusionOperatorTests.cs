using LtoAutoscope.Fem.Microstructures;
using LtoAutoscope.Fem.Solvers;

namespace LtoAutoscope.Fem.Tests.Solvers;

public sealed class DiffusionOperatorTests
{
    /// <summary>Against the element-wise operator with nodes folded onto their periodic originals.</summary>
    [Theory]
    [InlineData(4, 4, 4, "NNN")]
    [InlineData(7, 5, 3, "NNN")]
    [InlineData(8, 3, 9, "PPP")]
    [InlineData(7, 6, 5, "PPP")]
    [InlineData(1, 1, 1, "PPP")]
    [InlineData(2, 2, 1, "PNP")]
    [InlineData(13, 6, 5, "PDN")]
    [InlineData(12, 6, 5, "DNP")]
    [InlineData(11, 4, 6, "DDD")]
    [InlineData(9, 4, 6, "LNL")]
    public void Apply_RandomCoefficients_EqualsTheSumOverVoxels(int nx, int ny, int nz, string boundary)
    {
        var op = TransferTests.RandomOperator(nx, ny, nz, boundary, contrast: 10);
        var grid = op.Grid;
        var random = new SeededRandom(5, nx, ny, nz);
        double[] u = Random(grid, random), d = Random(grid, random), y = grid.CreateVector();
        Array.Fill(y, 7);
        for (int i = 0; i < d.Length; i++) d[i] = Math.Abs(d[i]);
        op.SetDiagonal(d);

        foreach (int threads in (int[])[1, 3])
        {
            op.Apply(u, y, threads);
            op.FillImages(u);
            double[] k = new double[grid.VoxelCount];
            for (int z = 0; z < nz; z++)
            {
                for (int r = 0; r < ny; r++)
                {
                    for (int x = 0; x < nx; x++) k[grid.Voxel(x, r, z)] = op.CoefficientAt(x, r, z);
                }
            }

            double[] expected = grid.CreateVector();
            new VoxelOperator(grid, 0.25, k).Apply(u, expected);
            op.Fold(expected);
            for (int z = 0; z <= nz; z++)
            {
                for (int r = 0; r <= ny; r++)
                {
                    for (int x = 0; x <= nx; x++)
                    {
                        int node = grid.Node(x, r, z);
                        bool image = (op.Boundary.X == BoundaryKind.Periodic && x == nx) || (op.Boundary.Y == BoundaryKind.Periodic && r == ny) || (op.Boundary.Z == BoundaryKind.Periodic && z == nz);
                        bool held = (op.Boundary.HoldsLow(0) && x == 0) || (op.Boundary.HoldsHigh(0) && x == nx) || (op.Boundary.HoldsLow(1) && r == 0) || (op.Boundary.HoldsHigh(1) && r == ny)
                            || (op.Boundary.HoldsLow(2) && z == 0) || (op.Boundary.HoldsHigh(2) && z == nz);
                        Assert.Equal(image || held ? 0 : expected[node] + (d[node] * u[node]), y[node], 1e-12);
                    }
                }
            }
        }
    }

    [Fact]
    public void Apply_IsSymmetric()
    {
        foreach (string boundary in (string[])["NNN", "PPP", "DDD", "PND"])
        {
            var op = TransferTests.RandomOperator(9, 8, 7, boundary);
            var random = new SeededRandom(6);
            double[] u = Random(op.Grid, random), v = Random(op.Grid, random), au = op.Grid.CreateVector(), av = op.Grid.CreateVector();
            Restrict(op, u);
            Restrict(op, v);
            op.Apply(u, au);
            op.Apply(v, av);
            double left = Dot(v, au), right = Dot(u, av);
            Assert.Equal(1, left / right, 1e-10);
        }

        // Only free originals: images are copies and held nodes are zero.
        static void Restrict(DiffusionOperator op, double[] w)
        {
            double[] mark = op.Grid.CreateVector();
            Array.Fill(mark, 1);
            var identity = new DiffusionOperator(op.Grid, 1, op.Boundary);
            identity.SetDiagonal(mark);
            double[] free = op.Grid.CreateVector();
            identity.Apply((double[])mark.Clone(), free);
            for (int i = 0; i < w.Length; i++) w[i] *= free[i];
        }
    }

    [Fact]
    public void SetCoefficients_BadInput_IsRefused()
    {
        var op = new DiffusionOperator(new VoxelGrid(2, 2, 2), 1, BoxBoundary.Neumann);

        Assert.Throws<ArgumentException>(() => op.SetCoefficients(new double[7]));
        Assert.Throws<ArgumentException>(() => op.SetCoefficients([1, 1, 1, -1, 1, 1, 1, 1]));
        Assert.Throws<ArgumentException>(() => op.SetCoefficients([1, 1, 1, double.NaN, 1, 1, 1, 1]));
        Assert.Throws<ArgumentException>(() => op.SetCoefficients((byte[])[0, 1, 2, 0, 0, 0, 0, 0], [1, 2]));
    }

    internal static double Dot(double[] a, double[] b) => a.Zip(b, (p, q) => p * q).Sum();

    internal static double[] Random(VoxelGrid grid, SeededRandom random)
    {
        double[] u = grid.CreateVector();
        for (int z = 0; z <= grid.VoxelsZ; z++)
        {
            for (int y = 0; y <= grid.VoxelsY; y++)
            {
                for (int x = 0; x <= grid.VoxelsX; x++) u[grid.Node(x, y, z)] = random.Next() - 0.5;
            }
        }

        return u;
    }
}
