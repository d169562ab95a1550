using LtoAutoscope.Learning.VirtualSyntheses;

namespace LtoAutoscope.Pipeline.Studies;

/// <summary>One virtual synthesis: what was set, what came of it, and on which stub of which holder it lies.</summary>
/// <param name="Number">From 1.</param>
/// <param name="Batch">Number of its batch, from 1.</param>
/// <param name="Stub">Its place on the batch's holder, from 1.</param>
/// <param name="Recipe">What was set.</param>
/// <param name="Powder">What came of it, the furnace's error and the scatter from batch to batch included.</param>
public sealed record StudySynthesis(int Number, int Batch, int Stub, SynthesisRecipe Recipe, VirtualPowder Powder)
{
    /// <summary>
    /// What a chemist would expect of the recipe, nm: the size that the recipe ought to give, without the furnace's error and the batch's scatter, to the nearest step of √2 from 50 nm. The pipeline knows this and nothing else.
    /// </summary>
    public double ExpectedDiameterNm => Math.Round(50 * Math.Pow(2, 0.5 * Math.Round(2 * Math.Log2(VirtualSynthesis.PowderOf(Recipe).MedianDiameterNm / 50))));

    /// <summary>Name of the sample.</summary>
    public string Name => FormattableString.Invariant($"VS-{Number:000}");

    /// <summary>Name of the batch.</summary>
    public string BatchName => FormattableString.Invariant($"virtual-{Batch:00}");
}
