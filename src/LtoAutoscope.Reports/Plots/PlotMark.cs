namespace LtoAutoscope.Reports.Plots;

/// <summary>The shape of a point, so that colour never tells alone.</summary>
public enum PlotMark
{
    /// <summary>Filled circle.</summary>
    Circle,

    /// <summary>Filled square.</summary>
    Square,

    /// <summary>Filled diamond.</summary>
    Diamond,

    /// <summary>Filled triangle.</summary>
    Triangle,
}
