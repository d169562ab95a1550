using System.Text.Json;
using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Files;
using LtoAutoscope.Domain.Samples;
using LtoAutoscope.Storage.Queue;
using LtoAutoscope.Storage.Samples;
using LtoAutoscope.Storage.Tests.Runs;

namespace LtoAutoscope.Storage.Tests.Queue;

/// <summary>Work on queue and loading in a fixed order, so that a process that is killed in it can be compared with one that is not.</summary>
internal static class QueueWork
{
    internal static HolderMap Holder { get; } = new() { Name = "h", Stubs = [new Stub("A1", 0, 0, 5), new Stub("A2", 20, 0, 5)] };

    /// <summary>One operation; what is refused changes nothing.</summary>
    internal static async Task StepAsync(SampleQueue queue, SampleLoading loading, int step)
    {
        string id = queue.Jobs.Count == 0 ? "none" : queue.Jobs[step * 7 % queue.Jobs.Count].JobId;
        CancellationToken none = CancellationToken.None;
        try
        {
            await ((step % 13) switch
            {
                0 or 1 => queue.AddAsync(new NewJob { Sample = SampleData.Sample($"s{step}"), Recipe = SampleData.Recipe(), Stub = Holder.Stubs[0], Priority = step % 3 }, "x", none),
                2 => queue.CopyAsync(id, 1 + step % 4, Holder.Stubs[1], null, "x", none),
                3 => queue.MoveAsync(id, step % 5 - 2, "x", none),
                4 => queue.MoveNextAsync(id, "x", none),
                5 => queue.HoldJobAsync(id, "x", "why", (HoldCause)(step % 3), none),
                6 => queue.ReleaseAsync(id, "x", none),
                7 => queue.StartAsync(id, $"run-{step}", none),
                8 => queue.SuspendAsync(id, "the window closes", none),
                9 => queue.CancelAsync(id, "x", "no longer needed", none),
                10 => queue.ChangeAsync(id, step % 100, new JobWindow(SampleData.Evening, SampleData.Evening.AddHours(step)), "x", none),
                11 => loading.LoadAsync($"s{step}", Holder.Stubs[step % 2].Name, replaces: true, "x", none),
                _ => loading.ConfirmAsync($"s{step - 1}", "x", none),
            });
        }
        catch (InputException)
        {
            // The same refusal comes in any process.
        }
    }

    /// <summary>Both states on one line; times differ between two processes and are left out.</summary>
    internal static string Tell(SampleQueue queue, SampleLoading loading)
        => JsonSerializer.Serialize(
            new { Jobs = queue.Jobs.Select(job => new { job.JobId, job.Sample.Name, Stub = job.Stub.Name, job.State, job.RunId, job.Priority, job.Window, Held = job.Hold?.Cause, job.Reason }), Loaded = loading.Loaded.Select(entry => new { entry.Sample, entry.Stub, entry.IsConfirmed }) },
            DomainJson.Line);
}
