using LtoAutoscope.Domain.Runs;
using LtoAutoscope.Domain.Samples;

namespace LtoAutoscope.Twin.Worlds;

/// <summary>The holder of the demonstration: stub 1 real micrographs, stub 2 a fine rounded powder, stub 3 a coarser elongated one.</summary>
public sealed class DemoHolder
{
    /// <summary>Radius of a stub that may be imaged, mm.</summary>
    public const double StubRadiusMm = 3;

    /// <summary>Distance between neighbouring stubs, mm.</summary>
    public const double PitchMm = 14;

    /// <summary>Particles per square of the mean diameter: about 150 in a frame of 1024 × 768 pixels at 25 pixels a diameter, a tenth of it covered.</summary>
    public const double ParticlesPerSquareDiameter = 0.12;

    private readonly Dictionary<string, GroundTruth> _truths;

    /// <param name="seed">Seed of the synthetic powders.</param>
    /// <exception cref="Domain.InputException">The micrographs of stub 1 are not installed.</exception>
    public DemoHolder(ulong seed = 1)
    {
        Map = new HolderMap
        {
            Name = "demo",
            Stubs = [new Stub("1", -PitchMm, 0, StubRadiusMm), new Stub("2", 0, 0, StubRadiusMm), new Stub("3", PitchMm, 0, StubRadiusMm)],
        };
        Mosaic = new RealMosaicWorld(-PitchMm, 0, Plane(-PitchMm, 8.012, 1.2, -0.8));
        Rounded = new SyntheticPowderWorld(RoundedPowder(seed), Plane(0, 7.996, -2.4, 1.7));
        Elongated = new SyntheticPowderWorld(
            new PowderParameters
            {
                Seed = seed + 1,
                MedianDiameterNm = 174,
                GeometricSd = 1.3,
                MeanAspectRatio = 1.8,
                AspectRatioSpread = 0.35,
                FacetedShare = 0.45,
                Squareness = 2.5,
                OutlineFractalDimension = 1.25,
                OutlineRoughness = 0.03,
                NumberDensityPerUm2 = ParticlesPerSquareDiameter / (0.18 * 0.18),
                MeanClusterSize = 3,
                Overlap = 0.08,
                NeckProbability = 0.15,
            }, Plane(PitchMm, 8.005, 2.1, 2.6));
        World = new HolderWorld(Map, new Dictionary<string, ISampleWorld> { ["1"] = Mosaic, ["2"] = Rounded, ["3"] = Elongated });
        _truths = new Dictionary<string, GroundTruth> { ["2"] = Rounded.TrueDistribution(), ["3"] = Elongated.TrueDistribution() };
    }

    /// <summary>Where the stubs are, stage coordinates.</summary>
    public HolderMap Map { get; }

    /// <summary>All of it, for the twin.</summary>
    public HolderWorld World { get; }

    /// <summary>Stub 1.</summary>
    public RealMosaicWorld Mosaic { get; }

    /// <summary>Stub 2, about 70 nm.</summary>
    public SyntheticPowderWorld Rounded { get; }

    /// <summary>Stub 3, about 180 nm.</summary>
    public SyntheticPowderWorld Elongated { get; }

    /// <summary>What is true of a stub's powder, or null where nobody knows (stub 1).</summary>
    public GroundTruth? TruthOf(string stub) => _truths.GetValueOrDefault(stub);

    /// <summary>The powder of stub 2.</summary>
    /// <param name="seed">Its seed.</param>
    public static PowderParameters RoundedPowder(ulong seed) => new()
    {
        Seed = seed,
        MedianDiameterNm = 68,
        GeometricSd = 1.28,
        MeanAspectRatio = 1.2,
        AspectRatioSpread = 0.5,
        FacetedShare = 0.1,
        OutlineFractalDimension = 1.1,
        OutlineRoughness = 0.015,
        NumberDensityPerUm2 = ParticlesPerSquareDiameter / (0.07 * 0.07),
        MeanClusterSize = 4,
        Overlap = 0.08,
    };

    private static SurfacePlane Plane(double xMm, double workingDistanceMm, double slopeX, double slopeY)
        => new() { ReferenceXMm = xMm, WorkingDistanceMm = workingDistanceMm, SlopeXUmPerMm = slopeX, SlopeYUmPerMm = slopeY };
}
