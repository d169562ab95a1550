namespace LtoAutoscope.Storage.Columns;

/// <summary>A measured quantity of a particle that can be listed, sorted, filtered and drawn. Definitions: docs/measures.md.</summary>
/// <param name="Key">The column's name, such as <c>diameter_nm</c>.</param>
/// <param name="Short">The name in addresses, such as <c>diameter</c>.</param>
/// <param name="Title">Its words.</param>
/// <param name="Unit">Its unit; empty for a ratio.</param>
/// <param name="Decimals">Decimals in tables.</param>
public sealed record ParticleQuantity(string Key, string Short, string Title, string Unit, int Decimals)
{
    /// <summary>Key of the quantity that volume weights are made of.</summary>
    public const string Diameter = "diameter_nm";

    /// <summary>Key of the border-corrected statistical weight.</summary>
    public const string Weight = "weight";

    /// <summary>Key of the robust distance from the bulk of the sample.</summary>
    public const string OutlierScore = "outlier_score";

    /// <summary>Those that people look at, the most used first.</summary>
    public static IReadOnlyList<ParticleQuantity> All { get; } =
    [
        new(Diameter, "diameter", "Equivalent circle diameter", "nm", 1),
        new("aspect_ratio", "aspect", "Aspect ratio", "", 3),
        new("circularity", "circularity", "Circularity", "", 3),
        new("solidity", "solidity", "Solidity", "", 3),
        new("fractal_dimension", "fractal", "Fractal dimension of the outline", "", 3),
        new("box_dimension", "box", "Box-counting dimension", "", 3),
        new("surface_dimension", "surface", "Fractal dimension of the surface", "", 3),
        new("area_nm2", "area", "Projected area", "nm²", 0),
        new("perimeter_nm", "perimeter", "Perimeter", "nm", 1),
        new("feret_max_nm", "feret_max", "Largest Feret diameter", "nm", 1),
        new("feret_min_nm", "feret_min", "Smallest Feret diameter", "nm", 1),
        new("length_nm", "length", "Length of the moment ellipse", "nm", 1),
        new("width_nm", "width", "Width of the moment ellipse", "nm", 1),
        new("orientation_deg", "orientation", "Orientation of the long axis", "°", 1),
        new("confidence", "confidence", "Confidence", "", 3),
        new(OutlierScore, "outlier", "Outlier score", "", 2),
    ];

    /// <summary>The quantity of a key or a short name, or null.</summary>
    public static ParticleQuantity? Find(string? name) => All.FirstOrDefault(quantity => quantity.Key == name || quantity.Short == name);

    /// <summary>Title and unit, as an axis bears them.</summary>
    public string Axis => Unit.Length > 0 ? $"{Title.ToLowerInvariant()}, {Unit}" : Title.ToLowerInvariant();
}
