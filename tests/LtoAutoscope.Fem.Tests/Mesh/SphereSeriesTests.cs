using LtoAutoscope.Fem.Mesh;
using LtoAutoscope.Fem.Microstructures;
using LtoAutoscope.Fem.Solvers;

namespace LtoAutoscope.Fem.Tests.Mesh;

/// <summary>
/// Case B1: a sphere under constant flux into its surface, y = (c − c₀)D/(qR). The voxel sphere carries the same flux on its
/// corrected area. The series is Carslaw and Jaeger's (1959, 9.7).
/// </summary>
public sealed class SphereSeriesTests
{
    [Theory]
    [InlineData(0.05, 0.312165, 0.003424)]
    [InlineData(0.1, 0.486762, 0.059878)]
    [InlineData(0.5, 1.699996, 1.200019)]
    [InlineData(1.0, 3.200000, 2.700000)]
    public void ConstantFlux_At24VoxelsAcross_FollowsTheSeries(double fourier, double surface, double centre)
    {
        var (meanSurface, atCentre, mean) = Run(24, fourier, 120);

        // Nodes of the staircase lie on either side of the sphere, so that the first-order error cancels in the mean: (h/R)²/2 is asked.
        const double Tolerance = 0.5 / (12 * 12);
        Assert.Equal(surface, meanSurface, Tolerance);
        Assert.Equal(centre, atCentre, Tolerance);
        Assert.Equal(3 * fourier, mean, 1e-6);
    }

    [Fact]
    public void ConstantFlux_FinerGrid_ConvergesWithOrderTwo()
    {
        double[] errors = [.. new[] { 8, 16, 32 }.Select(across => Math.Abs(Run(across, 0.1, 60).Surface - 0.486762))];

        Assert.True(Math.Log2(errors[0] / errors[2]) / 2 > 1.8, string.Join(' ', errors));
    }

    private static (double Surface, double Centre, double Mean) Run(int across, double fourier, int steps)
    {
        const double RadiusNm = 100, R = 1e-7;
        int size = across + 4;
        double box = 2 * RadiusNm * size / across;
        var sphere = new Ellipsoid(RadiusNm, RadiusNm) { Centre = new Vector3(box / 2, box / 2, box / 2) };
        var mesh = ParticleMesh.Create(Voxeliser.Voxelise([sphere], box, size), 0);
        var op = mesh.CreateOperator(1, corrected: false);
        var solver = new ConjugateGradient(op);
        var grid = mesh.Grid;
        double dt = fourier * R * R / steps;
        double[] y = grid.CreateVector(), old = grid.CreateVector(), rhs = grid.CreateVector(), d = grid.CreateVector(), inverse = grid.CreateVector();
        for (int step = 0; step < steps; step++)
        {
            // Backward Euler, then second-order backward differences.
            double a0 = step == 0 ? 1 : 1.5;
            for (int i = 0; i < rhs.Length; i++)
            {
                d[i] = a0 * mesh.MassM3[i] / dt;
                inverse[i] = op.Diagonal[i] + d[i] > 0 ? 1 / (op.Diagonal[i] + d[i]) : 0;
                rhs[i] = mesh.MassM3[i] / dt * (step == 0 ? y[i] : (2 * y[i]) - (0.5 * old[i]));
                old[i] = y[i];
            }

            for (int s = 0; s < mesh.SurfaceNodes.Length; s++) rhs[mesh.SurfaceNodes[s]] += mesh.SurfaceAreaM2[s] / R;
            Assert.True(solver.Solve(rhs, y, d, inverse, 1e-11, 2000).Converged);
        }

        double area = mesh.SurfaceAreaM2.Sum(), surface = 0, total = 0;
        for (int s = 0; s < mesh.SurfaceNodes.Length; s++) surface += mesh.SurfaceAreaM2[s] * y[mesh.SurfaceNodes[s]] / area;
        for (int i = 0; i < y.Length; i++) total += mesh.MassM3[i] * y[i];
        int middle = grid.VoxelsX / 2;
        return (surface, y[grid.Node(middle, middle, middle)], total / mesh.VolumeM3);
    }
}
