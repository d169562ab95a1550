using System.Text.Json.Serialization;
using LtoAutoscope.Domain.Cells;
using LtoAutoscope.Domain.Samples;
using LtoAutoscope.Learning;
using LtoAutoscope.Pipeline.Cells;

namespace LtoAutoscope.Pipeline.Correlations;

/// <summary>A sample with what its newest measured run says of its morphology, and what cells and models say of its efficiency.</summary>
public sealed record SamplePoint
{
    /// <summary>The sample's name.</summary>
    public required string Sample { get; init; }

    /// <summary>Its batch; empty when none.</summary>
    public required string Batch { get; init; }

    /// <summary>Its material.</summary>
    public required string Material { get; init; }

    /// <summary>How it was made, or null.</summary>
    public required Synthesis? Synthesis { get; init; }

    /// <summary>The run that measured it.</summary>
    public required string RunId { get; init; }

    /// <summary>Whether that run was taken by a microscope in software.</summary>
    public required bool IsSimulated { get; init; }

    /// <summary>A reservation about the scale, or null.</summary>
    public required string? ScaleNote { get; init; }

    /// <summary>Particles counted.</summary>
    public required int Particles { get; init; }

    /// <summary>Quantities by the keys of <see cref="CorrelationQuantity.All"/>; what is unknown is left out.</summary>
    public required IReadOnlyDictionary<string, IntervalValue> Quantities { get; init; }

    /// <summary>Measured on cells, or null.</summary>
    public required MeasuredEfficiency? Measured { get; init; }

    /// <summary>The cell model's efficiency, a fraction, or null.</summary>
    public required IntervalValue? Model { get; init; }

    /// <summary>The regression's, as it was computed with the run, ±1.96 of its error on held-out rows; or null.</summary>
    public required IntervalValue? Regression { get; init; }

    /// <summary>Whether that regression's training data hold the sample; null without a regression.</summary>
    public required bool? RegressionInside { get; init; }

    /// <summary>By which convention all cells of the sample are compared: that of its material.</summary>
    [JsonIgnore]
    public EfficiencyConvention Convention { get; init; }

    /// <summary>The cells that count.</summary>
    [JsonIgnore]
    public IReadOnlyList<CellTest> Cells { get; init; } = [];

    /// <summary>What the cell model wrote down; null where it has not run.</summary>
    [JsonIgnore]
    public CellFigures? CellModel { get; init; }

    /// <summary>Mean over the cells of what a regression predicts, in units of the target; null where no cell tells it.</summary>
    public double? MeasuredOf(RegressionTarget target)
    {
        ArgumentNullException.ThrowIfNull(target);
        if (target.RatePerHour is not { } rate) return Measured?.Mean;
        double[] found = [.. Cells.Select(cell => cell.CapacityAt(rate, Convention)).OfType<double>()];
        return found.Length > 0 ? found.Average() : null;
    }

    /// <summary>The cell model's answer to the same question; null where it has none, such as a capacity at another rate than it ran at.</summary>
    public double? ModelOf(RegressionTarget target)
    {
        ArgumentNullException.ThrowIfNull(target);
        return CellModel?.AnswerTo(target);
    }
}
