using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Cells;
using LtoAutoscope.Domain.Samples;
using LtoAutoscope.Learning.Scores;

namespace LtoAutoscope.Pipeline.Syntheses;

/// <summary>What is to be raised, with all that belongs to it; kept with every proposal.</summary>
public sealed record ObjectiveChoice
{
    /// <summary>What is to be raised. Default the efficiency.</summary>
    public SynthesisObjective Objective { get; init; }

    /// <summary>C-rate at which a capacity counts, 1/h, above 0 and at most 1,000. Default 1.</summary>
    public double RatePerHour { get; init; } = 1;

    /// <summary>What V of a sample is for the HyperScore. Default its efficiency.</summary>
    public ScoreValue Value { get; init; }

    /// <summary>Name of the material; samples of others are not compared with its own. Default lithium titanate.</summary>
    public string Material { get; init; } = Sample.DefaultMaterial;

    /// <summary>Theoretical capacity where V takes a capacity, mAh/g, above 0; null for the material's.</summary>
    public double? TheoreticalMAhG { get; init; }

    /// <summary>By which convention efficiencies are compared and capacities are useful, whatever each cell's own: the material's.</summary>
    public EfficiencyConvention Convention { get; init; }

    /// <summary>The constants of the HyperScore.</summary>
    public HyperScore Score { get; init; } = new();

    /// <summary>Its name for people.</summary>
    public string Title => Objective switch
    {
        SynthesisObjective.Ce1 => "first-cycle efficiency",
        SynthesisObjective.Capacity => FormattableString.Invariant($"capacity at {RatePerHour:0.###} C"),
        _ => "HyperScore",
    };

    /// <summary>Its unit on screens; empty where it has none.</summary>
    public string Unit => Objective switch { SynthesisObjective.Ce1 => "%", SynthesisObjective.Capacity => "mAh/g", _ => "" };

    /// <summary>What a value is multiplied by to be shown: 100 for the efficiency.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public double Scale => Objective == SynthesisObjective.Ce1 ? 100 : 1;

    /// <summary>What it cannot exceed: an efficiency of 1, the HyperScore of V = 1; no ceiling for a capacity.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public double Ceiling => Objective switch { SynthesisObjective.Ce1 => 1, SynthesisObjective.Capacity => double.PositiveInfinity, _ => Score.Of(1) };

    /// <summary>The objective of one cell; null where the cell does not tell it.</summary>
    public double? Of(CellTest cell)
    {
        ArgumentNullException.ThrowIfNull(cell);
        double? told = Objective switch
        {
            SynthesisObjective.Ce1 => cell.EfficiencyBy(Convention),
            SynthesisObjective.Capacity => cell.CapacityAt(RatePerHour, Convention),
            _ => SampleScore.ValueOf(Value, cell.EfficiencyBy(Convention), Value == ScoreValue.Efficiency ? null : cell.CapacityAt(RatePerHour, Convention), TheoreticalMAhG ?? double.NaN) is { } v ? Score.Of(v) : null,
        };
        // A dead cell's efficiency by the other convention is endless.
        return told is { } value && double.IsFinite(value) ? value : null;
    }

    /// <summary>Throws where something is out of range.</summary>
    /// <exception cref="InputException">It is.</exception>
    public ObjectiveChoice Checked()
    {
        if (RatePerHour is not (> 0 and <= 1000)) throw new InputException(FormattableString.Invariant($"the rate {RatePerHour} lies outside 0 to 1,000 per hour"), "rate", "Give a C-rate such as 1 or 0.2");
        if (TheoreticalMAhG is not (null or (> 0 and <= 10_000))) throw new InputException(FormattableString.Invariant($"the theoretical capacity {TheoreticalMAhG} lies outside 0 to 10,000 mAh/g"), "theoretical", "Give the material's, or leave it out");
        return Score.Problems().FirstOrDefault() is { } problem ? throw new InputException(problem, "score", "Correct the constant, or leave it out for its default") : this;
    }
}
