using LtoAutoscope.Fem.Effective;
using LtoAutoscope.Fem.Microstructures;
using LtoAutoscope.Fem.Solvers;

namespace LtoAutoscope.Fem.Tests.Effective;

public sealed class EffectiveConductivityTests
{
    private static VoxelMicrostructure Sphere(double solids, int size, double aspectRatio = 1)
    {
        double volume = solids, b = Math.Cbrt(volume * 3 / (4 * Math.PI) / aspectRatio);
        return Voxeliser.Voxelise([new Ellipsoid(aspectRatio * b * 100, b * 100) { Centre = new Vector3(50, 50, 50), Axis = new Vector3(0, 0, 1) }], 100, size);
    }

    /// <summary>Rayleigh's series for spheres on a simple cubic lattice, conductivity a against 1 around them (McPhedran and McKenzie 1978, second order).</summary>
    private static double Rayleigh(double f, double a)
    {
        double t1 = (2 + a) / (1 - a), t2 = ((4.0 / 3) + a) / (1 - a);
        return 1 - (3 * f / (t1 + f - (1.3047 * Math.Pow(f, 10.0 / 3) / (t2 + (0.4072 * Math.Pow(f, 7.0 / 3))))));
    }

    /// <summary>Case B3. At a solid fraction of 0.4 the plain voxel value is 0.4 to 1.3 % off.</summary>
    [Theory]
    [InlineData(0.1, 0.85711)]
    [InlineData(0.3, 0.60572)]
    [InlineData(0.4, 0.49055)]
    public void Periodic_InsulatingSpheres_MeetTheSeries(double solids, double series)
    {
        Assert.Equal(series, Rayleigh(solids, 0), 2e-5);

        var transport = PoreTransport.Measure(Sphere(solids, 96), threads: 2);

        Assert.Equal(1 - solids, transport.Porosity, 2e-4);
        foreach (double relative in transport.Relative) Assert.Equal(1, relative / series, 2e-3);
        Assert.Equal((1 - solids) / series, transport.TortuosityFactor[0], 4e-3);
        Assert.Equal(1 / series, transport.MacMullin[2], 4e-3);
    }

    /// <summary>Where spheres nearly touch, the second-order series is itself about 1 % high.</summary>
    [Fact]
    public void Periodic_NearTouching_LiesJustBelowTheSeries()
        => Assert.InRange(PoreTransport.Measure(Sphere(0.5, 48), threads: 2).Relative[0] / 0.37720, 0.988, 1);

    [Theory]
    [InlineData(10, 0.3, 5e-3)]
    [InlineData(1000, 0.1, 7e-3)]
    [InlineData(0.1, 0.3, 5e-3)]
    [InlineData(2, 0.4, 5e-3)]
    public void Periodic_ConductingSpheres_MeetTheSeries(double ratio, double solids, double tolerance)
    {
        var structure = Sphere(solids, 48);
        var effective = new EffectiveConductivity(new VoxelGrid(48, 48, 48), PartialVolume.Conductivities(structure, 1, ratio, 0), 2);

        Assert.Equal(1, effective.Periodic(1) / Rayleigh(solids, ratio), tolerance);
    }

    [Fact]
    public void Periodic_FinerGrids_ConvergeWithOrderTwo()
    {
        double exact = Rayleigh(0.2, 0);
        double coarse = PoreTransport.Measure(Sphere(0.2, 16)).Relative[0] - exact, fine = PoreTransport.Measure(Sphere(0.2, 32)).Relative[0] - exact;

        Assert.InRange(Math.Log2(coarse / fine), 1.6, 2.8);
    }

    /// <summary>Case B2: insulating prolates, few: k = 1 − φC, the lattice's own field taken off after Clausius and Mossotti.</summary>
    [Theory]
    [InlineData(1, 1.5, 1.5)]
    [InlineData(1.5, 1.30375, 1.62208)]
    [InlineData(2, 1.21002, 1.70421)]
    [InlineData(3, 1.12197, 1.80390)]
    public void Periodic_DiluteProlates_MeetTheirPolarisability(double aspectRatio, double aligned, double transverse)
    {
        const double solids = 0.02;
        var transport = PoreTransport.Measure(Sphere(solids, 48, aspectRatio), threads: 2);
        double phi = 1 - transport.Porosity;

        Assert.Equal(1, Coefficient(2) / aligned, 1.5e-2);
        Assert.Equal(1, Coefficient(0) / transverse, 1.5e-2);
        Assert.Equal(1, (Coefficient(0) + Coefficient(1) + Coefficient(2)) / (aligned + (2 * transverse)), 1.2e-2);

        double Coefficient(int axis)
        {
            double loss = 1 - transport.Relative[axis];
            return loss / (1 - (loss / 3)) / phi;
        }
    }

    [Fact]
    public void BetweenPlates_MirrorSymmetricCell_EqualsPeriodic()
    {
        var structure = Sphere(0.3, 32);
        var effective = new EffectiveConductivity(new VoxelGrid(32, 32, 32), PartialVolume.Conductivities(structure, 1, 0.02, 0), 1, 1e-9);
        double periodic = effective.Periodic(2);

        Assert.Equal(periodic, effective.BetweenPlates(2), 1e-7);
        Assert.Equal(periodic, effective.BetweenPlates(2, BoundaryKind.Neumann), 1e-7);
    }

    [Fact]
    public void Layers_GiveTheExactMeans()
    {
        var grid = new VoxelGrid(6, 10, 8);
        double[] k = [.. Enumerable.Range(0, grid.VoxelCount).Select(i => i / 60 < 4 ? 1.0 : 5.0)];
        var effective = new EffectiveConductivity(grid, k, 1, 1e-11);

        Assert.Equal(5.0 / 3, effective.BetweenPlates(2), 1e-8);
        Assert.Equal(5.0 / 3, effective.Periodic(2), 1e-8);
        Assert.Equal(3, effective.BetweenPlates(0), 1e-8);
        Assert.Equal(3, effective.Periodic(1), 1e-8);
    }

    [Fact]
    public void PeriodicTensor_TiltedProlate_IsSymmetricAndFollowsTheAxis()
    {
        double b = Math.Cbrt(0.15 * 3 / (4 * Math.PI) / 2) * 100;
        var axis = new Vector3(1 / Math.Sqrt(2), 0, 1 / Math.Sqrt(2));
        var structure = Voxeliser.Voxelise([new Ellipsoid(2 * b, b) { Centre = new Vector3(50, 50, 50), Axis = axis }], 100, 32);
        double[,] tensor = new EffectiveConductivity(new VoxelGrid(32, 32, 32), PartialVolume.Conductivities(structure, 1, 0, 0), 2).PeriodicTensor();

        Assert.Equal(tensor[0, 2], tensor[2, 0], 1e-6);
        Assert.Equal(tensor[0, 0], tensor[2, 2], 1e-4);
        Assert.InRange(tensor[0, 2], 0.005, 0.2);
        Assert.Equal(0, tensor[0, 1], 1e-4);
    }

    [Fact]
    public void Measure_BlockedPores_AreInfinitelyTortuous()
    {
        var labels = new int[8 * 8 * 8];
        for (int i = 0; i < 64; i++) labels[(4 * 64) + i] = 1;
        var transport = PoreTransport.Measure(new VoxelMicrostructure(8, 8, 8, 1, labels, [], 1.0 / 8));

        Assert.Equal(double.PositiveInfinity, transport.TortuosityFactor[2]);
        Assert.Equal(1, transport.TortuosityFactor[0], 1e-6);
    }
}
