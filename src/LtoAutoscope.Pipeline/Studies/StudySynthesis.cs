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
    /// <summary>Name of the sample.</summary>
    public string Name => FormattableString.Invariant($"VS-{Number:000}");

    /// <summary>Name of the batch.</summary>
    public string BatchName => FormattableString.Invariant($"virtual-{Batch:00}");
}
