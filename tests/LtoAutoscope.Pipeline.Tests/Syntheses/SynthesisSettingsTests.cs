using LtoAutoscope.Domain.Cells;
using LtoAutoscope.Domain.Samples;
using LtoAutoscope.Learning.Optimisation;
using LtoAutoscope.Learning.Scores;
using LtoAutoscope.Pipeline.Syntheses;

namespace LtoAutoscope.Pipeline.Tests.Syntheses;

public sealed class SynthesisSettingsTests
{
    private static readonly SearchSpace Space = SearchSpaceFile.Parse(
        """
        parameters:
          - { name: temperature_C, unit: °C, type: continuous, low: 600, high: 900 }
          - { name: precursor_mol_per_l, unit: mol/L, type: continuous, low: 0.1, high: 2, log: true }
          - { name: washes, type: integer, low: 1, high: 6 }
          - { name: solvent, type: categorical, levels: [water, ethanol] }
        """, "space.yaml");

    [Fact]
    public void Of_Point_UsesFieldsAndReadsBack()
    {
        Synthesis synthesis = SynthesisSettings.Of(Space, [725, 0.25, 3, 1]);
        Assert.Equal((725, 0.25, null, null), (synthesis.TemperatureC, synthesis.PrecursorMolPerL, synthesis.Ph, synthesis.DurationH));
        Assert.Equal([new SampleField("washes", "3"), new SampleField("solvent", "ethanol")], synthesis.Fields);
        Assert.Empty(synthesis.Validate());
        Assert.Equal([725, 0.25, 3, 1], SynthesisSettings.PointOf(Space, synthesis, out string missing)!);
        Assert.Empty(missing);
        Assert.Equal([725, 0.25, 3, 1], SynthesisSettings.PointOf(Space, SynthesisSettings.List(Space, [725, 0.25, 3, 1]))!);
    }

    [Fact]
    public void PointOf_NotNotedOrOfAnotherKind_SaysWhich()
    {
        Assert.Null(SynthesisSettings.PointOf(Space, new Synthesis { TemperatureC = 700, PrecursorMolPerL = 0.5, Fields = [new SampleField("Washes", "two"), new SampleField("solvent", "WATER")] }, out string missing));
        Assert.Equal("washes 'two' is none of 1…6", missing);
        Assert.Null(SynthesisSettings.PointOf(Space, (Synthesis?)null, out missing));
        Assert.Contains("temperature_C is not noted; precursor_mol_per_l is not noted", missing, StringComparison.Ordinal);
    }

    [Fact]
    public void ObjectiveOf_Cell_IsWhatWasChosen()
    {
        var cell = new CellTest("s", "c", 0.95, 0.2, DateTimeOffset.UnixEpoch) { Cycles = [new CycleCapacity(1, 0.2, 172, 163.4), new CycleCapacity(5, 1, 150, 149)] };
        Assert.Equal(0.95, new ObjectiveChoice().Of(cell));
        Assert.Equal(0.95, new ObjectiveChoice().Of(cell with { Ce1 = 1 / 0.95, Convention = EfficiencyConvention.LithiationOverDelithiation })!.Value, 9);
        Assert.Equal(149, new ObjectiveChoice { Objective = SynthesisObjective.Capacity }.Of(cell));
        Assert.Null(new ObjectiveChoice { Objective = SynthesisObjective.Capacity, RatePerHour = 5 }.Of(cell));
        Assert.Equal(new HyperScore().Of(0.95), new ObjectiveChoice { Objective = SynthesisObjective.Hyperscore }.Of(cell));
        Assert.Equal(new HyperScore().Of(0.95 * 149 / 175), new ObjectiveChoice { Objective = SynthesisObjective.Hyperscore, Value = ScoreValue.EfficiencyTimesCapacity, TheoreticalMAhG = 175 }.Of(cell)!.Value, 9);
    }
}
