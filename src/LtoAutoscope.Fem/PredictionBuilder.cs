using LtoAutoscope.Domain.Cells;
using LtoAutoscope.Domain.Particles;
using LtoAutoscope.Fem.Materials;

namespace LtoAutoscope.Fem;

/// <summary>Puts the realisations together into one prediction.</summary>
internal static class PredictionBuilder
{
    internal static CellPrediction Build(
        IReadOnlyList<Realisation> runs, Morphology morphology, Material material, CellModelOptions options, MorphologyUncertainty uncertainty, double wallS)
    {
        double mass = runs.Sum(r => r.Outcome.MassKg), perGram = 1 / (3600 * mass);
        double lithiation = runs.Sum(r => r.Outcome.LithiationC), delithiation = runs.Sum(r => r.Outcome.DelithiationC);
        double ce = material.Convention.Of(lithiation, delithiation);
        double[] each = [.. runs.Select(r => r.Outcome.Ce1)];
        double scatter = Scatter(each), sampling = Sampling(runs, ce, material.Convention);
        double packing = 1.96 * Math.Max(scatter / Math.Sqrt(each.Length), sampling);
        double half = Math.Sqrt((packing * packing) + (uncertainty.Total * uncertainty.Total));
        double side = runs.Sum(r => r.Outcome.SideLithiationC + r.Outcome.SideDelithiationC), trapped = runs.Sum(r => r.Outcome.TrappedC);
        return new CellPrediction
        {
            Ce1 = ce,
            Ce1Interval = [Math.Max(0, ce - half), Math.Min(1, ce + half)],
            LithiationMAhG = lithiation * perGram,
            DelithiationMAhG = delithiation * perGram,
            SideMAhG = side * perGram,
            LossBreakdown = LossBreakdown.Of(material.Convention, side * perGram, trapped * perGram),
            BalanceError = runs.Max(r => r.Outcome.BalanceError),
            WallS = wallS,
            Realisations = each,
            RunWith = RunWith(runs, morphology, material, options, uncertainty, scatter, packing),
        };
    }

    private static double Scatter(double[] values)
    {
        if (values.Length < 2) return 0;
        double mean = values.Average();
        return Math.Sqrt(values.Sum(v => (v - mean) * (v - mean)) / (values.Length - 1));
    }

    /// <summary>Standard error of the ratio of sums over particles (the linearised ratio estimator), which two realisations alone would show badly.</summary>
    private static double Sampling(IReadOnlyList<Realisation> runs, double ce, EfficiencyConvention convention)
    {
        var particles = runs.SelectMany(r => r.Outcome.ParticleCharges)
            .Select(p => convention == EfficiencyConvention.DelithiationOverLithiation ? (Spent: p.Lithiation, Useful: p.Delithiation) : (Spent: p.Delithiation, Useful: p.Lithiation)).ToArray();
        if (particles.Length < 2) return 0;
        double total = particles.Sum(p => p.Spent);
        double squares = particles.Sum(p => Math.Pow(p.Useful - (ce * p.Spent), 2));
        return total > 0 ? Math.Sqrt(squares * particles.Length / (particles.Length - 1)) / total : 0;
    }

