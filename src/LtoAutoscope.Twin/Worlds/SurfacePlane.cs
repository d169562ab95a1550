namespace LtoAutoscope.Twin.Worlds;

/// <summary>A surface as the lens sees it: a tilted plane with a slow undulation, so that focus has to be found anew from place to place.</summary>
public sealed record SurfacePlane
{
    private const double NanometresToMillimetres = 1e-6;
    private const double UndulationPeriodMm = 0.9;

    /// <summary>Where <see cref="WorkingDistanceMm"/> holds, stage x, mm.</summary>
    public double ReferenceXMm { get; init; }

    /// <summary>Where <see cref="WorkingDistanceMm"/> holds, stage y, mm.</summary>
    public double ReferenceYMm { get; init; }

    /// <summary>Distance from the lens at the reference point, mm. Default 8.</summary>
    public double WorkingDistanceMm { get; init; } = 8;

    /// <summary>Slope along stage x, µm per mm. Default 2.</summary>
    public double SlopeXUmPerMm { get; init; } = 2;

    /// <summary>Slope along stage y, µm per mm. Default −1.5.</summary>
    public double SlopeYUmPerMm { get; init; } = -1.5;

    /// <summary>Amplitude of the undulation, nm. Default 400.</summary>
    public double UndulationNm { get; init; } = 400;

    /// <summary>The distance from the lens at which the surface is sharp, mm.</summary>
    public double At(double xMm, double yMm)
    {
        double dx = xMm - ReferenceXMm, dy = yMm - ReferenceYMm;
        double undulation = UndulationNm * NanometresToMillimetres
            * (Math.Sin(2 * Math.PI * dx / UndulationPeriodMm) + Math.Sin(2 * Math.PI * dy / (1.3 * UndulationPeriodMm)));
        return WorkingDistanceMm + (SlopeXUmPerMm * dx + SlopeYUmPerMm * dy) / 1000 + undulation;
    }
}
