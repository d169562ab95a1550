namespace LtoAutoscope.Reports.Plots;

/// <summary>A row of points that belong together.</summary>
/// <param name="Label">What it is; stands in the legend.</param>
/// <param name="Points">Its points; those that are no number part the line.</param>
public sealed record PlotSeries(string Label, IReadOnlyList<(double X, double Y)> Points)
{
    /// <summary>Its mark, or null for a line alone.</summary>
    public PlotMark? Mark { get; init; }

    /// <summary>Whether the points are joined.</summary>
    public bool IsLine { get; init; } = true;

    /// <summary>Which of the four inks, 0…3; further ones begin again.</summary>
    public int Ink { get; init; }

    /// <summary>Dash pattern of the line, or null.</summary>
    public string? Dash { get; init; }
}
