using System.CommandLine;
using LtoAutoscope.Daemon.Cli;
using LtoAutoscope.Daemon.Tests.EndToEnd;

namespace LtoAutoscope.Daemon.Tests.Cli;

/// <summary>The command line itself: help and what is not known.</summary>
[Collection(Verbs.Name)]
public sealed class UsageTests
{
    private const int BadUsage = 2;

    [Fact]
    public async Task Help_OfEveryVerb_TellsItsUsage()
    {
        RootCommand root = RootVerb.Create();
        List<string> verbs = [];
        Collect(root, "");
        Assert.True(verbs.Count > 90, $"{verbs.Count} verbs");
        foreach (string verb in verbs)
        {
            using var output = new StringWriter();
            using var error = new StringWriter();
            int code = await root.Parse([.. verb.Split(' ', StringSplitOptions.RemoveEmptyEntries), "--help"]).InvokeAsync(new InvocationConfiguration { Output = output, Error = error }, TestContext.Current.CancellationToken);
            Assert.True(code == 0 && error.ToString().Length == 0, $"{verb}: {error}");
            Assert.Contains("Usage", output.ToString(), StringComparison.Ordinal);
            Assert.Contains(verb.Split(' ')[^1], output.ToString(), StringComparison.Ordinal);
        }

        void Collect(Command command, string path)
        {
            verbs.Add(path);
            foreach (Command inner in command.Subcommands) Collect(inner, $"{path} {inner.Name}".Trim());
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("fem run")]
    [InlineData("learn propose")]
    public async Task Help_OfTheProgram_ExitsWithSuccess(string verb)
    {
        using BuiltProgram help = await BuiltProgram.RunAsync(Path.GetTempPath(), [.. verb.Split(' ', StringSplitOptions.RemoveEmptyEntries), "--help"]);
        Assert.True(help.ExitCode == 0, $"{verb}: {help.Error}");
        Assert.Contains("Usage", help.Output, StringComparison.Ordinal);
        Assert.Empty(help.Error);
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
