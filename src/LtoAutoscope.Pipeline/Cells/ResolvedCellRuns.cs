using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Cells;
using LtoAutoscope.Domain.Particles;
using LtoAutoscope.Fem;
using LtoAutoscope.Fem.Materials;
using LtoAutoscope.Fem.Output;
using LtoAutoscope.Pipeline.Background;
using LtoAutoscope.Storage.Data;
using LtoAutoscope.Storage.Runs;
using Microsoft.Extensions.Logging;

namespace LtoAutoscope.Pipeline.Cells;

/// <summary>
/// Runs the resolved cell model (a packed box with fields over time) for runs whose own model is coarser, one at a time, on threads that give way to everything else. Its files lie in
/// <c>cell-models/RUN-ID/</c>: the run's own folder stays as it was sealed.
/// </summary>
/// <param name="data">The data folder.</param>
/// <param name="materialsFolder">Folder of materials.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">Takes what nobody foresaw.</param>
/// <remarks>Thread safety: all members may be called from any thread. When it is disposed the model is cancelled; what was computed until then is kept and taken up by the next start with the same numbers.</remarks>
public sealed class ResolvedCellRuns(DataFolder data, string materialsFolder, TimeProvider time, ILogger<ResolvedCellRuns> logger) : IAsyncDisposable
{
    private const string StateName = "state", RequestName = "request.json";
    private readonly BackgroundWork<ResolvedProgress> _work = new(logger);

    /// <summary>Raised after <see cref="Current"/> changed, on any thread.</summary>
    public event Action? Changed
    {
        add => _work.Changed += value;
        remove => _work.Changed -= value;
    }

    /// <summary>The model that runs, or the last one that ended; null before the first.</summary>
    public ResolvedProgress? Current => _work.Current;

    /// <summary>Begins one.</summary>
    /// <param name="runId">The run whose morphology is packed.</param>
    /// <param name="request">What it is run with.</param>
    /// <param name="by">Who asks.</param>
    /// <param name="cancellationToken">Heeded until the model begins.</param>
    /// <exception cref="InputException">One goes on already, the run is unknown or has no morphology yet, or a number is out of range.</exception>
    public async Task<ResolvedProgress> StartAsync(string runId, ResolvedRequest request, string by, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        data.RequireWritable();
        if (request.Validate() is { Count: > 0 } problems) throw new InputException(string.Join("; ", problems), "cell model", "Correct these numbers");
        RunFolder run = await RunFolder.OpenAsync(data, runId, cancellationToken).ConfigureAwait(false);
        if (!File.Exists(run.MorphologyPath)) throw new InputException("the run has no morphology yet", $"run {runId}", "Wait until its last frame has been analysed");
        Morphology morphology = await JsonFile.ReadAsync<Morphology>(run.MorphologyPath, cancellationToken).ConfigureAwait(false);
        Material material = KeptMaterial.Of(run, new MaterialLibrary(materialsFolder));
        var begun = new ResolvedProgress(runId, request, by, time.GetUtcNow(), 0, "packing", null);
        return _work.Start(
            begun, static running => new InputException($"the cell model of run {running.RunId} goes on, begun by {running.By}", "cell model", "Wait for its end, or cancel it"),
            cancel => RunAsync(run, morphology, material, begun, cancel));
    }

    /// <summary>Cancels the one that goes on and waits for its end; what was computed is kept.</summary>
    /// <exception cref="InputException">None goes on for that run.</exception>
    public Task<ResolvedProgress> CancelAsync(string runId, CancellationToken cancellationToken)
        => _work.CancelAsync(running => running.RunId == runId, () => new InputException($"no cell model goes on for run {runId}", "cell model", "It may have ended: look at its result"), cancellationToken);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _work.DisposeAsync();

    private async Task RunAsync(RunFolder run, Morphology morphology, Material material, ResolvedProgress begun, CancellationToken cancellationToken)
    {
        string folder = Path.Combine(data.CellModels, begun.RunId), states = Path.Combine(folder, StateName), problem = "It broke off; the daemon's log tells more.";
        try
        {
            await PrepareAsync(folder, begun.Request, cancellationToken).ConfigureAwait(false);
            var options = CellModelOptions.From(run.Record.Recipe.CellModel, run.Record.Recipe.Seed, Math.Max(1, Environment.ProcessorCount / 2)) with
            {
                Fidelity = CellFidelity.Rve, Grid = begun.Request.Grid, Particles = begun.Request.Particles, Realisations = begun.Request.Realisations,
                LowPriority = true, FieldsFolder = folder, StateFolder = states, Resume = Directory.Exists(states),
            };
            CellModelResult result = await new CellModel(time).RunAsync(morphology, material, options, new Relay(this, begun), cancellationToken).ConfigureAwait(false);
            await CellModelFiles.WriteAsync(folder, result, cancellationToken).ConfigureAwait(false);
            if (Directory.Exists(states)) Directory.Delete(states, recursive: true);
            problem = "";
        }
        catch (OperationCanceledException)
        {
            problem = "Cancelled; started again with the same numbers it goes on where it was.";
        }
        catch (Exception error) when (error is InputException or ConvergenceException or IOException or UnauthorizedAccessException)
        {
            problem = error is InputException input ? $"{char.ToUpperInvariant(input.What[0])}{input.What[1..]}. {input.Remedy}." : error.Message;
            await TryTellAsync(folder, problem, states).ConfigureAwait(false);
        }
        finally
        {
            _work.Update(now => now with { EndedAt = time.GetUtcNow(), Problem = problem, Fraction = problem.Length == 0 ? 1 : now.Fraction, TimeLeft = null });
        }
    }

    /// <summary>Keeps the state of an interrupted model with the same numbers; everything else of an earlier one goes.</summary>
    private static async Task PrepareAsync(string folder, ResolvedRequest request, CancellationToken cancellationToken)
    {
        string path = Path.Combine(folder, RequestName);
        bool goesOn = File.Exists(path) && !File.Exists(Path.Combine(folder, CellModelFiles.Result)) && Directory.Exists(Path.Combine(folder, StateName))
            && await JsonFile.ReadAsync<ResolvedRequest>(path, cancellationToken).ConfigureAwait(false) == request;
        if (!goesOn && Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
        Directory.CreateDirectory(folder);
        File.Delete(Path.Combine(folder, CellArchive.Failure));
        await JsonFile.WriteAsync(path, request, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Writes why it broke off; what was computed is dropped, since it may be the reason.</summary>
    private static async Task TryTellAsync(string folder, string problem, string states)
    {
        try
        {
            if (Directory.Exists(states)) Directory.Delete(states, recursive: true);
            await JsonFile.WriteAsync(Path.Combine(folder, CellArchive.Failure), new CellFailure(problem), CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // The disk is full or gone, which is what was to be told; the page tells it from memory.
        }
    }

    private sealed class Relay(ResolvedCellRuns owner, ResolvedProgress begun) : IProgress<CellModelProgress>
    {
        // What a thread of an earlier model still reports is not the next one's.
        public void Report(CellModelProgress value)
            => owner._work.Update(now => now.StartedAt == begun.StartedAt ? now with { Fraction = value.Fraction, Stage = value.Stage, TimeLeft = value.TimeLeft } : now);
    }
}
