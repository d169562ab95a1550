using LtoAutoscope.Daemon.Web.Access;
using LtoAutoscope.Pipeline.Cells;

namespace LtoAutoscope.Daemon.Commands;

/// <summary>What people and programs may ask of the cell models, in the name of whoever signed in.</summary>
/// <param name="runs">Runs them.</param>
/// <param name="desk">Checks permissions and keeps the trail.</param>
public sealed class CellCommands(ResolvedCellRuns runs, CommandDesk desk)
{
    /// <summary>Begins the resolved cell model of a run, in the background.</summary>
    public Task<ResolvedProgress> StartAsync(string runId, ResolvedRequest request, CancellationToken cancellationToken)
        => desk.DoAsync(new Command(Permission.Run, "cell_model.start", runId) { State = Model }, by => runs.StartAsync(runId, request, by, cancellationToken));

    /// <summary>Cancels it.</summary>
    public Task<ResolvedProgress> CancelAsync(string runId, CancellationToken cancellationToken)
        => desk.DoAsync(new Command(Permission.Run, "cell_model.cancel", runId) { State = Model }, _ => runs.CancelAsync(runId, cancellationToken));

    private object? Model() => runs.Current is { } model ? new { model.RunId, model.Request, model.By, running = model.IsRunning } : null;
}
