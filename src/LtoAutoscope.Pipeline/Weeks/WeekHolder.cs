using LtoAutoscope.Domain.Runs;
using LtoAutoscope.Domain.Samples;
using LtoAutoscope.Twin.Worlds;

namespace LtoAutoscope.Pipeline.Weeks;

/// <summary>The holder of a simulated night: powders whose truth is known, each night others, and a calibration grating.</summary>
public sealed class WeekHolder
{
    private const double RadiusMm = 3;
    private const double PitchMm = 9;
    private const double GratingPitchNm = 300;
    private readonly Dictionary<string, GroundTruth> _truths = [];

    /// <param name="seed">Seed of the powders.</param>
    /// <param name="samples">How many of them, 1…8.</param>
    public WeekHolder(int seed, int samples)
    {
        var stubs = new List<Stub>();
        var worlds = new Dictionary<string, ISampleWorld>();
        for (int i = 0; i < samples; i++)
        {
            var stub = new Stub(FormattableString.Invariant($"{i + 1}"), (i % 4 - 1.5) * PitchMm, i / 4 == 0 ? PitchMm : -PitchMm, RadiusMm);
            PowderParameters powder = Powder(unchecked((ulong)(seed * 1009 + i)));
            var world = new SyntheticPowderWorld(powder, new SurfacePlane { ReferenceXMm = stub.XMm, ReferenceYMm = stub.YMm, WorkingDistanceMm = 8 + 0.004 * (i % 5 - 2), SlopeXUmPerMm = i % 3 - 1.0, SlopeYUmPerMm = 1.5 - i % 4 });
            stubs.Add(stub);
            worlds[stub.Name] = world;
            _truths[stub.Name] = world.TrueDistribution();
            MedianNm[stub.Name] = powder.MedianDiameterNm;
        }

        stubs.Add(new Stub("grating", 0, 0, RadiusMm) { Grating = new CalibrationGrating(GratingPitchNm, 0.2, "the grating of the microscope in software") });
        worlds["grating"] = new GratingWorld(GratingPitchNm);
        Map = new HolderMap { Name = "week", Description = "Eight powders and a grating of the microscope in software.", Stubs = stubs };
        World = new HolderWorld(Map, worlds);
    }

    /// <summary>Where the stubs are.</summary>
    public HolderMap Map { get; }

    /// <summary>What lies under the beam.</summary>
    public HolderWorld World { get; }

    /// <summary>Median diameter of each powder, nm.</summary>
    public Dictionary<string, double> MedianNm { get; } = [];

    /// <summary>What is true of a stub's powder.</summary>
    public GroundTruth TruthOf(string stub) => _truths[stub];

    private static PowderParameters Powder(ulong seed)
    {
        var random = new Random(unchecked((int)seed));
        double median = 70 + 100 * random.NextDouble();
        return new PowderParameters
        {
            Seed = seed, MedianDiameterNm = median, GeometricSd = 1.2 + 0.12 * random.NextDouble(), MeanAspectRatio = 1.15 + 0.5 * random.NextDouble(), AspectRatioSpread = 0.4,
            FacetedShare = 0.3 * random.NextDouble(), OutlineFractalDimension = 1.1, OutlineRoughness = 0.015,
            NumberDensityPerUm2 = DemoHolder.ParticlesPerSquareDiameter / (median * median * 1.08e-6), MeanClusterSize = 3, Overlap = 0.08,
        };
    }
}
