namespace LtoAutoscope.Fem.Cases;

/// <summary>The separator.</summary>
public sealed record SeparatorDesign
{
    /// <summary>Thickness, m. Default 25 µm.</summary>
    public double ThicknessM { get; init; } = 25e-6;

    /// <summary>Share of electrolyte, 0…1. Default 0.4.</summary>
    public double Porosity { get; init; } = 0.4;

    /// <summary>b: transport falls by porosity^b where no tortuosity is given. Default 1.5.</summary>
    public double BruggemanExponent { get; init; } = 1.5;

    /// <summary>τ: transport falls by porosity/τ; null for Bruggeman's rule.</summary>
    public double? Tortuosity { get; init; }

    /// <summary>Effective over bulk conductivity and diffusivity.</summary>
    public double TransportEfficiency => Tortuosity is { } t ? Porosity / t : Math.Pow(Porosity, BruggemanExponent);
}
