namespace LtoAutoscope.Reports.Plots;

/// <summary>The size of a drawing in CSS pixels. Text is 11–12 px at this size, so draw a wide and a narrow one rather than shrink one.</summary>
/// <param name="Width">≥ 240.</param>
/// <param name="Height">≥ 120.</param>
public readonly record struct PlotSize(int Width, int Height)
{
    /// <summary>For half a page.</summary>
    public static PlotSize Wide { get; } = new(600, 300);

    /// <summary>For a third of a page.</summary>
    public static PlotSize Medium { get; } = new(400, 260);

    /// <summary>For a phone.</summary>
    public static PlotSize Narrow { get; } = new(332, 240);
}
