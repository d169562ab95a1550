using LtoAutoscope.Learning.VirtualSyntheses;

namespace LtoAutoscope.Learning.Tests.VirtualSyntheses;

public sealed class VirtualSynthesisTests
{
    [Fact]
    public void PowderOf_AnyRecipe_IsAPowder()
    {
        var random = new Random(1);
        for (int i = 0; i < 500; i++)
        {
            VirtualPowder powder = VirtualSynthesis.BatchOf(SynthesisRecipe.At(random.NextDouble(), random.NextDouble(), random.NextDouble(), random.NextDouble()), 3, i);
            Assert.InRange(powder.MedianDiameterNm, 15, 700);
            Assert.InRange(powder.GeometricDeviation, 1.1, 1.6);
            Assert.InRange(powder.AspectRatio, 1.05, 3.5);
            Assert.InRange(powder.FractalDimension, 1.01, 1.4);
            Assert.InRange(powder.Roughness, 0.01, 0.06);
        }
    }

    [Fact]
    public void PowderOf_Laws_HoldAsTheyAreStated()
    {
        var recipe = new SynthesisRecipe(700, 10, 0.5, 8);
        VirtualPowder powder = VirtualSynthesis.PowderOf(recipe);
        Assert.True(VirtualSynthesis.PowderOf(recipe with { TemperatureC = 800 }).MedianDiameterNm > powder.MedianDiameterNm, "heat coarsens");
        Assert.True(VirtualSynthesis.PowderOf(recipe with { DurationH = 16 }).MedianDiameterNm > powder.MedianDiameterNm, "time coarsens");
        Assert.True(VirtualSynthesis.PowderOf(recipe with { Ph = 12 }).AspectRatio > powder.AspectRatio, "basic solutions grow rods");
        Assert.True(VirtualSynthesis.PowderOf(recipe with { TemperatureC = 850 }).FractalDimension < powder.FractalDimension, "sintering smooths");
        // d³ = d₀³ + K·t·exp(−E/RT) at pH 10 and 0.5 mol/L, where d₀ = 30 nm.
        Assert.Equal(Math.Cbrt(27000 + 1.5e15 * 8 * Math.Exp(-190e3 / (8.31446261815324 * 973.15))), powder.MedianDiameterNm, 1e-9);
    }

    [Fact]
    public void BatchOf_SameNumber_IsTheSamePowder()
    {
        var recipe = new SynthesisRecipe(700, 10, 0.5, 8);
        Assert.Equal(VirtualSynthesis.BatchOf(recipe, 1, 7), VirtualSynthesis.BatchOf(recipe, 1, 7));
        Assert.NotEqual(VirtualSynthesis.BatchOf(recipe, 1, 7), VirtualSynthesis.BatchOf(recipe, 1, 8));
        Assert.NotEqual(VirtualSynthesis.BatchOf(recipe, 1, 7), VirtualSynthesis.BatchOf(recipe, 2, 7));
    }
}