    private static Dictionary<string, object?> RunWith(
        IReadOnlyList<Realisation> runs, Morphology morphology, Material material, CellModelOptions options,
        MorphologyUncertainty uncertainty, double scatter, double packing)
    {
        var meshes = runs.SelectMany(r => r.Meshes).ToArray();
        double massG = runs.Sum(r => r.Outcome.MassKg) * 1000, smooth = meshes.Sum(m => m.SmoothAreaM2), real = meshes.Sum(m => m.RealAreaM2);
        var first = runs[0].Structure;
        return new Dictionary<string, object?>
        {
            ["fidelity"] = options.Fidelity.ToString().ToLowerInvariant(),
            ["material"] = MaterialFile.ToKeys(material),
            ["efficiency"] = material.Convention.Words(),
            ["sample"] = morphology.SampleName,
            ["measured_particles"] = morphology.ParticleCount,
            ["rate_per_hour"] = options.RatePerHour,
            ["grid"] = first.IsCube ? first.Size : new[] { first.SizeX, first.SizeY, first.SizeZ },
            ["particles"] = runs.Select(r => r.Meshes.Count).ToArray(),
            ["realisations"] = runs.Count,
            ["seed"] = options.Seed,
            ["threads"] = options.Threads,
            ["shape_model"] = options.Given is null
                ? options.Structure.Shape.Words + "; packed with isotropic orientation, periodic in x, y and z"
                : "voxels of a given structure, " + (first.IsPeriodic ? "periodic" : "sides are mirrors"),
            ["binder"] = first.BinderVolumeFraction,
            ["agglomerated_share_asked"] = options.Structure.AgglomeratedShare ?? morphology.Agglomerates?.AgglomeratedShare ?? 0,
            ["box_nm"] = first.IsCube ? first.BoxSizeNm : new[] { first.SizeX * first.VoxelSizeNm, first.SizeY * first.VoxelSizeNm, first.SizeZ * first.VoxelSizeNm },
            ["voxel_nm"] = first.VoxelSizeNm,
            ["solids_sampled"] = first.SampledVolumeFraction,
            ["solids_voxels"] = first.VoxelVolumeFraction,
            ["surface_smooth_m2_g"] = smooth / massG,
            ["surface_real_m2_g"] = real / massG,
            ["roughness_area_factor"] = real / smooth,
            ["roughness_inner_cutoff_nm"] = material.RoughnessInnerCutoffNm,
            ["staircase_area_factor"] = meshes.Sum(m => m.VoxelAreaM2) / smooth,
            ["diffusion_factor"] = new[] { meshes.Min(m => m.DiffusionFactor), meshes.Max(m => m.DiffusionFactor) },
            ["closed_contact_share"] = meshes.Average(m => m.ClosedFraction),
            ["particles_below_a_voxel"] = meshes.Count(m => !m.Particle.OnGrid),
            ["voxels_a_particle_median"] = meshes.Select(m => m.Particle.Voxels.Count).Order().ElementAt(meshes.Length / 2),
            ["film_nm"] = runs.Average(r => r.Outcome.FilmM) * 1e9,
            ["coupled_residual"] = runs.Max(r => r.Outcome.CoupledResidual),
            ["cycles"] = runs[0].Outcome.Cycles.Count,
            ["ce_of_cycles"] = runs[0].Outcome.Cycles.Select(c => c.Efficiency).ToArray(),
            ["fields"] = Fields(runs, options),
            ["lithiation_end"] = runs[0].Outcome.LithiationEnd.ToString().ToLowerInvariant(),
            ["delithiation_end"] = runs[0].Outcome.DelithiationEnd.ToString().ToLowerInvariant(),
            ["interval_half_width"] = new Dictionary<string, object?>(uncertainty.ToKeys()) { ["packing_and_sampling"] = packing },
            ["realisation_standard_deviation"] = scatter,
        };
    }

    /// <summary>How electrolyte and solid potential were resolved; null where they were not.</summary>
    private static Dictionary<string, object?>? Fields(IReadOnlyList<Realisation> runs, CellModelOptions options)
    {
        if (runs[0].Geometry is not { } geometry) return null;
        return new Dictionary<string, object?>
        {
            ["electrolyte_drop_max_V"] = runs.Max(r => r.Outcome.Curve.Max(p => p.ElectrolyteDropV)),
            ["solid_drop_max_V"] = runs.Max(r => r.Outcome.Curve.Max(p => p.SolidDropV)),
            ["salt_spread_max_mol_m3"] = runs.Max(r => r.Outcome.Curve.Max(p => p.ConcentrationSpreadMolM3)),
            ["pore_link_S_m"] = options.LinkConductivitySM,
            ["particles_joined_to_collector_by_solid"] = runs.Select(r => r.Geometry!.ConnectedParticles).ToArray(),
            ["closed_pore_voxels"] = geometry.ClosedPores,
            ["separator_um"] = options.Surroundings.SeparatorThicknessM * 1e6,
            ["electrode_um"] = options.Surroundings.ElectrodeThicknessM * 1e6,
        };
    }
}
