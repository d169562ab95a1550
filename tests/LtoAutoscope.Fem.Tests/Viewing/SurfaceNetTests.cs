using LtoAutoscope.Fem.Viewing;

namespace LtoAutoscope.Fem.Tests.Viewing;

public sealed class SurfaceNetTests
{
    private static ushort[] Random(int seed, IReadOnlyList<int> size, double share)
    {
        var random = new Random(seed);
        var labels = new ushort[size[0] * size[1] * size[2]];
        for (int i = 0; i < labels.Length; i++) labels[i] = random.NextDouble() < share ? (ushort)1 : (ushort)0;
        return labels;
    }

    private static ushort[] Ball(int edge, double radius)
    {
        var labels = new ushort[edge * edge * edge];
        for (int i = 0; i < labels.Length; i++)
        {
            double x = i % edge + 0.5 - edge / 2.0, y = i / edge % edge + 0.5 - edge / 2.0, z = i / (edge * edge) + 0.5 - edge / 2.0;
            labels[i] = x * x + y * y + z * z < radius * radius ? (ushort)1 : (ushort)0;
        }

        return labels;
    }

    private static double Volume(SurfaceMesh mesh)
    {
        double six = 0;
        for (int t = 0; t < mesh.Corners.Length; t += 3)
        {
            ReadOnlySpan<float> a = mesh.Positions.AsSpan(3 * (int)mesh.Corners[t], 3), b = mesh.Positions.AsSpan(3 * (int)mesh.Corners[t + 1], 3), c = mesh.Positions.AsSpan(3 * (int)mesh.Corners[t + 2], 3);
            six += a[0] * (b[1] * c[2] - b[2] * c[1]) - a[1] * (b[0] * c[2] - b[2] * c[0]) + a[2] * (b[0] * c[1] - b[1] * c[0]);
        }

        return six / 6;
    }

    [Theory]
    [InlineData(1, 0.05)]
    [InlineData(2, 0.4)]
    [InlineData(3, 0.5)]
    [InlineData(4, 0.95)]
    [InlineData(5, 1.0)]
    public void Build_AnyVoxels_EachSideOfATriangleIsMetByAsManyTheOtherWay(int seed, double share)
    {
        int[] size = [7, 9, 5];
        SurfaceMesh mesh = SurfaceNet.Build(Random(seed, size, share), size, label => label == 1, TestContext.Current.CancellationToken);
        var sides = new Dictionary<(uint, uint), int>();
        for (int t = 0; t < mesh.Corners.Length; t += 3)
            for (int s = 0; s < 3; s++)
            {
                var side = (mesh.Corners[t + s], mesh.Corners[t + (s + 1) % 3]);
                sides[side] = sides.GetValueOrDefault(side) + 1;
            }

        Assert.NotEmpty(sides);
        Assert.All(sides, side => Assert.Equal(side.Value, sides.GetValueOrDefault((side.Key.Item2, side.Key.Item1))));
    }

    [Theory]
    [InlineData(24, 9)]
    [InlineData(32, 14)]
    public void Build_Ball_EnclosesItsVolumeOutwards(int edge, double radius)
    {
        SurfaceMesh mesh = SurfaceNet.Build(Ball(edge, radius), [edge, edge, edge], label => label == 1, TestContext.Current.CancellationToken);
        Assert.InRange(Volume(mesh) / (4 * Math.PI / 3 * radius * radius * radius), 0.95, 1.03);
    }

    [Fact]
    public void Build_FullBox_IsTheBox()
    {
        SurfaceMesh mesh = SurfaceNet.Build([.. Enumerable.Repeat((ushort)1, 6 * 6 * 6)], [6, 6, 6], label => label == 1, TestContext.Current.CancellationToken);
        Assert.All(mesh.Outside, voxel => Assert.Equal(SurfaceMesh.Beyond, voxel));
        Assert.InRange(mesh.Positions.Max(), 5.9f, 6f);
        Assert.InRange(mesh.Positions.Min(), 0f, 0.1f);
    }

    [Fact]
    public void Build_EachVertex_KnowsAVoxelInsideAndOneOutside()
    {
        ushort[] labels = Ball(16, 5);
        SurfaceMesh mesh = SurfaceNet.Build(labels, [16, 16, 16], label => label == 1, TestContext.Current.CancellationToken);
        Assert.All(mesh.Inside, voxel => Assert.Equal(1, labels[voxel]));
        Assert.All(mesh.Outside, voxel => Assert.Equal(0, labels[voxel]));
    }

    [Fact]
    public void Decode_Encoded_IsTheSameWithinTheStepOfAPlace()
    {
        SurfaceMesh mesh = SurfaceNet.Build(Random(6, [5, 6, 7], 0.5), [5, 6, 7], label => label == 1, TestContext.Current.CancellationToken);
        SurfaceMesh read = SurfaceMesh.Decode(mesh.Encode());
        Assert.Equal(mesh.Corners, read.Corners);
        Assert.Equal(mesh.Inside, read.Inside);
        Assert.Equal(mesh.Outside, read.Outside);
        Assert.All(mesh.Positions.Zip(read.Positions), pair => Assert.Equal(pair.First, pair.Second, 1.0 / 500));
    }

    [Fact]
    public void Decode_CutShort_IsRefused()
    {
        byte[] bytes = SurfaceNet.Build(Ball(8, 3), [8, 8, 8], label => label == 1, TestContext.Current.CancellationToken).Encode();
        Assert.Throws<FormatException>(() => SurfaceMesh.Decode(bytes.AsSpan(0, bytes.Length - 4)));
        Assert.Throws<FormatException>(() => SurfaceMesh.Decode("nothing"u8));
    }
}
