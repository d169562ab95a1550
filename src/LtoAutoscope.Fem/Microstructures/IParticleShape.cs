namespace LtoAutoscope.Fem.Microstructures;

/// <summary>
/// A convex particle, symmetric about its centre, in one unit of length (nanometres in this project's populations). Directions and
/// relative points are in the box's frame.
/// </summary>
public interface IParticleShape
{
    /// <summary>Centre.</summary>
    Vector3 Centre { get; }

    /// <summary>Directions of the axes: X the longest, Z the shortest.</summary>
    Orientation Orientation { get; }

    /// <summary>Volume.</summary>
    double Volume { get; }

    /// <summary>Area of the smooth surface.</summary>
    double SurfaceArea { get; }

    /// <summary>Diameter of the sphere of equal volume.</summary>
    double VolumeDiameter { get; }

    /// <summary>Length over width of the silhouette lying flat, ≥ 1.</summary>
    double AspectRatio { get; }

    /// <summary>Diameter of the circle whose area is that of the silhouette in which the particle was seen.</summary>
    double ProjectedDiameter { get; }

    /// <summary>Fractal dimension of the outline, NaN where unknown.</summary>
    double FractalDimension { get; }

    /// <summary>Radius of the smallest sphere about the centre that holds the particle.</summary>
    double OuterRadius { get; }

    /// <summary>Radius of the largest sphere about the centre that the particle holds.</summary>
    double InnerRadius { get; }

    /// <summary>Half the extent of the axis-aligned bounding box.</summary>
    Vector3 HalfExtent { get; }

    /// <summary>
    /// Mean over the particle of w in −∇²w = 1 with w = 0 on its surface, unit² (R²/15 for a sphere): the lag of diffusion behind a uniform
    /// source is this over the diffusivity. NaN where it is not known.
    /// </summary>
    double DiffusionLag { get; }

    /// <summary>Square of the factor by which the particle must be scaled to reach a point relative to its centre: below 1 inside, 1 on the surface.</summary>
    double Level(Vector3 relative);

    /// <summary>Outward unit normal of the level surface through a point relative to the centre.</summary>
    Vector3 Normal(Vector3 relative);

    /// <summary>The surface point, relative to the centre, whose outward normal is a direction (of any length &gt; 0): the farthest one along it.</summary>
    Vector3 Support(Vector3 direction);

    /// <summary>The same particle elsewhere.</summary>
    IParticleShape Placed(Vector3 centre, Orientation orientation);
}
