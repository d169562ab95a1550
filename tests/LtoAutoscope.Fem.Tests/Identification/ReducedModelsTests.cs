using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Cells;
using LtoAutoscope.Fem.Identification;
using LtoAutoscope.Fem.Protocols;

namespace LtoAutoscope.Fem.Tests.Identification;

public sealed class ReducedModelsTests
{
    private static readonly Material Lto = new() { Name = "lto" };

    private static readonly Material Inert = Lto with { SideRateMS = 0 };

    private static Protocol FirstCycle(double rate, double restS = 0, double? hold = null) => Protocol.ConstantCurrent(rate, 1.0, 2.5, restS, hold);

    /// <summary>An independent finite-volume half cell with separator and electrolyte gives these; its parameters.md allows ±1e-3.</summary>
    [Theory]
    [InlineData(25, 0.2, false, 0.99978)]
    [InlineData(125, 0.2, false, 0.99419)]
    [InlineData(125, 1, false, 0.97020)]
    [InlineData(50, 0.2, true, 0.98849)]
    [InlineData(125, 0.2, true, 0.99172)]
    public void Predict_Sphere_MeetsTheHalfCell(double radiusNm, double rate, bool side, double expected)
    {
        var response = ReducedModels.Particle.Predict(CellSample.FromMeans("s", 2 * radiusNm), side ? Lto : Inert, FirstCycle(rate));

        Assert.Equal(expected, response.Ce1, 3e-4);
        Assert.True(response.BalanceError < 1e-6);
        Assert.Equal(response.LithiationMAhG - response.DelithiationMAhG, response.SideMAhG + response.TrappedMAhG, 1e-4);
    }

    [Fact]
    public void Predict_FinerSteps_ChangeLittle()
    {
        var sample = CellSample.FromMeans("s", 250, 1.5);

        Assert.Equal(ReducedModels.FineParticle.Predict(sample, Lto, FirstCycle(1)).Ce1, ReducedModels.Particle.Predict(sample, Lto, FirstCycle(1)).Ce1, 5e-5);
    }

    /// <summary>At a low rate electrolyte and separator cost nothing that CE1 sees; the voltage is another matter.</summary>
    [Fact]
    public void Create_P2d_MeetsTheParticleAtLowRate()
    {
        var sample = CellSample.FromMeans("s", 150);

        Assert.Equal(ReducedModels.Particle.Predict(sample, Lto, FirstCycle(0.2)).Ce1, ReducedModels.Create("p2d").Predict(sample, Lto, FirstCycle(0.2)).Ce1, 2e-4);
    }

    [Fact]
    public void Create_UnknownModel_IsAnInputError()
        => Assert.Throws<InputException>(() => ReducedModels.Create("full"));

    [Fact]
    public void Predict_Elongated_LagsLessAndLosesMoreBySideReaction()
    {
        var model = ReducedModels.Particle;
        var sphere = CellSample.FromMeans("s", 200);
        // Equal volume: the projected diameter grows by AR^(1/6).
        var prolate = CellSample.FromMeans("p", 200 * Math.Pow(3, 1.0 / 6), 3);

        Assert.True(model.Predict(prolate, Inert, FirstCycle(1)).Ce1 > model.Predict(sphere, Inert, FirstCycle(1)).Ce1);
        Assert.Equal(1.18190, prolate.Classes[0].SmoothAreaM1 / sphere.Classes[0].SmoothAreaM1, 1e-4);
        var fast = Lto with { DiffusivityM2S = 1e-14 };
        Assert.True(model.Predict(prolate, fast, FirstCycle(0.2)).Ce1 < model.Predict(sphere, fast, FirstCycle(0.2)).Ce1);
    }

    [Fact]
    public void Predict_HeldCutOffs_BringTheTrappedLithiumBack()
    {
        var model = ReducedModels.Particle;
        var sample = CellSample.FromMeans("s", 250);
        double plain = model.Predict(sample, Inert, FirstCycle(1)).Ce1;
        var held = model.Predict(sample, Inert, FirstCycle(1, 600, 0.01));

        Assert.True(plain < 0.975);
        Assert.True(held.Ce1 > 0.999, $"{held.Ce1}");
        Assert.True(held.BalanceError < 1e-6);
    }

    [Fact]
    public void Predict_SurfaceCharge_IsLostOnce()
    {
        var material = Inert with { SurfaceChargeCM2 = 0.5, DiffusivityM2S = 1e-14 };
        var sample = CellSample.FromMeans("s", 100);
        var response = ReducedModels.Particle.Predict(sample, material, FirstCycle(0.2) with { Cycles = 2 });

        double expected = 0.5 * sample.Classes[0].RealAreaM1(material) / (material.DensityKgM3 * 3600);
        Assert.Equal(expected, response.SideMAhG, 0.01 * expected);
        Assert.True(-response.HalfCyclesMAhG[3] / response.HalfCyclesMAhG[2] > 0.999);
    }

    [Fact]
    public void Predict_ManySizes_KeepAreaAndLag()
    {
        var few = CellSample.FromMorphology(Samples.Morphology(), classes: 4);
        var many = CellSample.FromMorphology(Samples.Morphology(), classes: 30);

        Assert.Equal(1, few.Classes.Sum(c => c.VolumeShare), 1e-12);
        Assert.Equal(many.Classes.Sum(c => c.VolumeShare * c.SmoothAreaM1), few.Classes.Sum(c => c.VolumeShare * c.SmoothAreaM1), 1);
        var model = ReducedModels.Particle;
        Assert.Equal(model.Predict(many, Lto, FirstCycle(0.2)).Ce1, model.Predict(few, Lto, FirstCycle(0.2)).Ce1, 2e-4);
    }

    [Fact]
    public void Predict_Cancelled_Ends()
    {
        using var source = new CancellationTokenSource();
        source.Cancel();
        Assert.Throws<OperationCanceledException>(() => ReducedModels.Particle.Predict(CellSample.FromMeans("s", 100), Lto, FirstCycle(1), source.Token));
    }
}
