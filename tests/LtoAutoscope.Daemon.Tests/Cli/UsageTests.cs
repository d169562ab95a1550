using LtoAutoscope.Daemon.Tests.EndToEnd;

namespace LtoAutoscope.Daemon.Tests.Cli;

/// <summary>The command line itself: help and what is not known.</summary>
[Collection(ChildProcesses.Name)]
public sealed class UsageTests
{
    private const int BadUsage = 2;

    [Fact]
    public async Task Help_OfEveryVerb_ExitsWithSuccess()
    {
        string[] verbs =
        [
            "", "demo", "serve", "analyse", "twin", "twin render", "fem", "fem run", "fem bench", "fem bench poisson", "fem bench transient", "learn", "learn svr", "learn svr train", "learn svr predict",
            "verify", "reindex", "backup", "restore", "preflight", "service", "service install", "service uninstall", "service status", "user", "user add", "user reset", "user key", "audit", "audit verify",
            "export", "report", "queue", "queue add", "queue move", "queue priority", "runs show", "stop", "rehearse", "night", "alert",
        ];
        await Parallel.ForEachAsync(verbs, new ParallelOptions { MaxDegreeOfParallelism = 3, CancellationToken = TestContext.Current.CancellationToken }, async (verb, _) =>
        {
            using BuiltProgram help = await BuiltProgram.RunAsync(Path.GetTempPath(), [.. verb.Split(' ', StringSplitOptions.RemoveEmptyEntries), "--help"]);
            Assert.True(help.ExitCode == 0, $"{verb}: {help.Error}");
            Assert.Contains("Usage", help.Output, StringComparison.Ordinal);
            Assert.Empty(help.Error);
        });
    }

    [Theory]
    [InlineData("frobnicate")]
    [InlineData("demo --frobnicate")]
    [InlineData("--frobnicate")]
    [InlineData("analyse")]
    [InlineData("twin render --count many --out x")]
    [InlineData("fem run --out x --morphology y --fidelity guess")]
    public async Task Usage_ThatIsNotKnown_ExitsTwoWithWords(string line)
    {
        using var folder = new TemporaryFolder();
        using BuiltProgram program = await BuiltProgram.RunAsync(folder.FullPath, line.Split(' '));
        Assert.Equal(BadUsage, program.ExitCode);
        Assert.Contains("--help", program.Error, StringComparison.Ordinal);
        Assert.Empty(program.Output);
        Assert.Empty(Directory.EnumerateFileSystemEntries(folder.FullPath));
    }
}
