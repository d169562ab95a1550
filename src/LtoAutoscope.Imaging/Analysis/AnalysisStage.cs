using System.Diagnostics;

namespace LtoAutoscope.Imaging.Analysis;

/// <summary>
/// The stages between the pixels of a frame and its particle table, as activities that a tracer or <c>bench analyse</c> can listen to. Without
/// a listener they cost nothing. Stages do not nest, but for the scale search, which runs the others.
/// </summary>
public static class AnalysisStage
{
    /// <summary>Name of the activity source.</summary>
    public const string SourceName = "LtoAutoscope.Imaging.Analysis";

    /// <summary>Finding the data bar and standardising the grey.</summary>
    public const string Normalise = "normalise";

    /// <summary>Finding the scale from the picture, where no size is expected.</summary>
    public const string ScaleSearch = "scale_search";

    /// <summary>Bringing the image to the scale of the network.</summary>
    public const string Resample = "resample";

    /// <summary>The network.</summary>
    public const string Network = "network";

    /// <summary>Joining tiles and bringing the maps back to the image's size.</summary>
    public const string MapsBack = "maps_back";

    /// <summary>From maps to basins: the landscape, its smoothing and the watershed.</summary>
    public const string Separation = "separation";

    /// <summary>From basins to labels: holes, specks, numbers.</summary>
    public const string Labels = "labels";

    /// <summary>Outlines and measures of all particles.</summary>
    public const string Measures = "measures";

    /// <summary>Confidence of the particles, the frame's review and the second opinion.</summary>
    public const string Review = "review";

    private static readonly ActivitySource Source = new(SourceName);

    /// <summary>All stages in their order.</summary>
    public static IReadOnlyList<string> All { get; } = [Normalise, ScaleSearch, Resample, Network, MapsBack, Separation, Labels, Measures, Review];

    /// <summary>Begins a stage, which ends when the activity is disposed of.</summary>
    internal static Activity? Start(string stage) => Source.StartActivity(stage);
}
