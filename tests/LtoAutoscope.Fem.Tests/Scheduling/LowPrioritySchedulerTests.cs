using System.Collections.Concurrent;
using LtoAutoscope.Fem.Scheduling;

namespace LtoAutoscope.Fem.Tests.Scheduling;

/// <summary>Work that gives way stays on threads of its own, nested loops included.</summary>
public sealed class LowPrioritySchedulerTests
{
    [Fact]
    public async Task RunAsync_NestedLoops_StayOnItsThreads()
    {
        using var scheduler = new LowPriorityScheduler(2);
        var names = new ConcurrentDictionary<string, bool>();

        int sum = await scheduler.RunAsync(() =>
        {
            int total = 0;
            var options = new ParallelOptions { MaxDegreeOfParallelism = 2, TaskScheduler = TaskScheduler.Current };
            Parallel.For(0, 4, options, i => Parallel.For(0, 100, options, j =>
            {
                names[Thread.CurrentThread.Name ?? "none"] = Thread.CurrentThread.Priority == ThreadPriority.BelowNormal;
                Interlocked.Add(ref total, j);
            }));
            return total;
        }, TestContext.Current.CancellationToken);

        Assert.Equal(4 * 4950, sum);
        Assert.All(names, entry => Assert.StartsWith("low priority", entry.Key, StringComparison.Ordinal));
        Assert.All(names, entry => Assert.True(entry.Value));
    }

    [Fact]
    public async Task RunAsync_OnLinux_IsNice()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Niceness is Linux's.");
        using var scheduler = new LowPriorityScheduler(1);

        string stat = await scheduler.RunAsync(() => File.ReadAllText("/proc/thread-self/stat"), TestContext.Current.CancellationToken);

        // Fields after the name in brackets: state is the third of all, niceness the nineteenth.
        string nice = stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[19 - 3];
        Assert.Equal(LowPriorityScheduler.Niceness, int.Parse(nice, System.Globalization.CultureInfo.InvariantCulture));
    }

    [Fact]
    public async Task RunAsync_Failure_ReachesTheCaller()
    {
        using var scheduler = new LowPriorityScheduler(1);

        await Assert.ThrowsAsync<InvalidDataException>(() => scheduler.RunAsync<int>(() => throw new InvalidDataException(), TestContext.Current.CancellationToken));
    }
}
