namespace LtoAutoscope.Domain.Particles;

/// <summary>One column of the particle table, with what a reader from elsewhere must know of it.</summary>
/// <param name="Name">Its name in <c>particles.csv</c> and <c>particles.parquet</c>.</param>
/// <param name="Unit">Its unit as people write it; empty for text, <c>1</c> for a bare number.</param>
/// <param name="Ucum">Its unit in the Unified Code for Units of Measure; empty for text.</param>
/// <param name="DataType">Its type by XML Schema: <c>string</c>, <c>double</c>, <c>integer</c> or <c>boolean</c>.</param>
/// <param name="Description">What it is; docs/measures.md has the estimator.</param>
public sealed record ParticleColumn(string Name, string Unit, string Ucum, string DataType, string Description)
{
    /// <summary>All columns, in the order of the table.</summary>
    public static IReadOnlyList<ParticleColumn> All { get; } =
    [
        Text("particle_id", "Identity of the particle, unique in its run: frame and label"),
        Text("frame", "Frame, or file, that shows it"),
        Pixels("x_px", "Centroid, pixels from the middle of the left column"),
        Pixels("y_px", "Centroid, pixels from the middle of the upper row, growing downwards"),
        new("area_nm2", "nm²", "nm2", "double", "Projected area (ISO 13322-1)"),
        Length("diameter_nm", "Diameter of the circle of equal area (ISO 9276-6, area-equivalent diameter)"),
        Length("feret_max_nm", "Largest Feret diameter (ISO 13322-1)"),
        Length("feret_min_nm", "Smallest Feret diameter (ISO 13322-1)"),
        Length("length_nm", "Long axis of the ellipse of the same second moments (ISO 9276-6, Legendre ellipse)"),
        Length("width_nm", "Short axis of that ellipse"),
        Number("aspect_ratio", "Length over width, at least 1"),
        Length("perimeter_nm", "Length of the outline"),
        Number("circularity", "4·π·area over the square of the perimeter"),
        Number("solidity", "Area over the area of the convex hull"),
        Number("fractal_dimension", "Fractal dimension of the outline by the divider method, corrected; NaN where the outline is too short"),
        Number("fractal_dimension_se", "Standard error of fractal_dimension"),
        new("touches_border", "", "", "boolean", "Whether a border of the frame cuts it; such particles count in no statistic"),
        Number("weight", "Statistical weight for the border (Miles–Lantuéjoul); 0 where a border cuts it"),
        Number("confidence", "Probability that it is a particle in truth, 0 to 1"),
        new("orientation_deg", "°", "deg", "double", "Direction of the long axis against the frame's x axis, turning towards y (down)"),
        Number("fractal_dimension_r2", "r² of the straight line behind fractal_dimension"),
        Number("fractal_dimension_raw", "Divider dimension before its correction"),
        Number("box_dimension", "Fractal dimension of the outline by box counting, corrected"),
        Number("box_dimension_se", "Standard error of box_dimension"),
        Number("box_dimension_r2", "r² of the straight line behind box_dimension"),
        Number("surface_dimension", "Fractal dimension of the grey relief inside, corrected"),
        Number("surface_dimension_se", "Standard error of surface_dimension"),
        Number("surface_dimension_r2", "r² of the straight line behind surface_dimension"),
        Text("class", "What the outline shows: whole, cut, overlapped or unknown"),
        new("agglomerate_id", "1", "1", "integer", "Agglomerate in its frame: the smallest label of the particles that touch it; 0 where nobody looked"),
        Number("agglomerate_weight", "Statistical weight of that agglomerate; 0 where a border cuts it"),
    ];

    private static ParticleColumn Text(string name, string description) => new(name, "", "", "string", description);

    private static ParticleColumn Length(string name, string description) => new(name, "nm", "nm", "double", description);

    private static ParticleColumn Pixels(string name, string description) => new(name, "px", "{px}", "double", description);

    private static ParticleColumn Number(string name, string description) => new(name, "1", "1", "double", description);
}
