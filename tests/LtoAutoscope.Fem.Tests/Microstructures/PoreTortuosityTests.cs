using LtoAutoscope.Fem.Microstructures;

namespace LtoAutoscope.Fem.Tests.Microstructures;

public sealed class PoreTortuosityTests
{
    [Fact]
    public void Measure_StraightChannels_IsOneAlongAndInfiniteAcross()
    {
        // Walls across x on a box of 12 × 10 × 8.
        int[] labels = [.. Enumerable.Range(0, 12 * 10 * 8).Select(i => i % 12 % 4 == 0 ? 1 : 0)];

        double[] tau = PoreTortuosity.Measure(new VoxelMicrostructure(12, 10, 8, 5, labels, [], 0.25), cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal(double.PositiveInfinity, tau[0]);
        Assert.Equal(1, tau[1], 1e-6);
        Assert.Equal(1, tau[2], 1e-6);
    }

    /// <summary>Case B3: a simple-cubic array of insulating spheres at a solid fraction of 0.3 has k/k₀ = 0.60572.</summary>
    [Fact]
    public void Measure_SimpleCubicSpheres_ComesNearRayleigh()
    {
        double radius = Math.Cbrt(0.3 * 3 / (4 * Math.PI));
        var sphere = new Ellipsoid(radius, radius) { Centre = new(0.5, 0.5, 0.5) };

        double[] tau = PoreTortuosity.Measure(Voxeliser.Voxelise([sphere], 1, 40), cancellationToken: TestContext.Current.CancellationToken);

        Assert.All(tau, t => Assert.Equal(0.7 / 0.60572, t, 0.02));
        Assert.Equal(tau[0], tau[2], 1e-5);
    }
}
