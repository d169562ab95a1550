namespace LtoAutoscope.Fem.Cases;

/// <summary>The lithium counter electrode of a half cell: I = 2·i₀·sinh(Fη/2RT), i₀ = i_ref·(c_e/1000)^p.</summary>
public sealed record LithiumMetal
{
    /// <summary>i_ref, A/m² of the cell's plane at 1000 mol/m³. Default 20; 10–70 in the literature.</summary>
    public double ExchangeCurrentAM2 { get; init; } = 20;

    /// <summary>p. Default 0.5.</summary>
    public double ConcentrationExponent { get; init; } = 0.5;
}
