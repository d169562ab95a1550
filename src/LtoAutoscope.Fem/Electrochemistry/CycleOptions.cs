using LtoAutoscope.Fem.Protocols;

namespace LtoAutoscope.Fem.Electrochemistry;

/// <summary>How a cycle is run.</summary>
public sealed record CycleOptions
{
    /// <summary>Full charges an hour; the rate that the first cycle runs at where no <see cref="Protocol"/> is given, and the measure of small currents.</summary>
    public double RatePerHour { get; init; } = 0.2;

    /// <summary>The protocol; null: constant current to the material's cut-offs and back at <see cref="RatePerHour"/>, no rest, no hold.</summary>
    public Protocol? Protocol { get; init; }

    /// <summary>Separator, lithium and electrode behind the box; null: the potential is that of the solid against Li/Li⁺ in the electrolyte at its face.</summary>
    public CellSurroundings? Surroundings { get; init; }

    /// <summary>
    /// Electronic conductivity that pore voxels carry, S/m: the carbon that no voxel shows. It links particles that touch no neighbour to the
    /// rest; across a pore the drop at C/5 stays below 1 µV. Default 10⁻³.
    /// </summary>
    public double LinkConductivitySM { get; init; } = 1e-3;

    /// <summary>Lithiation that each particle begins with, 0…1; null: the material's for all.</summary>
    public IReadOnlyList<double>? InitialLithiation { get; init; }

    /// <summary>Threads over the particles.</summary>
    public int Threads { get; init; } = 1;

    /// <summary>Wanted local error of lithiation, root mean square over the volume.</summary>
    public double LithiationTolerance { get; init; } = 2e-4;

    /// <summary>Wanted local error of the potential, V.</summary>
    public double PotentialToleranceV { get; init; } = 2e-3;

    /// <summary>Whether nodal fields are kept at half lithiation and at the ends of the first cycle.</summary>
    public bool KeepFields { get; init; }

    /// <summary>Where snapshots of all fields go, or null.</summary>
    public ISnapshotSink? Snapshots { get; init; }

    /// <summary>Snapshots of a step at constant current, by equal shares of its charge; steps at constant voltage and rests give one at their end. Default 8.</summary>
    public int SnapshotsAStep { get; init; } = 8;

    /// <summary>Where the state is kept for a later continuation, or null.</summary>
    public CheckpointOptions? Checkpoint { get; init; }
}
