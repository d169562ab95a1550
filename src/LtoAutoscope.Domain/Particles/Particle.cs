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

    /// <summary>Projected area, nm².</summary>
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

    /// <summary>Fractal dimension of the outline by the divider (compass) method; NaN where the outline is too short to tell.</summary>
    public required double FractalDimension { get; init; }

    /// <summary>Standard error of <see cref="FractalDimension"/> from the fit; NaN where there is none.</summary>
    public required double FractalDimensionSe { get; init; }

    /// <summary>Whether the outline meets the frame's border: its size is then unknown and it counts in no statistic.</summary>
    public required bool TouchesBorder { get; init; }

    /// <summary>Statistical weight that corrects for the border: the frame's area over the area in which a particle of these Feret extents lies whole (Miles–Lantuéjoul); 0 where it touches.</summary>
    public required double Weight { get; init; }

    /// <summary>Mean foreground probability inside the outline, 0…1.</summary>
    public required double Confidence { get; init; }

    /// <summary>The outline as x, y pairs in pixels, closed without repeating its first point; for pictures, not for the table.</summary>
    public IReadOnlyList<float> Outline { get; init; } = [];

    /// <summary>Whether the particle enters size statistics.</summary>
    public bool Counts => !TouchesBorder && Weight > 0;
}
