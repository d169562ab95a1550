using LtoAutoscope.Acquisition.Drift;
using LtoAutoscope.Domain.Frames;
using LtoAutoscope.Domain.Geometry;

namespace LtoAutoscope.Acquisition.Tests.Drift;

public sealed class RelocaliserTests
{
    [Theory]
    [InlineData(0, 0, 1)]
    [InlineData(0.25, -0.1, 1)]
    [InlineData(1.3, 0.7, 4)]
    [InlineData(-2.4, 1.6, 4)]
    [InlineData(5.0, -2.8, 13)]
    public async Task Find_DisplacedSample_TellsHowFar(double xUm, double yUm, int mostExposures)
    {
        (TwinBench bench, Frame reference) = await TakenAsync();
        bench.Displaced = (xUm, yUm);
        Relocalisation found = await new Relocaliser(bench, bench.BookAsync).FindAsync(reference, TestContext.Current.CancellationToken);

        Assert.True(found.Found, found.Reason);
        Assert.Equal(xUm, found.ShiftXUm, 0.01);
        Assert.Equal(yUm, found.ShiftYUm, 0.01);
        Assert.InRange(found.Images.Count, 1, mostExposures);
        Assert.Equal(reference.Metadata.FieldWidthUm!.Value, bench.FieldUm, 1e-9);
        Assert.All(bench.Booked, what => Assert.Equal("relocalise:f1", what));
    }

    [Fact]
    public async Task Find_OtherSample_SaysWhyItWasNotFoundAndGoesBack()
    {
        (_, Frame reference) = await TakenAsync();
        var other = new TwinBench(new Twin.Worlds.SyntheticPowderWorld(Twin.Worlds.DemoHolder.RoundedPowder(99))) { FieldUm = 1.45 };
        Relocalisation found = await new Relocaliser(other, other.BookAsync, new RelocaliserOptions { Rings = 0 }).FindAsync(reference, TestContext.Current.CancellationToken);

        Assert.False(found.Found);
        Assert.Equal((0, 0), (found.ShiftXUm, found.ShiftYUm));
        Assert.Contains("was not found within", found.Reason, StringComparison.Ordinal);
        Assert.Equal(0.1, other.At.XMm, 1e-9);
        Assert.False(found.ToJson("f1")["found"]!.GetValue<bool>());
    }

    private static async Task<(TwinBench Bench, Frame Reference)> TakenAsync()
    {
        var bench = new TwinBench(Worlds.Powder) { FieldUm = 1.45 };
        await bench.MoveAsync(StageTarget.Planar(0.1, 0.2), TestContext.Current.CancellationToken);
        GreyImage image = await bench.ScanFrameAsync(new(512, 384, 16, 1), null, TestContext.Current.CancellationToken);
        bench.Booked.Add("relocalise:f1");
        return (bench, new Frame(Worlds.Metadata(image, "f1") with { Position = bench.At }, image));
    }
}
