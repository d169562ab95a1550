using System.Collections.Concurrent;
using System.Runtime.InteropServices;

namespace LtoAutoscope.Fem.Scheduling;

/// <summary>
/// Threads that give way: work runs on them only where nothing else wants the processors, so that a cell model beside a running
/// acquisition costs it nothing that it notices. Below normal priority on Windows; on Linux, where thread priorities do nothing, niceness.
/// </summary>
/// <remarks>
/// Loops inside a task must name <see cref="TaskScheduler.Current"/> as their scheduler, or they would leave for the thread pool.
/// Thread safety: all members. Dispose when no task is left; tasks still queued then are not run.
/// </remarks>
public sealed partial class LowPriorityScheduler : TaskScheduler, IDisposable
{
    /// <summary>Niceness of the threads on Linux, 0 (as all others) to 19.</summary>
    public const int Niceness = 15;

    private readonly BlockingCollection<Task> _queue = [];
    private readonly Thread[] _threads;

    [ThreadStatic]
    private static LowPriorityScheduler? _owner;

    /// <param name="threads">Threads, 1…256.</param>
    public LowPriorityScheduler(int threads)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(threads, 256);
        _threads = [.. Enumerable.Range(0, threads).Select(i => new Thread(Work) { IsBackground = true, Name = $"low priority {i}", Priority = ThreadPriority.BelowNormal })];
        foreach (var thread in _threads) thread.Start();
    }

    /// <inheritdoc/>
    public override int MaximumConcurrencyLevel => _threads.Length;

    /// <summary>Runs something on these threads.</summary>
    /// <param name="work">What to run; loops in it name <see cref="TaskScheduler.Current"/>.</param>
    /// <param name="cancellationToken">Keeps it from starting.</param>
    public Task<T> RunAsync<T>(Func<T> work, CancellationToken cancellationToken = default)
        => Task.Factory.StartNew(work, cancellationToken, TaskCreationOptions.None, this);

    /// <inheritdoc/>
    protected override void QueueTask(Task task) => _queue.Add(task);

    /// <inheritdoc/>
    protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) => _owner == this && TryExecuteTask(task);

    /// <inheritdoc/>
    protected override IEnumerable<Task> GetScheduledTasks() => [.. _queue];

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_queue.IsAddingCompleted) return;
        _queue.CompleteAdding();
        foreach (var thread in _threads)
        {
            if (thread != Thread.CurrentThread) thread.Join();
        }

        _queue.Dispose();
    }

    private void Work()
    {
        _owner = this;
        if (OperatingSystem.IsLinux()) _ = SetPriority(PriorityOfProcess, 0, Niceness);
        foreach (var task in _queue.GetConsumingEnumerable()) TryExecuteTask(task);
    }

    private const int PriorityOfProcess = 0;

    // On Linux "process 0" is the calling thread (setpriority(2), notes on NPTL). A refusal leaves the thread as it is.
    [LibraryImport("libc", EntryPoint = "setpriority")]
    private static partial int SetPriority(int which, int who, int priority);
}
