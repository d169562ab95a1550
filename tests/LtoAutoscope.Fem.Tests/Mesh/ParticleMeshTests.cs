using LtoAutoscope.Fem.Mesh;
using LtoAutoscope.Fem.Microstructures;

namespace LtoAutoscope.Fem.Tests.Mesh;

public sealed class ParticleMeshTests
{
    [Theory]
    [InlineData(1.0)]
    [InlineData(2.0)]
    public void Create_Ellipsoid_HasItsVolumeAndArea(double aspectRatio)
    {
        var mesh = Samples.Particle(50 * aspectRatio, 50, 10, roughness: 1.7);

        Assert.Equal(1, mesh.MassM3.Sum() / (mesh.Particle.Shape.Volume * 1e-27), 1e-12);
        Assert.Equal(1.7, mesh.SurfaceAreaM2.Sum() / (mesh.Particle.Shape.SurfaceArea * 1e-18), 1e-12);
    }

    [Fact]
    public void Create_Sphere_ShowsTheStaircaseThatItCorrects()
    {
        var mesh = Samples.Particle(50, 50, 32);

        Assert.Equal(1.5, mesh.VoxelAreaM2 / mesh.SmoothAreaM2, 0.03);
    }

    [Fact]
    public void Create_FinerGrid_NeedsLessOfSkinAndFactor()
    {
        ParticleMesh[] meshes = [.. new[] { 8, 16, 32 }.Select(across => Samples.Particle(50, 50, across))];

        double[] factors = [.. meshes.Select(m => m.DiffusionFactor)], skins = [.. meshes.Select(m => m.SurfaceSkinM.Average() / 50e-9)];
        Assert.True(factors[0] > factors[1] && factors[1] > factors[2] && factors[2] is > 1 and < 1.1, string.Join(' ', factors));
        Assert.True(skins[0] > skins[1] && skins[1] > skins[2] && skins[2] is > 0 and < 0.1, string.Join(' ', skins));
    }

    [Fact]
    public void Create_TouchingParticles_ShareNoNodesAndCloseTheirContact()
    {
        // Two spheres that touch in the middle of a face between two voxels.
        Ellipsoid[] pair =
        [
            new Ellipsoid(40, 40) { Centre = new Vector3(60, 100, 100) },
            new Ellipsoid(40, 40) { Centre = new Vector3(140, 100, 100) },
        ];
        var structure = Voxeliser.Voxelise(pair, 200, 20);

        var meshes = new[] { ParticleMesh.Create(structure, 0), ParticleMesh.Create(structure, 1) };

        Assert.All(meshes, mesh => Assert.True(mesh.ClosedFraction > 0));
        Assert.All(meshes, mesh => Assert.Equal(1, mesh.SurfaceAreaM2.Sum() / mesh.SmoothAreaM2, 1e-12));
        Assert.Equal(structure.Labels.Count(l => l == 1), meshes[0].Particle.Voxels.Count);
    }
}
