namespace LtoAutoscope.Fem.Identification.Findings;

/// <summary>All that the findings are drawn from.</summary>
internal sealed record FindingsResult
{
    /// <summary>CE1 over diffusivity and surface charge, a map a rate.</summary>
    internal required IReadOnlyList<FindingsMap> ChargeMaps { get; init; }

    /// <summary>CE1 over diffusivity and film rate at C/5.</summary>
    internal required FindingsMap FilmMap { get; init; }

    /// <summary>CE1 against diameter: rate, diffusivity, points.</summary>
    internal required IReadOnlyList<(double RatePerHour, double DiffusivityM2S, (double DiameterNm, double Ce1)[] Points)> Sizes { get; init; }

    /// <summary>Best diameter against diffusivity: rate, surface charge, points; NaN where the best one is an end of the range.</summary>
    internal required IReadOnlyList<(double RatePerHour, double SurfaceChargeCM2, (double DiffusivityM2S, double DiameterNm)[] Points)> Best { get; init; }

    /// <summary>CE1 against aspect ratio: name, whether the projected diameter is kept instead of the volume, points.</summary>
    internal required IReadOnlyList<(string Name, bool Projected, (double AspectRatio, double Ce1)[] Points)> Shapes { get; init; }

    /// <summary>CE1 of 500 nm against rate: diffusivity, hold, points.</summary>
    internal required IReadOnlyList<(double DiffusivityM2S, bool Hold, (double RatePerHour, double Ce1)[] Points)> Rates { get; init; }

    /// <summary>Ratio of trapped to side loss of the sphere at which elongation to an aspect ratio changes nothing, from the model: aspect ratio, ratio.</summary>
    internal required IReadOnlyList<(double AspectRatio, double Ratio)> Turning { get; init; }

    /// <summary>Runs of the model.</summary>
    internal required int Runs { get; init; }

    /// <summary>Runs that could not be solved.</summary>
    internal required int Failed { get; init; }
}
