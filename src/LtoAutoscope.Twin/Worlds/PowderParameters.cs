using LtoAutoscope.Domain;

namespace LtoAutoscope.Twin.Worlds;

/// <summary>What a synthetic powder is made of. Every particle follows from these figures and its place.</summary>
public sealed record PowderParameters
{
    /// <summary>Seed of the whole field.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>Median of the log-normal distribution (by number) of the area-equivalent diameter, nm; 1…100,000.</summary>
    public double MedianDiameterNm { get; init; } = 100;

    /// <summary>Geometric standard deviation of the diameter, 1…3. Default 1.25.</summary>
    public double GeometricSd { get; init; } = 1.25;

    /// <summary>Mean ratio of length to width of the projection, 1…8. Default 1.3.</summary>
    public double MeanAspectRatio { get; init; } = 1.3;

    /// <summary>Relative spread of what the aspect ratio exceeds 1 by (log-normal), 0…1.5. Default 0.4.</summary>
    public double AspectRatioSpread { get; init; } = 0.4;

    /// <summary>Share of faceted particles, 0…1; the others are rounded. Default 0.3.</summary>
    public double FacetedShare { get; init; } = 0.3;

    /// <summary>Share of crystals of one <see cref="Habit"/> in any orientation, 0…1; of the rest <see cref="FacetedShare"/> are faceted. Default 0.</summary>
    public double CrystalShare { get; init; }

    /// <summary>The crystals' solid shape. Default bipyramids.</summary>
    public CrystalHabit Habit { get; init; }

    /// <summary>Exponent of the rounded particles' profile and outline: 2 an ellipsoid, larger ones boxier; 1.6…8. Default 2.2.</summary>
    public double Squareness { get; init; } = 2.2;

    /// <summary>Fractal dimension of the outline over the scales at which it is rough, 1…1.6: amplitudes fall as k^−(2.5 − D). Default 1.15.</summary>
    public double OutlineFractalDimension { get; init; } = 1.15;

    /// <summary>Standard deviation of the outline's fractal dimension from particle to particle (normal, kept within 1…1.6), 0…0.3. Default 0.</summary>
    public double FractalDimensionSpread { get; init; }

    /// <summary>Correlation of the logarithms of diameter and of what the aspect ratio exceeds 1 by, −1…1. Default 0.</summary>
    public double SizeAspectCorrelation { get; init; }

    /// <summary>Correlation of the logarithm of the diameter and the fractal dimension, −1…1. Default 0.</summary>
    public double SizeFractalCorrelation { get; init; }

    /// <summary>Root mean square of the outline's roughness over the radius, 0…0.3. Default 0.03.</summary>
    public double OutlineRoughness { get; init; } = 0.03;

    /// <summary>Particles per µm², hidden ones included. Default 12.</summary>
    public double NumberDensityPerUm2 { get; init; } = 12;

    /// <summary>Mean number of particles in an agglomerate, 1…200; 1 scatters them singly. Default 5.</summary>
    public double MeanClusterSize { get; init; } = 5;

    /// <summary>How far neighbours of an agglomerate overlap in projection, as a share of the sum of radii, 0…0.6. Default 0.1.</summary>
    public double Overlap { get; init; } = 0.1;

    /// <summary>Share of touching neighbours that are sintered together by a neck, 0…1. Default 0.1.</summary>
    public double NeckProbability { get; init; } = 0.1;

    /// <summary>Height over which the particles are stacked, in median diameters, 0…20. Default 1.</summary>
    public double LayerHeight { get; init; } = 1;

    /// <summary>Amplitude of the grain on the particles' surfaces, relative to their brightness, 0…1. Default 0.05.</summary>
    public double SurfaceTexture { get; init; } = 0.05;

    /// <summary>Amplitude of the substrate's texture, relative to its brightness, 0…1. Default 0.15.</summary>
    public double SubstrateTexture { get; init; } = 0.15;

    /// <summary>Throws when a figure lies outside its range, naming all that do.</summary>
    /// <exception cref="InputException">At least one figure is out of range.</exception>
    public void Validate()
    {
        List<string> problems = [];
        Check(MedianDiameterNm, 1, 1e5, nameof(MedianDiameterNm));
        Check(GeometricSd, 1, 3, nameof(GeometricSd));
        Check(MeanAspectRatio, 1, 8, nameof(MeanAspectRatio));
        Check(AspectRatioSpread, 0, 1.5, nameof(AspectRatioSpread));
        Check(FacetedShare, 0, 1, nameof(FacetedShare));
        Check(CrystalShare, 0, 1, nameof(CrystalShare));
        Check(Squareness, 1.6, 8, nameof(Squareness));
        Check(OutlineFractalDimension, 1, 1.6, nameof(OutlineFractalDimension));
        Check(FractalDimensionSpread, 0, 0.3, nameof(FractalDimensionSpread));
        Check(SizeAspectCorrelation, -1, 1, nameof(SizeAspectCorrelation));
        Check(SizeFractalCorrelation, -1, 1, nameof(SizeFractalCorrelation));
        Check(OutlineRoughness, 0, 0.3, nameof(OutlineRoughness));
        Check(NumberDensityPerUm2, 1e-9, 1e6, nameof(NumberDensityPerUm2));
        Check(MeanClusterSize, 1, 200, nameof(MeanClusterSize));
        Check(Overlap, 0, 0.6, nameof(Overlap));
        Check(NeckProbability, 0, 1, nameof(NeckProbability));
        Check(LayerHeight, 0, 20, nameof(LayerHeight));
        Check(SurfaceTexture, 0, 1, nameof(SurfaceTexture));
        Check(SubstrateTexture, 0, 1, nameof(SubstrateTexture));
        if (problems.Count > 0)
            throw new InputException(string.Join("; ", problems), "powder parameters", "Give figures inside the ranges");

        void Check(double value, double low, double high, string name)
        {
            if (!(value >= low && value <= high)) problems.Add(FormattableString.Invariant($"{name} is {value}, not {low}…{high}"));
        }
    }
}
