namespace LtoAutoscope.Fem.Microstructures.Tomography;

/// <summary>
/// A particle of a tomography: volume and area as counted on its voxels, all else from the ellipsoid with its second moments and its volume. Its area is the
/// one towards pores and binder.
/// </summary>
public sealed class MeasuredShape : IParticleShape
{
    /// <param name="ellipsoid">The ellipsoid of equal moments and volume, where it lies, nm.</param>
    /// <param name="surfaceArea">Area towards pores and binder, nm².</param>
    /// <param name="contactArea">Area shared with other particles, nm².</param>
    public MeasuredShape(Ellipsoid ellipsoid, double surfaceArea, double contactArea)
    {
        ArgumentNullException.ThrowIfNull(ellipsoid);
        (Ellipsoid, SurfaceArea, ContactArea) = (ellipsoid, surfaceArea, contactArea);
    }

    /// <summary>The ellipsoid of equal moments and volume.</summary>
    public Ellipsoid Ellipsoid { get; }

    /// <summary>Area shared with other particles, nm².</summary>
    public double ContactArea { get; }

    /// <inheritdoc/>
    public double SurfaceArea { get; }

    /// <inheritdoc/>
    public Vector3 Centre => Ellipsoid.Centre;

    /// <inheritdoc/>
    public Orientation Orientation => Ellipsoid.Orientation;

    /// <inheritdoc/>
    public double Volume => Ellipsoid.Volume;

    /// <inheritdoc/>
    public double VolumeDiameter => Ellipsoid.VolumeDiameter;

    /// <inheritdoc/>
    public double AspectRatio => Ellipsoid.AspectRatio;

    /// <inheritdoc/>
    public double ProjectedDiameter => Ellipsoid.ProjectedDiameter;

    /// <summary>Voxels do not tell it.</summary>
    public double FractalDimension => double.NaN;

    /// <inheritdoc/>
    public double OuterRadius => Ellipsoid.OuterRadius;

    /// <inheritdoc/>
    public double InnerRadius => Ellipsoid.InnerRadius;

    /// <inheritdoc/>
    public Vector3 HalfExtent => Ellipsoid.HalfExtent;

    /// <summary>Not known: the voxels are the particle, and no smooth shape is behind them.</summary>
    public double DiffusionLag => double.NaN;

    /// <inheritdoc/>
    public double Level(Vector3 relative) => Ellipsoid.Level(relative);

    /// <inheritdoc/>
    public Vector3 Normal(Vector3 relative) => Ellipsoid.Normal(relative);

    /// <inheritdoc/>
    public Vector3 Support(Vector3 direction) => Ellipsoid.Support(direction);

    /// <inheritdoc/>
    public IParticleShape Placed(Vector3 centre, Orientation orientation) => new MeasuredShape((Ellipsoid)Ellipsoid.Placed(centre, orientation), SurfaceArea, ContactArea);
}
