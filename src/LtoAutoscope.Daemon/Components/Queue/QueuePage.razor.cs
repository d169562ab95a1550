using LtoAutoscope.Daemon.Commands;
using LtoAutoscope.Daemon.Components.Layout;
using LtoAutoscope.Daemon.Components.Text;
using LtoAutoscope.Domain.Runs;
using LtoAutoscope.Pipeline.Live;
using Microsoft.AspNetCore.Components;

namespace LtoAutoscope.Daemon.Components.Queue;

/// <summary>The queue in order, the holder, and the form that adds a sample.</summary>
public sealed partial class QueuePage : LiveComponent
{
    private static readonly TimeSpan UndoTime = TimeSpan.FromSeconds(10);
    private DateTimeOffset _removedAt;
    private JobView? _removed;

    [Inject]
    private ILab Source { get; set; } = default!;

    [Inject]
    private LabCommands Commands { get; set; } = default!;

    [Inject]
    private NavigationManager Navigation { get; set; } = default!;

    [SupplyParameterFromQuery(Name = "add")]
    private string? Add { get; set; }

    [SupplyParameterFromQuery(Name = "stub")]
    private string? Stub { get; set; }

    private bool Adding => Add is not null;

    private string Problem { get; set; } = "";

    private JobView? Removed => _removed is not null && Time.GetUtcNow() - _removedAt < UndoTime ? _removed : null;

    private List<JobView> Open =>
    [
        .. Lab.Queue.Where(j => j.State == RunState.Running),
        .. Lab.Queue.Where(j => j.State is RunState.Queued or RunState.Stopped),
    ];

    private List<JobView> Finished => [.. Lab.Queue.Where(j => j.State is RunState.Completed or RunState.Failed or RunState.Cancelled).Reverse()];

    private string Headline => Lab.Schedule is { Text.Length: > 0 } schedule ? $"{Ending}. {schedule.Text}" : Ending;

    private string Ending => Open.Count == 0 ? "Nothing to do"
        : StripText.QueueEnds(Lab) is { } ends ? $"All done {Time.Range(ends)}, if nothing is taken again"
        : "When it ends nobody can tell yet";

    private async Task Act(Func<CancellationToken, Task> command) => Problem = await Telling.OfAsync(() => command(CancellationToken.None));

    private async Task Move(JobView job, int by) => Problem = await Telling.OfAsync(() => Commands.MoveAsync(job.JobId, by, CancellationToken.None));

    private async Task Remove(JobView job)
    {
        Problem = await Telling.OfAsync(() => Commands.RemoveAsync(job.JobId, CancellationToken.None));
        if (Problem.Length == 0) (_removed, _removedAt) = (job, Time.GetUtcNow());
    }

    private async Task PutBack()
    {
        if (_removed is not { } job) return;
        Problem = await Telling.OfAsync(() => Commands.EnqueueAsync(
            new JobRequest { Sample = job.Sample, RecipeName = job.Recipe.Name, Confirmed = job.IsConfirmed, Priority = job.Priority, Window = job.Window, Goal = job.Goal }, CancellationToken.None));
        if (Problem.Length == 0) _removed = null;
    }

    private async Task Do(Func<string, CancellationToken, Task> command, string what) => Problem = await Telling.OfAsync(() => command(what, CancellationToken.None));

    private async Task<string> AddAsync(JobRequest request)
    {
        string problem = await Telling.OfAsync(() => Commands.EnqueueAsync(request, CancellationToken.None));
        if (problem.Length == 0) CloseForm();
        return problem;
    }

    private void OpenForm() => Go("1", null);

    private void CloseForm() => Go(null, null);

    private void ChooseStub(string stub) => Go("1", stub);

    private void Go(string? add, string? stub) => Navigation.NavigateTo(
        Navigation.GetUriWithQueryParameters(new Dictionary<string, object?> { ["add"] = add, ["stub"] = stub }), replace: true);
}
