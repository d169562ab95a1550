using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Frames;
using LtoAutoscope.Domain.Samples;
using LtoAutoscope.Twin.Worlds;

namespace LtoAutoscope.Twin.Tests.Worlds;

public sealed class DemoHolderTests
{
    private static readonly DemoHolder Demo = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public void Map_Stubs_LieApartAndInReach()
    {
        foreach (Stub a in Demo.Map.Stubs)
        {
            Assert.InRange(Math.Abs(a.XMm) + a.RadiusMm, 0, 35);
            foreach (Stub b in Demo.Map.Stubs)
                if (a != b) Assert.True(Math.Abs(a.XMm - b.XMm) >= 12);
        }
    }

    [Fact]
    public void TruthOf_Powders_AreThoseOfTheStory()
    {
        Assert.Null(Demo.TruthOf("1"));
        Assert.Equal(70, Demo.TruthOf("2")!.MeanDiameterNm, 1.5);
        Assert.Equal(1.2, Demo.TruthOf("2")!.MeanAspectRatio, 0.03);
        Assert.Equal(180, Demo.TruthOf("3")!.MeanDiameterNm, 4.0);
        Assert.Equal(1.8, Demo.TruthOf("3")!.MeanAspectRatio, 0.05);
    }

    [Theory]
    [InlineData("2", 70)]
    [InlineData("3", 180)]
    public void World_FrameOfTwentyFivePixelsADiameter_HoldsOverAHundredParticles(string stub, double diameter)
    {
        Stub place = Demo.Map.Find(stub)!;
        double particles = 0;
        for (int i = 0; i < 4; i++)
        {
            var view = new ViewRequest { CentreXMm = place.XMm + 0.4 * i - 0.6, CentreYMm = place.YMm + 0.3, FieldWidthUm = 1024 * diameter / 25 / 1000, WidthPx = 1024, HeightPx = 768, Identity = 1 };
            particles += Demo.World.Truth(view, Token)!.Maximum / 4.0;
        }

        Assert.InRange(particles, 110, 210);
    }

    [Fact]
    public void World_BetweenStubs_IsBareAndLower()
    {
        var view = new ViewRequest { CentreXMm = 7, CentreYMm = 0, FieldWidthUm = 3, WidthPx = 128, HeightPx = 96, Identity = 1 };
        Assert.Equal(0, Demo.World.Truth(view, Token)!.Maximum);
        Assert.InRange(FrameFigures.Mean(Demo.World.Render(view, Token)), 5000, 60000);
        Assert.True(Demo.World.SurfaceWorkingDistanceMm(7, 0) > Demo.World.SurfaceWorkingDistanceMm(0, 0) + 0.3);
    }

    [Fact]
    public void SurfaceWorkingDistance_AcrossAStub_IsTiltedByMicrometres()
    {
        double across = Demo.World.SurfaceWorkingDistanceMm(1, 0) - Demo.World.SurfaceWorkingDistanceMm(-1, 0);
        Assert.InRange(Math.Abs(across), 0.002, 0.02);
    }

    [Fact]
    public void HolderWorld_WorldWithoutStub_IsRefused()
        => Assert.Throws<InputException>(() => new HolderWorld(Demo.Map, new Dictionary<string, ISampleWorld> { ["9"] = Demo.Rounded }));
}
