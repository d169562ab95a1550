using System.Security.Claims;
using LtoAutoscope.Daemon.Commands;
using LtoAutoscope.Daemon.Components.Layout;
using LtoAutoscope.Daemon.Components.Text;
using LtoAutoscope.Daemon.Web.Access;
using LtoAutoscope.Domain.Runs;
using LtoAutoscope.Pipeline.Live;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;

namespace LtoAutoscope.Daemon.Components.Queue;

/// <summary>The queue in order, the holder, and the form that adds a sample.</summary>
public sealed partial class QueuePage : LiveComponent
{
    private static readonly TimeSpan UndoTime = TimeSpan.FromSeconds(10);
    private DateTimeOffset _removedAt;
    private JobView? _dragged;
    private ClaimsPrincipal _person = new();
    private JobView? _removed;

    [Inject]
    private ILab Source { get; set; } = default!;

    [Inject]
    private LabCommands Commands { get; set; } = default!;

    [Inject]
    private NavigationManager Navigation { get; set; } = default!;

    [CascadingParameter]
    private Task<AuthenticationState>? Person { get; set; }

    /// <summary>The job whose details are open.</summary>
    [SupplyParameterFromQuery(Name = "job")]
    private string? JobId { get; set; }

    [SupplyParameterFromQuery(Name = "add")]
    private string? Add { get; set; }

    [SupplyParameterFromQuery(Name = "stub")]
    private string? Stub { get; set; }

    private bool Adding => Add is not null;

    private string Problem { get; set; } = "";

    private JobView? Opened => JobId is null ? null : Lab.Queue.FirstOrDefault(job => job.JobId == JobId);

    private string WhyNotRun => Permissions.WhyNot(_person, Permission.Run);

    private string WhyNotPropose => Permissions.WhyNot(_person, Permission.Propose);

    private string WhyNotApprove => Permissions.WhyNot(_person, Permission.Approve);

    private JobView? Removed => _removed is not null && Time.GetUtcNow() - _removedAt < UndoTime ? _removed : null;

    private List<JobView> Open =>
    [
        .. Lab.Queue.Where(j => j.State == RunState.Running),
        .. Lab.Queue.Where(j => j.State is RunState.Queued or RunState.Stopped),
    ];

    private const int FinishedShown = 40;

    /// <summary>The newest of those that have ended; all of them are on the page Runs.</summary>
    private List<JobView> Finished => [.. Lab.Queue.Where(j => j.State is RunState.Completed or RunState.Failed or RunState.Cancelled).Reverse().Take(FinishedShown)];

    private int Done => Lab.Queue.Count(j => j.State is RunState.Completed or RunState.Failed or RunState.Cancelled);

    private string Headline => Lab.Schedule is { Text.Length: > 0 } schedule ? $"{Ending}. {schedule.Text}" : Ending;

    private string Ending => Open.Count == 0 ? "Nothing to do"
        : StripText.QueueEnds(Lab) is { } ends ? $"All done {Time.Range(ends)}, if nothing is taken again"
        : "When it ends nobody can tell yet";

    /// <inheritdoc/>
    protected override async Task OnParametersSetAsync()
    {
        if (Person is not null) _person = (await Person).User;
    }

    private string WhyNot(JobView job) => job.By == _person.Identity?.Name ? WhyNotPropose : WhyNotRun;

    /// <summary>Puts what was dragged where the job lies on which it was dropped; refused where the queue has changed since it was drawn.</summary>
    private async Task DropOn(JobView target)
    {
        if (_dragged is not { } job || job.JobId == target.JobId) return;
        _dragged = null;
        int place = Lab.Queue.Where(j => j.State == RunState.Queued).ToList().FindIndex(j => j.JobId == target.JobId);
        if (place < 0) return;
        Commands.ExpectedQueue = QueueVersion.Of(Lab.Queue);
        Problem = await Telling.OfAsync(() => Commands.MoveToAsync(job.JobId, place + 1, CancellationToken.None));
        Commands.ExpectedQueue = null;
    }

    private void OpenJob(string jobId) => Navigation.NavigateTo(Navigation.GetUriWithQueryParameter("job", jobId), replace: true);

    private void CloseJob() => Navigation.NavigateTo(Navigation.GetUriWithQueryParameter("job", (string?)null), replace: true);

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

    private void Go(string? add, string? stub)
    {
        var keys = new Dictionary<string, object?> { ["add"] = add, ["stub"] = stub };
        // What a proposal gave the form goes with the form.
        if (add is null) (keys["name"], keys["description"], keys["expected"]) = (null, null, null);
        Navigation.NavigateTo(Navigation.GetUriWithQueryParameters(keys), replace: true);
    }
}
