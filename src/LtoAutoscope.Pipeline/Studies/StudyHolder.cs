using LtoAutoscope.Domain.Runs;
using LtoAutoscope.Domain.Samples;
using LtoAutoscope.Learning.VirtualSyntheses;
using LtoAutoscope.Twin.Worlds;

namespace LtoAutoscope.Pipeline.Studies;

/// <summary>The holder of one batch: a powder of the microscope in software on each stub.</summary>
internal sealed class StudyHolder
{
    private const double RadiusMm = 3, PitchMm = 9;
    private readonly Dictionary<string, GroundTruth> _truths = [];

    internal StudyHolder(IReadOnlyList<StudySynthesis> batch, int seed)
    {
        var stubs = new List<Stub>();
        var worlds = new Dictionary<string, ISampleWorld>();
        foreach (StudySynthesis synthesis in batch)
        {
            int i = synthesis.Stub - 1;
            var stub = new Stub(FormattableString.Invariant($"{synthesis.Stub}"), (i % 4 - 1.5) * PitchMm, i / 4 == 0 ? PitchMm : -PitchMm, RadiusMm);
            var world = new SyntheticPowderWorld(
                PowderOf(synthesis.Powder, unchecked((ulong)(seed * 100_003L + synthesis.Number))),
                new SurfacePlane { ReferenceXMm = stub.XMm, ReferenceYMm = stub.YMm, WorkingDistanceMm = 8 + 0.004 * (i % 5 - 2), SlopeXUmPerMm = i % 3 - 1.0, SlopeYUmPerMm = 1.5 - i % 4 });
            stubs.Add(stub);
            worlds[stub.Name] = world;
            _truths[stub.Name] = world.TrueDistribution();
        }

        Map = new HolderMap { Name = "study", Description = "Powders of a virtual study on the microscope in software.", Stubs = stubs };
        World = new HolderWorld(Map, worlds);
    }

    /// <summary>Where the stubs are.</summary>
    internal HolderMap Map { get; }

    /// <summary>What lies under the beam.</summary>
    internal HolderWorld World { get; }

    /// <summary>What is true of a synthesis' powder.</summary>
    internal GroundTruth TruthOf(StudySynthesis synthesis) => _truths[FormattableString.Invariant($"{synthesis.Stub}")];

    private static PowderParameters PowderOf(VirtualPowder powder, ulong seed) => new()
    {
        Seed = seed, MedianDiameterNm = powder.MedianDiameterNm, GeometricSd = powder.GeometricDeviation, MeanAspectRatio = powder.AspectRatio, AspectRatioSpread = TruePowder.AspectSpread,
        FacetedShare = 0.15, OutlineFractalDimension = powder.FractalDimension, OutlineRoughness = powder.Roughness,
        NumberDensityPerUm2 = DemoHolder.ParticlesPerSquareDiameter / (powder.MeanDiameterNm * powder.MeanDiameterNm * 1e-6), MeanClusterSize = 3, Overlap = 0.08,
    };
}
