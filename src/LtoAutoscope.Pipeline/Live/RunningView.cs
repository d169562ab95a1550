using LtoAutoscope.Domain.Particles;
namespace LtoAutoscope.Pipeline.Live;

/// <summary>The run under way.</summary>
public sealed record RunningView
{
    /// <summary>Its identity.</summary>
    public required string RunId { get; init; }

    /// <summary>Its job, with sample and recipe.</summary>
    public required JobView Job { get; init; }

    /// <summary>The present step.</summary>
    public required RunStep Step { get; init; }

    /// <summary>What happens now, in words: “exposing frame a02-f0007”.</summary>
    public string Activity { get; init; } = "";

    /// <summary>Share of the present step that is done, 0…1.</summary>
    public double StepProgress { get; init; }

    /// <summary>Share of the present scan that has come, 0…1; null when nothing is scanned.</summary>
    public double? ScanProgress { get; init; }

    /// <summary>Whole particles counted.</summary>
    public int Particles { get; init; }

    /// <summary>Median diameter so far, nm, or null.</summary>
    public double? MedianDiameterNm { get; init; }

    /// <summary>Its 95 % interval, nm, or null.</summary>
    public (double Low, double High)? MedianInterval { get; init; }

    /// <summary>The way of the median so far.</summary>
    public IReadOnlyList<ConvergencePoint> Convergence { get; init; } = [];

    /// <summary>Its frames, oldest first.</summary>
    public IReadOnlyList<FrameView> Frames { get; init; } = [];
}
