using System.Diagnostics;
using LtoAutoscope.Storage.Data;
using LtoAutoscope.Storage.Queue;
using LtoAutoscope.Storage.Samples;

namespace LtoAutoscope.Storage.Tests.Queue;

public sealed class QueueKillTests
{
    private const int Kills = 6;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Queue_ProcessKilledAtAnyMoment_HasWhatWasToldAndAtMostTheOneOperationAfter()
    {
        using var folder = new TemporaryFolder();
        for (int kill = 0; kill < Kills; kill++)
        {
            string path = Path.Combine(folder.FullPath, $"lab{kill}");
            List<string> told = await KilledAsync(path, 8 + 11 * kill);

            using DataFolder data = await DataFolder.OpenAsync(path, new DataFolderOptions { MinimumFreeBytes = 0 }, TimeProvider.System, Token);
            await using SampleQueue queue = await SampleQueue.OpenAsync(data, TimeProvider.System, Token);
            await using SampleLoading loading = await SampleLoading.OpenAsync(data, QueueWork.Holder, TimeProvider.System, Token);
            string found = QueueWork.Tell(queue, loading);
            // The undisturbed one, as far as the killed one may have come: a step more than it told, and within it every line of a step of two.
            Assert.Contains(found, await UndisturbedAsync(Path.Combine(folder.FullPath, $"again{kill}"), told));
        }
    }

    private static async Task<List<string>> KilledAsync(string path, int steps)
    {
        using Process process = ChildProcess.Start("queue", path);
        List<string> told = [];
        while (told.Count < steps && await process.StandardOutput.ReadLineAsync(Token) is { } line) told.Add(line);
        process.Kill();
        // What the pipe still held was on the disk too.
        while (await process.StandardOutput.ReadLineAsync(Token) is { } line)
            if (line.EndsWith('}')) told.Add(line);
        await process.WaitForExitAsync(Token);
        Assert.True(told.Count >= steps, await process.StandardError.ReadToEndAsync(Token));
        return told;
    }

    /// <summary>What the same work gives in this process after what was told, and at each line of the step after that.</summary>
    private static async Task<IReadOnlyList<string>> UndisturbedAsync(string path, List<string> told)
    {
        using DataFolder data = await DataFolder.OpenAsync(path, new DataFolderOptions { MinimumFreeBytes = 0 }, TimeProvider.System, Token);
        await using SampleQueue queue = await SampleQueue.OpenAsync(data, TimeProvider.System, Token);
        await using SampleLoading loading = await SampleLoading.OpenAsync(data, QueueWork.Holder, TimeProvider.System, Token);
        for (int step = 0; step < told.Count; step++) await QueueWork.StepAsync(queue, loading, step);
        string last = QueueWork.Tell(queue, loading);
        Assert.Equal(last, told[^1]);
        List<string> states = [last];
        queue.Changed += () => states.Add(QueueWork.Tell(queue, loading));
        loading.Changed += () => states.Add(QueueWork.Tell(queue, loading));
        await QueueWork.StepAsync(queue, loading, told.Count);
        return states;
    }
}
