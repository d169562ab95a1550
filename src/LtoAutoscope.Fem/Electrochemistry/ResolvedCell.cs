using LtoAutoscope.Domain.Cells;
using LtoAutoscope.Fem.Electrolytes;
using LtoAutoscope.Fem.Mesh;
using LtoAutoscope.Fem.Microstructures;
using LtoAutoscope.Fem.Protocols;

namespace LtoAutoscope.Fem.Electrochemistry;

/// <summary>
/// A box of particles under a protocol: diffusion in every particle, kinetics, film and side reactions on its real surface, salt and potential of
/// the electrolyte in the pores, potential of the solid, separator and lithium lumped. Fully coupled and implicit in time.
/// </summary>
/// <remarks>
/// BDF2 with error control in time; a step of the protocol starts anew with backward Euler. The cut-offs are met by finding the step whose
/// current at exactly the cut-off voltage is the applied one. Without a microstructure the particles share one electrolyte and one potential.
/// Thread safety: one run for each instance.
/// </remarks>
public sealed partial class ResolvedCell
{
    private const double BalanceTolerance = 1e-6;
    private const double CoupledTolerance = 2e-4;

    private readonly Material _material;
    private readonly CycleOptions _options;
    private readonly Protocol _protocol;
    private readonly CellState _state;
    private readonly StepSolver _solver;
    private readonly CellTerminal _terminal;
    private readonly VoxelMicrostructure? _structure;
    private readonly double _nominalA;
    private readonly double _nominalS;
    private readonly CycleLog _log;
    private readonly TimeProvider _time;

    /// <param name="meshes">The particles.</param>
    /// <param name="material">The material.</param>
    /// <param name="options">Protocol, rate, threads, tolerances.</param>
    /// <param name="structure">The box that they stand in; null where they share one electrolyte and one potential.</param>
    /// <param name="time">The clock of checkpoints; the system's if null.</param>
    /// <param name="cancellationToken">Ends the setting up.</param>
    /// <exception cref="Domain.InputException">The protocol or the electrolyte cannot be used.</exception>
    public ResolvedCell(
        IReadOnlyList<ParticleMesh> meshes, Material material, CycleOptions options, VoxelMicrostructure? structure = null, TimeProvider? time = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(meshes);
        ArgumentNullException.ThrowIfNull(material);
        ArgumentNullException.ThrowIfNull(options);
        if (options.InitialLithiation is { } initial && initial.Count != meshes.Count)
            throw new ArgumentException($"{initial.Count} lithiations for {meshes.Count} particles.", nameof(options));
        _material = material;
        _options = options;
        _structure = structure;
        _time = time ?? TimeProvider.System;
        _protocol = options.Protocol ?? Protocol.Of(material, options.RatePerHour);
        ProtocolCheck.Validate(_protocol);
        var reaction = new InterfaceReaction(material);
        var electrolyte = ElectrolyteSets.Create(material.Electrolyte, material.TemperatureK);
        double chargePerVolume = Material.FaradayCMol * material.MaximumConcentrationMolM3;
        int threadsEach = Math.Max(1, options.Threads / Math.Max(1, meshes.Count));
        var law = new SolidDiffusionLaw(material);
        ParticleState[] particles =
        [
            .. meshes.Select((mesh, i) => new ParticleState(
                mesh, law, material.DiffusivityM2S, options.InitialLithiation?[i] ?? material.InitialLithiation, material.ElectrolyteConcentrationMolM3, chargePerVolume, threadsEach)),
        ];
        CellFields? fields = null;
        double boxThickness = 0, activeFraction = material.ActiveVolumeFraction, porosity = 1 - activeFraction;
        if (structure is not null)
        {
            var geometry = new FieldGeometry(structure, meshes, material.SolidConductivitySM, material.BinderConductivitySM, options.LinkConductivitySM);
            fields = new CellFields(geometry, particles, material, electrolyte, options.Threads, cancellationToken);
            boxThickness = structure.SizeZ * structure.VoxelSizeNm * 1e-9;
            activeFraction = meshes.Sum(mesh => mesh.VolumeM3) / (structure.BoxVolumeNm3 * 1e-27);
            porosity = structure.VoxelPorosity;
        }

        _state = new CellState(particles, fields, chargePerVolume, reaction.FilmPerCharge);
        _nominalS = 3600 / options.RatePerHour;
        _nominalA = _state.CapacityC / _nominalS;
        _terminal = new CellTerminal(options.Surroundings, material, electrolyte, _state.VolumeM3, activeFraction, porosity, boxThickness, _nominalA);
        _solver = new StepSolver(_state, material, reaction, _terminal, _nominalA, options.Threads);
        _log = new CycleLog(_state, material);
    }

    /// <summary>How the fields lie in the box; null where there are none.</summary>
    internal FieldGeometry? Geometry => _state.Fields?.Geometry;

    /// <summary>Runs the protocol.</summary>
    /// <param name="progress">Called with the share done (0…1) and the voltage.</param>
    /// <param name="cancellationToken">Ends it within a few iterations of a linear solve.</param>
    /// <exception cref="ConvergenceException">It cannot go on; the reason is named and, with a checkpoint, the state is saved.</exception>
    /// <exception cref="Domain.InputException">A saved state is of other inputs.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled; with a checkpoint, the state is saved.</exception>
    public CycleOutcome Run(Action<double, double>? progress = null, CancellationToken cancellationToken = default)
    {
        Resume();
        try
        {
            if (_position is { Cycle: 0, Step: 0, Inside: false }) _log.Begin();
            while (_position.Cycle < _protocol.Cycles)
            {
                if (_position is { Step: 0, Inside: false }) _log.BeginCycle();
                while (_position.Step < _protocol.Steps.Count)
                {
                    RunStep(_protocol.Steps[_position.Step], progress, cancellationToken);
                    _position = _position with { Step = _position.Step + 1, Inside = false };
                }

                _log.EndCycle(_options.KeepFields);
                _position = new Position(_position.Cycle + 1, 0, false, 0, 0, 0);
            }

            SaveNow();
            progress?.Invoke(1, _voltage);
            return _log.Outcome(_options.KeepFields, _solver, _state.Fields);
        }
        catch (OperationCanceledException)
        {
            SaveNow();
            throw;
        }
    }
}
