using LtoAutoscope.Domain;
using LtoAutoscope.Fem.Microstructures;

namespace LtoAutoscope.Fem.Effective;

/// <summary>
/// The conductivity of voxels that an interface cuts, by the volumes on its two sides. It takes the staircase's error of first order away.
/// </summary>
/// <remarks>
/// <para>Particles that conduct less than what is around them: the volume-weighted (arithmetic) mean. Each element's energy is then integrated over the material's
/// own volume, and the interface of an insulating particle is the natural boundary of the cut domain (the finite cell method; Parvizian, Düster and
/// Rank 2007).</para>
/// <para>Particles that conduct better: the harmonic mean, for the potential is nearly constant in the particle's part of the voxel, unless the surroundings do not
/// conduct at all.</para>
/// <para>Simple-cubic spheres at 64 voxels a cell, k of the spheres over that around them (solid fraction 0.3): 10⁻⁴ 0.00 %, 0.1 +0.12 %, 2 −0.11 %, 10 −0.1 %, 1000 +0.8 %
/// from the series; the bare labels reach −0.2 % to +3 %.</para>
/// </remarks>
public static class PartialVolume
{
    /// <summary>Mean conductivity of a voxel.</summary>
    /// <param name="particle">k of the particle, ≥ 0.</param>
    /// <param name="around">k around it, ≥ 0.</param>
    /// <param name="fraction">Share of the particle, 0…1.</param>
    public static double Mean(double particle, double around, double fraction)
        => particle > around && around > 0 && fraction is > 0 and < 1
            ? 1 / (((1 - fraction) / around) + (fraction / particle)) : ((1 - fraction) * around) + (fraction * particle);

    /// <summary>Conductivity of each voxel of a structure; by labels alone where it has no volume fractions.</summary>
    /// <param name="structure">The structure.</param>
    /// <param name="pore">k of the pores, ≥ 0.</param>
    /// <param name="particle">k of the particles, ≥ 0.</param>
    /// <param name="binder">k of the carbon-binder domain, ≥ 0.</param>
    /// <exception cref="InputException">A conductivity is negative or not finite.</exception>
    public static double[] Conductivities(VoxelMicrostructure structure, double pore, double particle, double binder)
    {
        ArgumentNullException.ThrowIfNull(structure);
        foreach (var (value, name) in (ReadOnlySpan<(double, string)>)[(pore, "pores"), (particle, "particles"), (binder, "carbon-binder domain")])
        {
            if (!(value >= 0) || double.IsInfinity(value)) throw new InputException($"a conductivity of {value} is not possible", name, "Give zero or a positive number");
        }

        var k = new double[structure.Labels.Length];
        for (int i = 0; i < k.Length; i++)
        {
            int label = structure.Labels[i];
            double fraction = structure.SolidFraction is { } solid ? solid[i] : label > 0 ? 1 : 0;
            k[i] = Mean(particle, label == VoxelMicrostructure.Binder ? binder : pore, fraction);
        }

        return k;
    }

    /// <summary>Porosity: pores' share of the volume, cut voxels by their volumes.</summary>
    public static double Porosity(VoxelMicrostructure structure)
    {
        ArgumentNullException.ThrowIfNull(structure);
        double sum = 0;
        for (int i = 0; i < structure.Labels.Length; i++)
        {
            int label = structure.Labels[i];
            if (label == VoxelMicrostructure.Binder) continue;
            sum += structure.SolidFraction is { } solid ? 1 - solid[i] : label > 0 ? 0 : 1;
        }

        return sum / structure.Labels.Length;
    }
}
