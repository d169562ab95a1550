namespace LtoAutoscope.Fem.Identification;

/// <summary>What the third extent of a particle is taken to be, of which a micrograph shows length L and width W.</summary>
public enum ProjectionModel
{
    /// <summary>As thick as wide: a prolate ellipsoid lying flat, volume π/6·L·W². The default.</summary>
    Prolate,

    /// <summary>The third extent between the two: a triaxial ellipsoid of thickness √(LW), volume π/6·(LW)^1.5.</summary>
    Triaxial,

    /// <summary>As thick as long: an oblate ellipsoid seen on its edge, volume π/6·L²·W.</summary>
    Oblate,

    /// <summary>A sphere of the projected diameter, volume π/6·(LW)^1.5; aspect ratio is ignored.</summary>
    Sphere,
}
