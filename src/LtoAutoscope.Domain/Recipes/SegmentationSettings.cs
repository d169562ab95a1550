namespace LtoAutoscope.Domain.Recipes;

/// <summary>How particles are found on a frame.</summary>
public sealed record SegmentationSettings
{
    /// <summary>The network: by default the one in use here, which is the shipped one until another was chosen by <c>model use</c>; else a file under models/, or a registered NAME@VERSION.</summary>
    public string Model { get; init; } = "lto-unet.onnx";

    /// <summary>Foreground probability from which a pixel is a particle's, 0.05…0.95. Default 0.5.</summary>
    public double Threshold { get; init; } = 0.5;

    /// <summary>Outlines whose equivalent circle diameter is smaller are noise, pixels. Default 5.</summary>
    public double MinimumDiameterPx { get; init; } = 5;

    /// <summary>Whether a frame against which its review speaks is kept but left out of the statistics. Default false: it counts, and the flag is shown.</summary>
    public bool LeaveOutFlagged { get; init; }
}
