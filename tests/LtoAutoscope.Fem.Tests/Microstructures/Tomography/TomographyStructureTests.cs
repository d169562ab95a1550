using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Cells;
using LtoAutoscope.Fem.Mesh;
using LtoAutoscope.Fem.Microstructures;
using LtoAutoscope.Fem.Microstructures.Tomography;

namespace LtoAutoscope.Fem.Tests.Microstructures.Tomography;

public sealed class TomographyStructureTests
{
    [Theory]
    [InlineData(3.0)]
    [InlineData(5.3)]
    [InlineData(8.7)]
    [InlineData(15.2)]
    public void Create_LabelledSphere_HasItsVolumeAndArea(double radius)
    {
        var random = new SeededRandom(8, (long)radius);
        double area = 0, volume = 0;
        const int Copies = 6;
        int n = (int)(2 * radius) + 6;
        for (int copy = 0; copy < Copies; copy++)
        {
            var centre = new Vector3((n / 2.0) + random.Next(), (n / 2.0) + random.Next(), (n / 2.0) + random.Next());
            var structure = TomographyStructure.Create(Volume(n, n, n, p => (p - centre).Length <= radius ? 7 : 0), Options(2.5));
            var shape = structure.Voxels.Particles.Single().Shape;
            area += shape.SurfaceArea / (4 * Math.PI * radius * radius * 6.25) / Copies;
            volume += shape.Volume / (4.0 / 3 * Math.PI * radius * radius * radius * 15.625) / Copies;
        }

        Assert.Equal(1, area, 0.02);
        Assert.Equal(1, volume, 0.02);
    }

    [Fact]
    public void Create_TurnedEllipsoid_FindsAxesAreaAndDirection()
    {
        var truth = new Ellipsoid(14, 6) { MiddleSemiAxis = 9, Centre = new(20.3, 19.8, 20.1), Orientation = Orientation.FromAxes(new(1, 1, 0.5), new(-1, 1, 0)) };

        var structure = TomographyStructure.Create(Volume(40, 40, 42, p => truth.Level(p - truth.Centre) <= 1 ? 1 : 0), Options(1));

        var found = ((MeasuredShape)structure.Voxels.Particles[0].Shape).Ellipsoid;
        Assert.Equal(14, found.LongSemiAxis, 0.2);
        Assert.Equal(9, found.MiddleSemiAxis, 0.2);
        Assert.Equal(6, found.ShortSemiAxis, 0.2);
        Assert.Equal(1, Math.Abs(found.Orientation.X.Dot(truth.Orientation.X)), 1e-3);
        Assert.Equal(1, structure.Voxels.Particles[0].Shape.SurfaceArea / truth.SurfaceArea, 0.02);
        Assert.False(structure.Voxels.IsPeriodic);
        Assert.Equal(42, structure.Voxels.SizeZ);
    }

    [Fact]
    public void Create_BinaryOverlappingSpheres_AreSplitAtTheNeck()
    {
        Vector3 a = new(12, 14, 14), b = new(25, 14, 14);
        var volume = Volume(38, 28, 28, p => (p - a).Length <= 8 || (p - b).Length <= 7.5 ? 255 : 0);

        var split = TomographyStructure.Create(volume, Options(1) with { IsBinary = true });

        Assert.Equal(2, split.Voxels.Particles.Count);
        double[] diameters = [.. split.Voxels.Particles.Select(p => p.Shape.VolumeDiameter).Order()];
        Assert.Equal(15, diameters[0], 0.5);
        Assert.Equal(16, diameters[1], 0.5);
        // A rod has no neck.
        var rod = Volume(40, 16, 16, p => Math.Abs(p.X - 20) < 14 && new Vector3(0, p.Y - 8, p.Z - 8).Length < 5 ? 255 : 0);
        Assert.Single(TomographyStructure.Create(rod, Options(1) with { IsBinary = true }).Voxels.Particles);
    }

