using System.Globalization;
using LtoAutoscope.Domain.Runs;
using LtoAutoscope.Pipeline.Live;
using LtoAutoscope.Pipeline.Running;
using Spectre.Console;

namespace LtoAutoscope.Daemon.Cli;

/// <summary>Shows in the terminal where the demo is: a bar a sample, or a line a step where the terminal cannot redraw.</summary>
internal static class DemoProgress
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);

    /// <summary>Returns when every job of the batch has ended.</summary>
    public static async Task FollowAsync(VerbConsole console, Lab lab, IReadOnlyList<string> batch, CancellationToken cancellationToken)
    {
        if (!console.IsInteractive)
        {
            var shown = new HashSet<string>(StringComparer.Ordinal);
            await PollAsync(lab, batch, jobs =>
            {
                foreach (JobView job in jobs)
                {
                    string line = $"{job.Sample.Name}: {Step(job, lab.Current.Running)}";
                    if (shown.Add(line)) console.WriteLine(line);
                }
            }, cancellationToken).ConfigureAwait(false);
            return;
        }

        await console.Terminal.Progress()
            .Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn { Width = 30 }, new PercentageColumn(), new ElapsedTimeColumn())
            .StartAsync(async progress =>
            {
                Dictionary<string, ProgressTask> bars = batch.ToDictionary(id => id, id => progress.AddTask("waiting", autoStart: false, maxValue: 1));
                await PollAsync(lab, batch, jobs =>
                {
                    foreach (JobView job in jobs)
                    {
                        ProgressTask bar = bars[job.JobId];
                        if (job.State != RunState.Queued && !bar.IsStarted) bar.StartTask();
                        bar.Description = Markup.Escape($"{job.Sample.Name}  {Detail(job, lab.Current.Running)}");
                        bar.Value = Share(job, lab.Current.Running);
                        if (HasEnded(job)) bar.StopTask();
                    }
                }, cancellationToken).ConfigureAwait(false);
            }).ConfigureAwait(false);
    }

    private static async Task PollAsync(Lab lab, IReadOnlyList<string> batch, Action<IReadOnlyList<JobView>> show, CancellationToken cancellationToken)
    {
        while (true)
        {
            IReadOnlyList<JobView> jobs = [.. lab.Current.Queue.Where(job => batch.Contains(job.JobId))];
            show(jobs);
            // Nor does it wait for jobs that a full disk holds: a person has to look first.
            if (jobs.Count == batch.Count && jobs.All(HasEnded) || lab.Current.State == LabState.Faulted) return;
            await Task.Delay(Interval, cancellationToken).ConfigureAwait(false);
        }
    }

    private static bool HasEnded(JobView job) => job.State is RunState.Completed or RunState.Failed or RunState.Cancelled;

    private static double Share(JobView job, RunningView? running) => job.State switch
    {
        RunState.Completed or RunState.Failed or RunState.Cancelled => 1,
        RunState.Running when running is not null && running.RunId == job.RunId => running.Step switch
        {
            RunStep.Preparing => 0.01,
            RunStep.Acquiring => 0.02 + 0.58 * running.StepProgress,
            RunStep.Measuring => 0.62,
            RunStep.CellModel => 0.64 + 0.32 * running.StepProgress,
            RunStep.Predicting => 0.97,
            _ => 0.98,
        },
        _ => 0,
    };

    private static string Step(JobView job, RunningView? running) => job.State switch
    {
        RunState.Running when running is not null && running.RunId == job.RunId => running.Step switch
        {
            RunStep.Acquiring => $"acquiring, {running.Particles} of {job.Recipe.ParticleGoal} particles",
            RunStep.CellModel => $"cell model, {(int)(running.StepProgress * 4) * 25} %",
            RunStep step => step.ToString().ToLowerInvariant(),
        },
        RunState.Failed => $"failed: {job.Reason}",
        _ => job.State.ToString().ToLowerInvariant(),
    };

    private static string Detail(JobView job, RunningView? running)
        => job.State == RunState.Running && running is not null && running.RunId == job.RunId
            ? running.Step == RunStep.Acquiring
                ? string.Create(CultureInfo.InvariantCulture, $"{running.Particles}/{job.Recipe.ParticleGoal} particles, {running.Activity}")
                : running.Activity
            : Step(job, running);
}
