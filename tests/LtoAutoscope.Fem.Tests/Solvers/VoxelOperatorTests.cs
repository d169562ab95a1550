using LtoAutoscope.Fem.Microstructures;
using LtoAutoscope.Fem.Solvers;

namespace LtoAutoscope.Fem.Tests.Solvers;

public sealed class VoxelOperatorTests
{
    /// <summary>The element matrix by Gauss quadrature, independent of the operator's closed form.</summary>
    private static double[,] ElementMatrix(double h)
    {
        double[] points = [0.5 - (0.5 / Math.Sqrt(3)), 0.5 + (0.5 / Math.Sqrt(3))];
        var matrix = new double[8, 8];
        foreach (double x in points)
        {
            foreach (double y in points)
            {
                foreach (double z in points)
                {
                    for (int i = 0; i < 8; i++)
                    {
                        for (int j = 0; j < 8; j++)
                        {
                            double[] a = Gradient(i, x, y, z), b = Gradient(j, x, y, z);
                            matrix[i, j] += h / 8 * ((a[0] * b[0]) + (a[1] * b[1]) + (a[2] * b[2]));
                        }
                    }
                }
            }
        }

        return matrix;

        static double[] Gradient(int n, double x, double y, double z)
        {
            double fx = (n & 1) == 1 ? x : 1 - x, fy = (n & 2) == 2 ? y : 1 - y, fz = (n & 4) == 4 ? z : 1 - z;
            double dx = (n & 1) == 1 ? 1 : -1, dy = (n & 2) == 2 ? 1 : -1, dz = (n & 4) == 4 ? 1 : -1;
            return [dx * fy * fz, fx * dy * fz, fx * fy * dz];
        }
    }

    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(3, 2, 4)]
    [InlineData(4, 4, 4)]
    [InlineData(7, 5, 3)]
    [InlineData(8, 3, 9)]
    [InlineData(13, 6, 5)]
    public void Apply_RandomCoefficients_EqualsTheAssembledMatrix(int nx, int ny, int nz)
    {
        var random = new SeededRandom(7, nx, ny, nz);
        var grid = new VoxelGrid(nx, ny, nz);
        double[] k = [.. Enumerable.Range(0, grid.VoxelCount).Select(_ => random.Next() < 0.4 ? 0 : random.Next())];
        double[] u = grid.CreateVector(), d = grid.CreateVector(), y = grid.CreateVector(), expected = grid.CreateVector();
        for (int z = 0; z <= nz; z++)
        {
            for (int r = 0; r <= ny; r++)
            {
                for (int x = 0; x <= nx; x++)
                {
                    int node = grid.Node(x, r, z);
                    u[node] = random.Next() - 0.5;
                    d[node] = random.Next();
                    expected[node] = d[node] * u[node];
                }
            }
        }

        double[,] element = ElementMatrix(0.3);
        for (int z = 0; z < nz; z++)
        {
            for (int r = 0; r < ny; r++)
            {
                for (int x = 0; x < nx; x++)
                {
                    for (int i = 0; i < 8; i++)
                    {
                        for (int j = 0; j < 8; j++)
                            expected[Corner(x, r, z, i)] += k[grid.Voxel(x, r, z)] * element[i, j] * u[Corner(x, r, z, j)];
                    }
                }
            }
        }

        var op = new VoxelOperator(grid, 0.3, k);
        foreach (int threads in (int[])[1, 2, 3])
        {
            Array.Fill(y, 99);
            Array.Clear(y, y.Length - 4, 4);
            op.Apply(u, y, d, threads);
            for (int i = 0; i < y.Length; i++) Assert.Equal(expected[i], y[i], 1e-13);
        }

        int Corner(int x, int r, int z, int c) => grid.Node(x + (c & 1), r + ((c >> 1) & 1), z + (c >> 2));
    }

    [Fact]
    public void Apply_LinearField_HasNoInteriorResidual()
    {
        var grid = new VoxelGrid(6, 5, 7);
        var op = new VoxelOperator(grid, 1, Enumerable.Repeat(1.0, grid.VoxelCount).ToArray());
        double[] u = grid.CreateVector(), y = grid.CreateVector();
        for (int z = 0; z <= 7; z++)
        {
            for (int r = 0; r <= 5; r++)
            {
                for (int x = 0; x <= 6; x++) u[grid.Node(x, r, z)] = x + (2 * r) - (3 * z);
            }
        }

        op.Apply(u, y);

        Assert.Equal(0, y[grid.Node(3, 2, 3)], 1e-13);
        Assert.Equal(0, y.Sum(), 1e-11);
    }

    /// <summary>u = x(1−x)·y(1−y)·z(1−z)·e^x on the unit cube with k = 1 + x: not an eigenvector of the stencil.</summary>
    [Fact]
    public void Solve_ManufacturedSolution_ConvergesWithOrderTwo()
    {
        double coarse = ManufacturedError(12), fine = ManufacturedError(24);

        Assert.InRange(Math.Log2(coarse / fine), 1.9, 2.2);
    }

    private static double ManufacturedError(int n)
    {
        double h = 1.0 / n;
        var grid = new VoxelGrid(n, n, n);
        var k = new double[grid.VoxelCount];
        for (int i = 0; i < k.Length; i++) k[i] = 1 + (((i % n) + 0.5) * h);
        var op = new VoxelOperator(grid, h, k, fixedBoundary: true);
        double[] b = grid.CreateVector(), u = grid.CreateVector(), inverse = grid.CreateVector();
        for (int i = 0; i < inverse.Length; i++) inverse[i] = op.Diagonal[i] > 0 ? 1 / op.Diagonal[i] : 0;
        for (int z = 1; z < n; z++)
        {
            for (int y = 1; y < n; y++)
            {
                for (int x = 1; x < n; x++) b[grid.Node(x, y, z)] = h * h * h * Source(x * h, y * h, z * h);
            }
        }

        Assert.True(new ConjugateGradient(op).Solve(b, u, null, inverse, 1e-11, 2000, true).Converged);
        double sum = 0;
        for (int z = 1; z < n; z++)
        {
            for (int y = 1; y < n; y++)
            {
                for (int x = 1; x < n; x++)
                    sum += h * h * h * Math.Pow(u[grid.Node(x, y, z)] - Exact(x * h, y * h, z * h), 2);
            }
        }

        return Math.Sqrt(sum);

        static double Exact(double x, double y, double z) => x * (1 - x) * y * (1 - y) * z * (1 - z) * Math.Exp(x);

        // −∇·((1+x)∇u) with f = x(1−x)e^x, g = y(1−y), q = z(1−z).
        static double Source(double x, double y, double z)
        {
            double e = Math.Exp(x), f = x * (1 - x) * e, fx = (1 - x - (x * x)) * e, fxx = -x * (3 + x) * e;
            double g = y * (1 - y), q = z * (1 - z);
            return -((fx + ((1 + x) * fxx)) * g * q) + ((1 + x) * f * 2 * (q + g));
        }
    }
}
