using LtoAutoscope.Fem.Microstructures;
using LtoAutoscope.Fem.Solvers;

namespace LtoAutoscope.Fem.Effective;

/// <summary>How the pores of a structure carry charge or species along x, y and z (z is through-plane).</summary>
/// <param name="Porosity">Share of the pores, ε.</param>
/// <param name="Relative">Effective over intrinsic conductivity (or diffusivity), κ_eff/κ, along x, y, z; 0 where no pore leads through.</param>
public sealed record PoreTransport(double Porosity, IReadOnlyList<double> Relative)
{
    // Less than this is rounding, not a path.
    private const double NoPath = 1e-7;

    /// <summary>Tortuosity factors τ² = ε κ/κ_eff (Newman's τ; the square of a path's elongation) along x, y, z; infinite where nothing passes.</summary>
    public IReadOnlyList<double> TortuosityFactor => [.. Relative.Select(r => r > 0 ? Porosity / r : double.PositiveInfinity)];

    /// <summary>MacMullin numbers κ/κ_eff along x, y, z; infinite where nothing passes.</summary>
    public IReadOnlyList<double> MacMullin => [.. Relative.Select(r => r > 0 ? 1 / r : double.PositiveInfinity)];

    /// <summary>Measures a structure: particles insulate, cut voxels count by their volumes (<see cref="PartialVolume"/>).</summary>
    /// <param name="structure">The structure; one that repeats is solved periodic, a piece of tomography between plates with sides without flux.</param>
    /// <param name="binder">Conductivity inside the carbon-binder domain over that of the pores (it has pores of its own), 0…1; 0 by default.</param>
    /// <param name="threads">Threads, at least 1.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="ConvergenceException">A solve does not converge.</exception>
    public static PoreTransport Measure(VoxelMicrostructure structure, double binder = 0, int threads = 1, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(structure);
        var grid = new VoxelGrid(structure.SizeX, structure.SizeY, structure.SizeZ);
        var effective = new EffectiveConductivity(grid, PartialVolume.Conductivities(structure, 1, 0, binder), threads);
        var relative = new double[3];
        for (int axis = 0; axis < 3; axis++)
        {
            double value = structure.IsPeriodic ? effective.Periodic(axis, cancellationToken) : effective.BetweenPlates(axis, BoundaryKind.Neumann, cancellationToken);
            relative[axis] = value > NoPath ? value : 0;
        }

        return new PoreTransport(PartialVolume.Porosity(structure), relative);
    }
}
