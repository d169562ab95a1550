using System.Text.Json;

namespace LtoAutoscope.Daemon.Tests.EndToEnd;

/// <summary>The short forms of what a night has to survive: five kills of the daemon (`bench kills` does as many as one asks for), and a night of the simulated week.</summary>
[Collection(ChildProcesses.Name)]
public sealed class NightBenchTests
{
    [Fact]
    public async Task BenchKills_FiveKills_EndAsTheUndisturbedRun()
    {
        using var folder = new TemporaryFolder();
        using BuiltProgram bench = await RunAsync(folder.FullPath, "bench", "kills", "--count", "5", "--tiles", "6", "--json");
        Assert.True(bench.ExitCode == 0, bench.Output + bench.Error);
        using JsonDocument report = JsonDocument.Parse(bench.Output);
        Assert.True(report.RootElement.GetProperty("kills").GetInt32() >= 5);
        Assert.True(report.RootElement.GetProperty("kills_in_acquisition").GetInt32() > 0, bench.Output);
        Assert.True(report.RootElement.GetProperty("is_sound").GetBoolean(), bench.Output);
    }

    [Fact]
    public async Task Week_OneNight_LosesNothingAndClaimsNothingWrong()
    {
        using var folder = new TemporaryFolder();
        string data = folder.PathOf("week");
        using BuiltProgram week = await RunAsync(folder.FullPath, "week", "--nights", "1", "--samples", "2", "--width", "512", "--goal", "60", "--precision", "0", "--data", data, "--json");
        Assert.True(week.ExitCode == 0, week.Output + week.Error);
        using JsonDocument report = JsonDocument.Parse(week.Output);
        JsonElement night = report.RootElement.GetProperty("nights")[0];
        Assert.True(night.GetProperty("accepted").GetInt32() > 0, week.Output);
        Assert.True(night.GetProperty("faults").GetArrayLength() > 0, week.Output);
        Assert.Equal(night.GetProperty("incidents").GetInt32(), night.GetProperty("told").GetInt32());
        Assert.NotEmpty(Directory.GetFiles(Path.Combine(data, "nights"), "morning.html", SearchOption.AllDirectories));

        // A week that is done is not run again.
        using BuiltProgram again = await RunAsync(folder.FullPath, "week", "--nights", "1", "--samples", "2", "--width", "512", "--goal", "60", "--precision", "0", "--data", data, "--json");
        Assert.Equal(week.Output, again.Output);
    }

    private static async Task<BuiltProgram> RunAsync(string workingFolder, params string[] arguments)
    {
        BuiltProgram program = BuiltProgram.Start(workingFolder, arguments);
        await program.EndAsync(TimeSpan.FromMinutes(12));
        return program;
    }
}
