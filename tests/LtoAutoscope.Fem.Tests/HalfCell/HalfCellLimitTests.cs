using LtoAutoscope.Domain.Cells;
using LtoAutoscope.Fem.Cases;
using LtoAutoscope.Fem.Functions;
using LtoAutoscope.Fem.HalfCell;
using LtoAutoscope.Fem.Protocols;

namespace LtoAutoscope.Fem.Tests.HalfCell;

public sealed class HalfCellLimitTests
{
    [Fact]
    public void Run_GoodConductors_AreTheElectrolyteFreeLimit()
    {
        ParticleClass[] classes = [ParticleClass.Sphere(50e-9), ParticleClass.Sphere(200e-9)];
        var cell = ReferenceCases.LtoOf(classes, 1, side: true);
        var free = Run(cell with { Solver = cell.Solver with { ElectrolyteFree = true } });
        double far = Math.Abs(Run(cell).Ce1 - free.Ce1);
        var conducting = Run(cell with
        {
            Electrolyte = new ElectrolyteDesign { Conductivity = 1e3, Diffusivity = 1e-6, TransferenceNumber = 0.4, ThermodynamicFactor = 1 },
            Positive = cell.Positive with { EffectiveConductivitySM = 1e5 },
            Lithium = new LithiumMetal { ExchangeCurrentAM2 = 1e6 },
        });

        Assert.Equal(free.Ce1, conducting.Ce1, 2e-5);
        Assert.True(far > 2 * Math.Abs(free.Ce1 - conducting.Ce1));
        Assert.Equal(ReferenceCases.VoltageAt(free, 1800, 1), ReferenceCases.VoltageAt(conducting, 1800, 1), 1e-4);
    }

    [Fact]
    public void Run_FallingRate_TendsToTheElectrolyteFreeLimit()
    {
        double Difference(double rate)
        {
            var cell = ReferenceCases.Lto(125e-9, rate, side: false);
            var free = cell with { Solver = cell.Solver with { ElectrolyteFree = true } };
            double half = 1800 / rate;
            return Math.Abs(ReferenceCases.VoltageAt(Run(cell), half, 1) - ReferenceCases.VoltageAt(Run(free), half, 1));
        }

        double at1 = Difference(1), at01 = Difference(0.1), at001 = Difference(0.01);
        Assert.True(at1 > 5 * at01 && at01 > 5 * at001, $"{at1} {at01} {at001}");
    }

    [Fact]
    public void Run_EqualClasses_AreOneClass()
    {
        var one = Run(ReferenceCases.Lto(100e-9, 0.5, side: true));
        var three = Run(ReferenceCases.LtoOf([ParticleClass.Sphere(100e-9, 1), ParticleClass.Sphere(100e-9, 5), ParticleClass.Sphere(100e-9, 0.2)], 0.5, side: true));

        Assert.Equal(one.Ce1, three.Ce1, 1e-9);
        Assert.Equal(one.Curve[^1].FilmM, three.Curve[^1].FilmM, 1e-9 * one.Curve[^1].FilmM);
    }

    [Fact]
    public void Prolate_OfAspectRatioOne_IsASphere()
    {
        ParticleClass sphere = ParticleClass.Sphere(80e-9, 2, 1.3), prolate = ParticleClass.Prolate(80e-9, 1, 2, 1.3);

        Assert.Equal(sphere.AreaPerVolume, prolate.AreaPerVolume, 1e-9 * sphere.AreaPerVolume);
        Assert.Equal(sphere.DiffusionLengthM, prolate.DiffusionLengthM, 1e-20);
    }

    [Fact]
    public void Prolate_AtEqualVolume_LagsLessAndHasMoreArea()
    {
        ParticleClass sphere = ParticleClass.Sphere(80e-9), prolate = ParticleClass.Prolate(80e-9, 2);

        Assert.Equal(1.07673, prolate.AreaPerVolume / sphere.AreaPerVolume, 1e-5);
        double b = 80e-9 / Math.Cbrt(2), a = 2 * b;
        Assert.Equal(1 / (5 * ((1 / (a * a)) + (2 / (b * b)))), prolate.DiffusionLengthM * prolate.DiffusionLengthM / 15, 1e-24);
        Assert.True(Run(ReferenceCases.LtoOf([prolate], 1, side: false)).Ce1 > Run(ReferenceCases.LtoOf([sphere], 1, side: false)).Ce1);
    }

    [Theory]
    [InlineData(50e-9, 0.2)]
    [InlineData(125e-9, 0.2)]
    [InlineData(100e-9, 1)]
    public void Run_WithoutSideReaction_LosesTheDiffusionLag(double radiusM, double rate)
    {
        double lag = rate / 3600 * radiusM * radiusM / (15 * 1e-17);
        Assert.Equal((1 - (2 * lag)) / (1 - lag), Run(ReferenceCases.Lto(radiusM, rate, side: false)).Ce1, 2e-4);
    }

    [Fact]
    public void Run_VanishingRateWithoutSideReaction_GivesEverythingBack()
    {
        double fast = 1 - Run(ReferenceCases.Lto(100e-9, 0.2, side: false)).Ce1, slow = 1 - Run(ReferenceCases.Lto(100e-9, 0.002, side: false)).Ce1;
        Assert.InRange(slow, -2e-5, 1e-4);
        Assert.True(fast > 20 * slow);
    }

    [Fact]
    public void Run_ConstantDiffusivityAsAFunction_IsTheModalAnswer()
    {
        var cell = ReferenceCases.Lto(125e-9, 1, side: true);
        cell = cell with { Solver = cell.Solver with { ElectrodeCells = 6, SeparatorCells = 4, RadialNodes = 60 } };
        var modal = Run(cell);
        var radial = Run(cell with { Positive = cell.Positive with { SolidDiffusivity = ScalarFunction.FromDouble(1e-17) } });

        Assert.Null(radial.Failure);
        Assert.True(radial.BalanceError < 1e-6);
        Assert.Equal(modal.Ce1, radial.Ce1, 1e-4);
        Assert.Equal(ReferenceCases.VoltageAt(modal, 1500, 1), ReferenceCases.VoltageAt(radial, 1500, 1), 2e-4);
    }

    [Fact]
    public void Run_DarkenDiffusion_TrapsMoreLithiumThanFick()
    {
        var cell = ReferenceCases.Lto(50e-9, 0.2, side: false);
        cell = cell with { Solver = cell.Solver with { ElectrodeCells = 5, SeparatorCells = 3, RadialNodes = 30 } };
        var darken = Run(cell with { Positive = cell.Positive with { Material = cell.Positive.Material with { Diffusion = SolidDiffusion.Darken } } });

        Assert.Null(darken.Failure);
        Assert.True(darken.BalanceError < 1e-6);
        Assert.True(darken.Ce1 < Run(cell).Ce1);
    }

    private static HalfCellResult Run(CellCase cell)
    {
        var result = HalfCellSimulation.Run(cell, cancellationToken: TestContext.Current.CancellationToken);
        Assert.Null(result.Failure);
        return result;
    }
}
