using LtoAutoscope.Domain.Runs;

namespace LtoAutoscope.Daemon.Tests.EndToEnd;

/// <summary>Any step may be the last: the demo is killed again and again and loses nothing.</summary>
[Collection(ChildProcesses.Name)]
public sealed class KilledDemoTests
{
    private const int Kills = 3;
    private const int Seed = 20260;

    [Fact]
    public async Task Demo_KilledAgainAndAgain_FinishesWithEveryFrameCountedOnce()
    {
        using var folder = new TemporaryFolder();
        string data = folder.PathOf("lab");
        string[] command = ["demo", "--exit", "--json", "--goal", "40", "--data", data, "--urls", "http://127.0.0.1:0"];
        var random = new Random(Seed);
        Dictionary<string, IReadOnlyList<RunEvent>> before = [];
        int kills = 0;
        for (int kill = 0; kill < Kills; kill++)
        {
            using (BuiltProgram demo = BuiltProgram.Start(folder.FullPath, command))
            {
                await Task.Delay(TimeSpan.FromSeconds(2 + 7 * random.NextDouble()), TestContext.Current.CancellationToken);
                if (!demo.HasExited) kills++;
                else Assert.True(demo.ExitCode == 0, demo.Error);
                demo.Kill();
            }

            foreach (string run in RunFolders.Of(data))
            {
                IReadOnlyList<RunEvent> now = await RunFolders.JournalAsync(run);
                if (before.TryGetValue(run, out var old)) AssertBegins(now, old);
                before[run] = now;
            }
        }

        Assert.True(kills > Kills / 2, $"only {kills} kills fell into the work");
        using (BuiltProgram last = BuiltProgram.Start(folder.FullPath, command))
        {
            await last.EndAsync(TimeSpan.FromMinutes(6));
            Assert.True(last.ExitCode == 0, last.Error);
        }

        // A machine that is quick enough to finish the batch between two kills begins another one.
        string[] runs = RunFolders.Of(data);
        Assert.True(runs.Length >= 3 && runs.Length % 3 == 0, $"{runs.Length} runs");
        foreach (string run in runs)
        {
            await RunFolders.AssertWholeAsync(run);
            if (before.TryGetValue(run, out var old)) AssertBegins(await RunFolders.JournalAsync(run), old);
        }
    }

    /// <summary>What was written once stays written: a journal only grows, so every frame that was saved is still there.</summary>
    private static void AssertBegins(IReadOnlyList<RunEvent> now, IReadOnlyList<RunEvent> before)
    {
        Assert.True(now.Count >= before.Count);
        for (int i = 0; i < before.Count; i++)
            Assert.True(now[i].Kind == before[i].Kind && now[i].Time == before[i].Time && now[i].Data.ToJsonString() == before[i].Data.ToJsonString(), $"line {i + 1} changed");
    }
}
