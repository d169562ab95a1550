using LtoAutoscope.Domain.Cells;
using LtoAutoscope.Learning.Scores;
using LtoAutoscope.Pipeline.Syntheses;

namespace LtoAutoscope.Pipeline.Tests.Syntheses;

public sealed class ObjectiveChoiceTests
{
    private static readonly CellTest Inverse = new("A", "c1", 170 / 160.0, 0.2, DateTimeOffset.UnixEpoch) { Convention = EfficiencyConvention.LithiationOverDelithiation, Cycles = [new CycleCapacity(1, 0.2, 170, 160)] };

    /// <summary>An anode's cell that was written down as “discharge over charge” counts by its delithiation beside the others.</summary>
    [Fact]
    public void Of_CellOfTheOtherConvention_CountsByTheMaterials()
    {
        var choice = new ObjectiveChoice { RatePerHour = 0.2, Convention = EfficiencyConvention.DelithiationOverLithiation, TheoreticalMAhG = 175 };
        Assert.Equal(160, (choice with { Objective = SynthesisObjective.Capacity }).Of(Inverse)!.Value, 1e-12);
        Assert.Equal(160 / 170.0, choice.Of(Inverse)!.Value, 1e-12);
        ObjectiveChoice score = choice with { Objective = SynthesisObjective.Hyperscore, Value = ScoreValue.EfficiencyTimesCapacity };
        Assert.Equal(new HyperScore().Of(160 / 170.0 * 160 / 175), score.Of(Inverse)!.Value, 1e-12);
    }

    [Fact]
    public void Of_DeadCell_TellsNothingEndless()
    {
        CellTest dead = Inverse with { Ce1 = 0 };
        Assert.Null(new ObjectiveChoice { Convention = EfficiencyConvention.DelithiationOverLithiation }.Of(dead));
        Assert.Equal(0, new ObjectiveChoice { Convention = EfficiencyConvention.LithiationOverDelithiation }.Of(dead));
    }
}
