namespace LtoAutoscope.Fem.HalfCell;

/// <summary>The state through the thickness at a moment. One value a cell, from the lithium or the negative collector; NaN where there is no such phase.</summary>
public sealed record CellProfile
{
    /// <summary>Time, s.</summary>
    public required double TimeS { get; init; }

    /// <summary>Middle of each cell, m.</summary>
    public required double[] PlaceM { get; init; }

    /// <summary>Salt concentration, mol/m³.</summary>
    public required double[] SaltMolM3 { get; init; }

    /// <summary>Electrolyte potential against Li/Li⁺, V; zero is the lithium, or the negative collector.</summary>
    public required double[] ElectrolyteV { get; init; }

    /// <summary>Solid potential, V.</summary>
    public required double[] SolidV { get; init; }

    /// <summary>Mean lithiation over the classes.</summary>
    public required double[] Lithiation { get; init; }

    /// <summary>Surface lithiation, mean over the classes by volume.</summary>
    public required double[] SurfaceLithiation { get; init; }

    /// <summary>Film thickness, mean over the classes by area, m.</summary>
    public required double[] FilmM { get; init; }
}
