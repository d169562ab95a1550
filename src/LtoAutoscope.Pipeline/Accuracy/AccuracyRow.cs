namespace LtoAutoscope.Pipeline.Accuracy;

/// <summary>One powder of the accuracy run.</summary>
public sealed record AccuracyRow
{
    /// <summary>1…n.</summary>
    public required int Powder { get; init; }

    /// <summary>The population's median diameter, nm.</summary>
    public required double MedianDiameterNm { get; init; }

    /// <summary>The same, pixels of the frames.</summary>
    public required double DiameterPx { get; init; }

    /// <summary>The population's mean aspect ratio.</summary>
    public required double MeanAspectRatio { get; init; }

    /// <summary>Root mean square roughness over the radius.</summary>
    public required double Roughness { get; init; }

    /// <summary>True particles that lie whole in a frame and are at least half seen.</summary>
    public required int TrueCount { get; init; }

    /// <summary>Whole particles found.</summary>
    public required int MeasuredCount { get; init; }

    /// <summary>Of them, matched with a true one (intersection over union above one half).</summary>
    public required int Matched { get; init; }

    /// <summary>Share of the true particles that were found, 0…1.</summary>
    public double Recall => TrueCount > 0 ? (double)Matched / TrueCount : double.NaN;

    /// <summary>True particles hidden by more than a tenth.</summary>
    public required int Hidden { get; init; }

    /// <summary>Of them, classed as overlapped from the exact mask.</summary>
    public required int HiddenFound { get; init; }

    /// <summary>True particles hidden by less than a twentieth and yet classed as overlapped.</summary>
    public required int FreeTakenForHidden { get; init; }

    /// <summary>Blur of the edges read from the frames, pixels.</summary>
    public required double BlurPx { get; init; }

    /// <summary>Equivalent circle diameter, nm; errors are relative.</summary>
    public required AccuracyFigures Diameter { get; init; }

    /// <summary>Aspect ratio; errors are relative.</summary>
    public required AccuracyFigures AspectRatio { get; init; }

    /// <summary>Fractal dimension; errors are differences.</summary>
    public required AccuracyFigures FractalDimension { get; init; }
}
