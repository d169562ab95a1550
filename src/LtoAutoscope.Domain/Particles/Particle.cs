namespace LtoAutoscope.Domain.Particles;

/// <summary>One particle's outline, measured. The definitions stand in docs/measures.md; lengths are in nm of the frame's scale.</summary>
public sealed record Particle
{
    /// <summary>Unique within a run: the frame's id, a dash and the label, such as <c>a02-f0007-0031</c>.</summary>
    public required string ParticleId { get; init; }

    /// <summary>The frame that shows it: a frame id, or the file name of an image from elsewhere.</summary>
    public required string Frame { get; init; }

    /// <summary>Its number in the frame's instance mask, ≥ 1.</summary>
    public required int LabelId { get; init; }

    /// <summary>Centroid, x, pixels.</summary>
    public required double XPx { get; init; }

    /// <summary>Centroid, y, pixels.</summary>
    public required double YPx { get; init; }

    /// <summary>Projected area, nm²: that of the outline.</summary>
    public required double AreaNm2 { get; init; }

    /// <summary>Diameter of the circle of equal area, 2·√(A/π), nm.</summary>
    public required double DiameterNm { get; init; }

    /// <summary>Largest Feret (caliper) diameter, nm.</summary>
    public required double FeretMaxNm { get; init; }

    /// <summary>Smallest Feret (caliper) diameter, nm.</summary>
    public required double FeretMinNm { get; init; }

    /// <summary>Long axis of the ellipse with the outline's second moments, nm.</summary>
    public required double LengthNm { get; init; }

    /// <summary>Short axis of that ellipse, nm.</summary>
    public required double WidthNm { get; init; }

    /// <summary>Length over width, ≥ 1.</summary>
    public required double AspectRatio { get; init; }

    /// <summary>Perimeter of the outline, nm.</summary>
    public required double PerimeterNm { get; init; }

    /// <summary>4·π·A / P²; 1 for a circle.</summary>
    public required double Circularity { get; init; }

    /// <summary>Area over the area of the convex hull, 0…1.</summary>
    public required double Solidity { get; init; }

    /// <summary>Fractal dimension of the outline by the divider (compass) method, corrected by calibration; NaN where the outline is too short to tell.</summary>
    public required double FractalDimension { get; init; }

    /// <summary>Standard error of <see cref="FractalDimension"/>; NaN where there is none.</summary>
    public required double FractalDimensionSe { get; init; }

    /// <summary>Whether the outline meets the frame's border: its size is then unknown and it counts in no statistic.</summary>
    public required bool TouchesBorder { get; init; }

    /// <summary>Statistical weight that corrects for the border: the frame's area over the area in which a particle of these Feret extents lies whole (Miles–Lantuéjoul); 0 where it touches.</summary>
    public required double Weight { get; init; }

    /// <summary>Mean foreground probability inside the outline, 0…1.</summary>
    public required double Confidence { get; init; }

    /// <summary>Direction of the long axis against the frame's x axis, turning towards y (down), −90…90 degrees; NaN in tables that lack it.</summary>
    public double OrientationDeg { get; init; } = double.NaN;

    /// <summary>r² of the divider's straight line, 0…1; small for a smooth outline; NaN with <see cref="FractalDimension"/>.</summary>
    public double FractalDimensionR2 { get; init; } = double.NaN;

    /// <summary>The divider dimension as its plot shows it, before calibration; NaN where the outline is too short.</summary>
    public double FractalDimensionRaw { get; init; } = double.NaN;

    /// <summary>Fractal dimension of the outline by box counting, corrected by calibration; NaN where the outline is too short to tell.</summary>
    public double BoxDimension { get; init; } = double.NaN;

    /// <summary>Standard error of <see cref="BoxDimension"/>.</summary>
    public double BoxDimensionSe { get; init; } = double.NaN;

    /// <summary>r² of the box counting's straight line, 0…1.</summary>
    public double BoxDimensionR2 { get; init; } = double.NaN;

    /// <summary>Fractal dimension of the grey relief inside the particle by its variogram, 2…3, corrected by calibration; NaN where the particle is too small or too noisy.</summary>
    public double SurfaceDimension { get; init; } = double.NaN;

    /// <summary>Standard error of <see cref="SurfaceDimension"/>.</summary>
    public double SurfaceDimensionSe { get; init; } = double.NaN;

    /// <summary>r² of the variogram's straight line, 0…1.</summary>
    public double SurfaceDimensionR2 { get; init; } = double.NaN;

    /// <summary>The outline as x, y pairs in pixels, closed without repeating its first point; for pictures, not for the table.</summary>
    public IReadOnlyList<float> Outline { get; init; } = [];

    /// <summary>What the outline shows of the particle.</summary>
    public ParticleClass Class { get; init; }

    /// <summary>The agglomerate in its frame: the smallest label of the particles that touch it, directly or through others; its own where it is free, 0 where nobody looked.</summary>
    public int AgglomerateId { get; init; }

    /// <summary>Statistical weight of that agglomerate, by the same rule as <see cref="Weight"/>; 0 where a border cuts it or nobody looked.</summary>
    public double AgglomerateWeight { get; init; }

    /// <summary>How its measures answer to its edge; measured for some particles of a frame, null for the others.</summary>
    public EdgeResponse? Edge { get; init; }

    /// <summary>The same particle on a scale that is found to be another one: lengths times a factor, areas times its square.</summary>
    /// <param name="factor">New pixel size over the old one, above 0.</param>
    public Particle Scaled(double factor) => this with
    {
        AreaNm2 = AreaNm2 * factor * factor, DiameterNm = DiameterNm * factor, FeretMaxNm = FeretMaxNm * factor, FeretMinNm = FeretMinNm * factor,
        LengthNm = LengthNm * factor, WidthNm = WidthNm * factor, PerimeterNm = PerimeterNm * factor,
        Edge = Edge is { } edge ? edge with { BlurNm = edge.BlurNm * factor } : null,
    };

    /// <summary>Whether the particle enters size statistics.</summary>
    public bool Counts => !TouchesBorder && Weight > 0;
}
