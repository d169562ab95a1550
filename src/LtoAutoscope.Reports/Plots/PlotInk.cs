namespace LtoAutoscope.Reports.Plots;

/// <summary>Inks of the plots: the design tokens by name, with the light theme's value where a page does not define them.</summary>
internal static class PlotInk
{
    internal const string First = "var(--plot-1, #1a5fb4)";
    internal const string Second = "var(--plot-2, #a85400)";
    internal const string Third = "var(--plot-3, #04745a)";
    internal const string Fourth = "var(--plot-4, #6f35b5)";
    internal const string Band = "var(--plot-band, rgb(26 95 180 / .16))";
    internal const string Fill = "var(--plot-fill, rgb(26 95 180 / .22))";
    internal const string Grid = "var(--plot-grid, #e6ebf0)";
    internal const string Axis = "var(--plot-axis, #76828f)";
    internal const string Strong = "var(--text-hi, #12171d)";
    internal const string Quiet = "var(--text-low, #5a6672)";
    internal const string Ground = "var(--bg-card, #ffffff)";
    internal const string Goal = "var(--paused, #8f5f00)";
    internal const string None = "none";
}
