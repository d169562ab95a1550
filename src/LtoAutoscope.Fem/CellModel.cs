using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Cells;
using LtoAutoscope.Domain.Particles;
using LtoAutoscope.Fem.Electrochemistry;
using LtoAutoscope.Fem.Microstructures;
using LtoAutoscope.Fem.Output;
using LtoAutoscope.Fem.Scheduling;

namespace LtoAutoscope.Fem;

/// <summary>
/// From a measured morphology to the initial Coulombic efficiency: particles drawn and packed, diffusion in every particle, kinetics
/// and side reaction on its real surface, one cycle at constant current. docs/cell-model.md has the equations and the assumptions.
/// </summary>
/// <remarks>Thread safety: an instance holds nothing between runs and may run several at once.</remarks>
public sealed class CellModel
{
    private readonly TimeProvider _time;

    /// <param name="time">The clock for wall-clock times; the system's if null.</param>
    public CellModel(TimeProvider? time = null) => _time = time ?? TimeProvider.System;

    /// <summary>Runs the model on the thread pool.</summary>
    /// <param name="morphology">What was measured.</param>
    /// <param name="material">The material.</param>
    /// <param name="options">Grid, particles, realisations, rate, seed, threads.</param>
    /// <param name="progress">Where it stands, or null.</param>
    /// <param name="cancellationToken">Ends it within a second.</param>
    /// <exception cref="InputException">An option is out of range, the morphology is empty, or the packing jams.</exception>
    /// <exception cref="ConvergenceException">A time step cannot be solved.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public async Task<CellModelResult> RunAsync(
        Morphology morphology, Material material, CellModelOptions options, IProgress<CellModelProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(morphology);
        ArgumentNullException.ThrowIfNull(material);
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        long start = _time.GetTimestamp();
        int count = options.Fidelity == CellFidelity.Particle || options.Given is not null ? 1 : options.Realisations;
        int abreast = Math.Min(options.Threads, count);
        var runs = new Realisation[count];
        var report = new ProgressShare(progress, count, _time);
        using var lowPriority = options.LowPriority ? new LowPriorityScheduler(options.Threads) : null;
        var parallel = new ParallelOptions
        {
            MaxDegreeOfParallelism = abreast, CancellationToken = cancellationToken, TaskScheduler = lowPriority ?? TaskScheduler.Default,
        };
        bool resolved = options.Fidelity == CellFidelity.Rve;
        await Parallel.ForEachAsync(Enumerable.Range(0, count), parallel, async (r, token) =>
        {
            report.Pack(r);
            var structure = Build(morphology, material, options, r, token);
            await using var fields = resolved && r == 0 && options.FieldsFolder is { } folder ? await Fields(folder, structure, options.Resume, token).ConfigureAwait(true) : null;
            var cycle = new CycleOptions
            {
                RatePerHour = options.RatePerHour,
                Protocol = options.Protocol,
                Threads = options.Threads / abreast,
                KeepFields = r == 0,
                LinkConductivitySM = options.LinkConductivitySM,
                Surroundings = resolved ? options.Surroundings : null,
                Snapshots = fields,
                Checkpoint = options.StateFolder is { } states
                    ? new CheckpointOptions(Path.Combine(states, $"realisation_{r}.state"), InputFingerprint.Of(morphology, material, options, r))
                    {
                        Interval = options.StateInterval, Resume = options.Resume,
                    }
                    : null,
            };
            runs[r] = Realisation.Run(structure, material, cycle, resolved, (share, phi) => report.Cycle(r, share, phi), token, _time);
            if (fields is not null) await fields.CompleteAsync().ConfigureAwait(false);
        }).ConfigureAwait(false);

        var uncertainty = await Task.Factory.StartNew(
            () => MorphologyUncertainty.Estimate(morphology, material, options, cancellationToken), cancellationToken, TaskCreationOptions.None, parallel.TaskScheduler)
            .ConfigureAwait(false);
        var first = runs[0];
        var result = new CellModelResult
        {
            Prediction = PredictionBuilder.Build(runs, morphology, material, options, uncertainty, _time.GetElapsedTime(start).TotalSeconds),
            Curve = first.Outcome.Curve,
            Microstructure = first.Structure,
            HalfLithiated = first.ToVoxels(first.Outcome.HalfLithiated!),
            Lithiated = first.ToVoxels(first.Outcome.Lithiated!),
            Delithiated = first.ToVoxels(first.Outcome.Delithiated!),
        };
        report.Finish();
        return result;
    }

    private static async Task<SnapshotWriter> Fields(string folder, VoxelMicrostructure structure, bool goOn, CancellationToken cancellationToken)
    {
        var files = await CellFieldFiles.OpenAsync(folder, structure, goOn, cancellationToken).ConfigureAwait(true);
        return new SnapshotWriter(files, cancellationToken);
    }

    private static VoxelMicrostructure Build(Morphology morphology, Material material, CellModelOptions options, int realisation, CancellationToken cancellationToken)
        => options.Fidelity == CellFidelity.Particle
            ? Realisation.Single(EllipsoidPopulation.Equivalent(morphology, options.Structure.Shape), options.Grid)
            : options.Given?.Voxels ?? MicrostructureBuilder.Build(morphology, options.StructureFor(material), realisation, cancellationToken).Voxels;
}
