using System.Text.Json.Serialization;
using LtoAutoscope.Domain.Particles;

namespace LtoAutoscope.Fem.Microstructures;

/// <summary>What microstructures turned out to be, beside what was asked: <c>structure.json</c>.</summary>
public sealed record StructureReport
{
    /// <summary>Where they come from: <c>morphology</c> or <c>stack</c>.</summary>
    public required string Source { get; init; }

    /// <summary>The sample or file, or null.</summary>
    public string? Sample { get; init; }

    /// <summary>The shape and orientation model in words.</summary>
    public required string ShapeModel { get; init; }

    /// <summary>Solids that were asked; NaN for tomography.</summary>
    public required double SolidsAsked { get; init; }

    /// <summary>Porosity that was asked, 1 − solids − binder; NaN for tomography.</summary>
    public required double PorosityAsked { get; init; }

    /// <summary>Binder that was asked.</summary>
    public required double BinderAsked { get; init; }

    /// <summary>Overlap that was allowed.</summary>
    public required double OverlapAllowed { get; init; }

    /// <summary>Share of the particles in agglomerates that was asked; NaN for tomography.</summary>
    public required double AgglomeratedShareAsked { get; init; }

    /// <summary>Mean number of particles of an agglomerate that was asked; NaN for tomography.</summary>
    public required double AgglomerateParticlesAsked { get; init; }

    /// <summary>Seed.</summary>
    public required long Seed { get; init; }

    /// <summary>Density for areas a gram, g/cm³.</summary>
    [JsonPropertyName("density_g_cm3")]
    public required double DensityGCm3 { get; init; }

    /// <summary>Inner cut-off of roughness, nm: it decides <c>area_rough_m2_g</c>.</summary>
    public required double RoughnessInnerCutoffNm { get; init; }

    /// <summary>Each realisation.</summary>
    public required IReadOnlyList<StructureMeasures> Realisations { get; init; }

    /// <summary>The main figures over realisations.</summary>
    public required IReadOnlyDictionary<string, MeanScatter> Summary { get; init; }

    /// <summary>Size, aspect ratio and roughness, asked against realised; empty for tomography.</summary>
    public IReadOnlyList<DistributionMatch> Distributions { get; init; } = [];

    /// <summary>What other shape and orientation models would make of the same silhouettes; empty for tomography.</summary>
    public IReadOnlyList<ProjectionEffect> ShapeModels { get; init; } = [];

    /// <summary>The study over box sizes, or empty.</summary>
    public IReadOnlyList<BoxStudyRow> BoxStudy { get; init; } = [];

    /// <summary>Puts the realisations of a morphology together.</summary>
    /// <param name="morphology">What was measured.</param>
    /// <param name="options">What was asked.</param>
    /// <param name="built">The realisations.</param>
    /// <param name="measures">What they turned out to be.</param>
    public static StructureReport Of(
        Morphology morphology, StructureOptions options, IReadOnlyList<BuiltStructure> built, IReadOnlyList<StructureMeasures> measures)
    {
        ArgumentNullException.ThrowIfNull(morphology);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(built);
        var asked = MicrostructureBuilder.PackingOf(morphology, options, 0);
        return new StructureReport
        {
            Source = "morphology",
            Sample = morphology.SampleName,
            ShapeModel = options.Shape.Words,
            SolidsAsked = options.Solids,
            PorosityAsked = 1 - options.Solids - options.Binder,
            BinderAsked = options.Binder,
            OverlapAllowed = options.AllowedOverlap,
            AgglomeratedShareAsked = asked.AgglomeratedShare,
            AgglomerateParticlesAsked = asked.AgglomerateParticles,
            Seed = options.Seed,
            DensityGCm3 = options.DensityGCm3,
            RoughnessInnerCutoffNm = options.RoughnessInnerCutoffNm,
            Realisations = measures,
            Summary = Summarise(measures),
            Distributions = DistributionMatch.Compare(morphology, [.. built.SelectMany(b => b.Voxels.Particles.Select(p => p.Shape))], options.Shape.Model),
            ShapeModels = ProjectionEffect.Compare(morphology, options.Shape),
        };
    }

    /// <summary>The main figures over realisations.</summary>
    public static IReadOnlyDictionary<string, MeanScatter> Summarise(IReadOnlyList<StructureMeasures> measures)
    {
        var summary = new Dictionary<string, MeanScatter>
        {
            ["porosity_sampled"] = MeanScatter.Of(measures.Select(m => m.PorositySampled)),
            ["porosity_voxels"] = MeanScatter.Of(measures.Select(m => m.PorosityVoxels)),
            ["area_smooth_m2_g"] = MeanScatter.Of(measures.Select(m => m.AreaSmoothM2G)),
            ["area_smooth_per_m"] = MeanScatter.Of(measures.Select(m => m.AreaSmoothPerM)),
            ["area_corrected_per_m"] = MeanScatter.Of(measures.Select(m => m.AreaCorrectedPerM)),
            ["area_voxel_per_m"] = MeanScatter.Of(measures.Select(m => m.AreaVoxelPerM)),
            ["area_rough_m2_g"] = MeanScatter.Of(measures.Select(m => m.AreaRoughM2G)),
            ["contacts_a_particle"] = MeanScatter.Of(measures.Select(m => m.ContactsAParticle)),
            ["overlap_fraction"] = MeanScatter.Of(measures.Select(m => m.OverlapFraction)),
            ["agglomerated_share"] = MeanScatter.Of(measures.Select(m => m.AgglomeratedShare)),
            ["local_solids_variation"] = MeanScatter.Of(measures.Select(m => m.LocalSolidsVariation)),
        };
        if (measures.All(m => m.Tortuosity is { Length: 3 }))
        {
            for (int axis = 0; axis < 3; axis++)
                summary["tortuosity_" + "xyz"[axis]] = MeanScatter.Of(measures.Select(m => m.Tortuosity![axis]));
        }

        return summary;
    }
}
