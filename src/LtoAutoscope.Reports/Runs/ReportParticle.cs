namespace LtoAutoscope.Reports.Runs;

/// <summary>What the report needs of a counted particle.</summary>
/// <param name="Frame">The frame that shows it.</param>
/// <param name="DiameterNm">Equivalent circle diameter, nm.</param>
/// <param name="AspectRatio">≥ 1.</param>
/// <param name="FractalDimension">Of the outline; NaN where unknown.</param>
/// <param name="Weight">Statistical weight, &gt; 0.</param>
public readonly record struct ReportParticle(string Frame, double DiameterNm, double AspectRatio, double FractalDimension, double Weight)
{
    /// <summary>Its id in the particle table; empty where nobody asks.</summary>
    public string ParticleId { get; init; } = "";

    /// <summary>Its centre in the frame, pixels from the left.</summary>
    public double XPx { get; init; }

    /// <summary>Its centre in the frame, pixels from the top.</summary>
    public double YPx { get; init; }
}