    [Fact]
    public void Create_TouchingLabelsAndBinder_KeepTheirMeaning()
    {
        // Two half boxes side by side, binder above.
        var volume = Volume(12, 12, 12, p => p.Z > 9 ? 200 : p.X < 3 || p.X > 9 || p.Y < 3 || p.Y > 9 || p.Z < 3 ? 0 : p.X < 6 ? 1 : 2);

        var built = TomographyStructure.Create(volume, Options(1) with { BinderValues = [200] });

        Assert.Equal(2, built.Voxels.Particles.Count);
        Assert.Equal(3.0 / 12, built.Voxels.BinderVolumeFraction, 1e-12);
        var shape = (MeasuredShape)built.Voxels.Particles[0].Shape;
        // The face that both share has 36 voxels; planes along the grid show 7 % too little, and edges count partly for either side.
        Assert.InRange(shape.ContactArea, 24, 40);
        var measures = StructureMeter.Measure(built, 0, 3, 3.48);
        Assert.Equal(1, measures.ContactsAParticle, 1e-12);
        Assert.True(measures.ClosedShare > 0.1);
        // The cell model's mesh takes it.
        var mesh = ParticleMesh.Create(built.Voxels, 0);
        Assert.Equal(1, mesh.SurfaceAreaM2.Sum() * 1e18 / shape.SurfaceArea, 1e-9);
        Assert.Equal(1, mesh.MassM3.Sum() * 1e27 / shape.Volume, 1e-9);
    }

    [Fact]
    public async Task RunAsync_GivenStructure_GoesThroughTheCellModel()
    {
        Vector3 a = new(9, 9, 9), b = new(21, 8, 9);
        var built = TomographyStructure.Create(Volume(30, 18, 18, p => (p - a).Length <= 6 ? 1 : (p - b).Length <= 5 ? 2 : 0), Options(8));
        var morphology = StructureMorphology.Of(built, "cube");

        var result = await new CellModel().RunAsync(
            morphology, new Material { Name = "lto" }, new CellModelOptions { Given = built, Realisations = 3 }, cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal(2, morphology.ParticleCount);
        Assert.Equal(88, morphology.DiameterNm.Mean, 2.0);
        Assert.Same(built.Voxels, result.Microstructure);
        Assert.Single(result.Prediction.Realisations);
        Assert.InRange(result.Prediction.Ce1, 0.9, 0.999);
        Assert.True(result.Prediction.BalanceError < 1e-6);
    }

    [Fact]
    public void Measure_Distance_IsExact()
    {
        var random = new SeededRandom(2);
        const int N = 9;
        bool[] solid = [.. Enumerable.Range(0, N * N * N).Select(_ => random.Next() < 0.9)];

        float[] distance = DistanceTransform.Measure(solid, N, N, N);

        for (int i = 0; i < solid.Length; i++)
        {
            double nearest = Enumerable.Range(0, solid.Length).Where(j => !solid[j]).Min(j => Squared((i % N) - (j % N)) + Squared((i / N % N) - (j / N % N)) + Squared((i / (N * N)) - (j / (N * N))));
            Assert.Equal(Math.Sqrt(nearest), distance[i], 1e-5);
        }

        static double Squared(double v) => v * v;
    }

    [Fact]
    public void Create_NothingButPores_IsAnInputError()
    {
        Assert.Throws<InputException>(() => TomographyStructure.Create(Volume(5, 5, 5, _ => 0), Options(1)));
        Assert.Throws<InputException>(() => TomographyStructure.Create(Volume(5, 5, 5, _ => 3), Options(1)));
        Assert.Throws<InputException>(() => TomographyStructure.Create(Volume(5, 5, 5, p => p.X > 2 ? 1 : 0), Options(0)));
        Assert.Throws<InputException>(() => TomographyStructure.Create(Volume(5, 5, 5, p => p.X > 2 ? 1 : 0), Options(1) with { BinderValues = [0] }));
    }

    internal static LabelVolume Volume(int x, int y, int z, Func<Vector3, int> value)
        => new(x, y, z, [.. Enumerable.Range(0, x * y * z).Select(i => value(new Vector3((i % x) + 0.5, (i / x % y) + 0.5, (i / (x * y)) + 0.5)))], "test");

    private static TomographyOptions Options(double voxelNm) => new() { VoxelSizeNm = voxelNm };
}
