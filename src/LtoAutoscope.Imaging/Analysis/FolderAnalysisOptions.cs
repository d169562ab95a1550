using LtoAutoscope.Domain.Recipes;
using LtoAutoscope.Imaging.Metrology;

namespace LtoAutoscope.Imaging.Analysis;

/// <summary>What <c>analyse</c> is asked for.</summary>
public sealed record FolderAnalysisOptions
{
    /// <summary>Where the results go; made when it is not there.</summary>
    public required string OutputFolder { get; init; }

    /// <summary>Path of the ONNX file.</summary>
    public required string ModelPath { get; init; }

    /// <summary>Edge of a pixel, nm, for the files that do not tell it themselves; null when the files must.</summary>
    public double? PixelSizeNm { get; init; }

    /// <summary>What a burnt-in scale bar stands for, nm: files that tell no pixel size are then measured by the bar that is found in them; null uses no bar.</summary>
    public double? ScaleBarNm { get; init; }

    /// <summary>What particle size is expected, nm; null has the scale found from each picture.</summary>
    public double? ExpectedDiameterNm { get; init; }

    /// <summary>Whether instance masks are written as well.</summary>
    public bool Labels { get; init; }

    /// <summary>How particles are found; its model name is not used here.</summary>
    public SegmentationSettings Settings { get; init; } = new();

    /// <summary>Threads of the network; 0 for one a core.</summary>
    public int Threads { get; init; }

    /// <summary>Half-width within which pixel sizes are known, percent; null for what the files tell, or the stated default.</summary>
    public double? PixelSizeUncertaintyPercent { get; init; }

    /// <summary>Half-width of the 95 % intervals that is asked for, percent. Default 5.</summary>
    public double PrecisionPercent { get; init; } = SummaryOptions.DefaultPrecisionPercent;

    /// <summary>Seed of the bootstrap. Default 1.</summary>
    public int Seed { get; init; } = 1;
}
