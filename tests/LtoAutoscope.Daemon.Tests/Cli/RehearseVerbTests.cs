using System.Text.Json;
using LtoAutoscope.Daemon.Tests.EndToEnd;
using LtoAutoscope.Domain.Recipes;
using LtoAutoscope.Domain.Samples;
using LtoAutoscope.Storage.Configuration;
using LtoAutoscope.Storage.Data;
using LtoAutoscope.Storage.Queue;
using LtoAutoscope.Storage.Samples;

namespace LtoAutoscope.Daemon.Tests.Cli;

/// <summary><c>rehearse</c> on a data folder, as a process of its own.</summary>
[Collection(Verbs.Name)]
public sealed class RehearseVerbTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(true, 0)]
    [InlineData(false, 1)]
    public async Task Rehearse_QueueOfOne_CanWorkOnlyWithAConfirmedSample(bool confirmed, int exitCode)
    {
        using var folder = new TemporaryFolder();
        string data = Path.Combine(folder.FullPath, "data"), output = Path.Combine(folder.FullPath, "out");
        await QueueAsync(data, confirmed);
        using BuiltProgram rehearsal = await BuiltProgram.RunAsync(folder.FullPath, "rehearse", "--data", data, "--holder", "nine-stubs", "--out", output, "--json");
        Assert.True(rehearsal.ExitCode == exitCode, rehearsal.Error + rehearsal.Output);
        using JsonDocument report = JsonDocument.Parse(rehearsal.Output);
        Assert.Equal(confirmed, report.RootElement.GetProperty("can_work").GetBoolean());
        JsonElement job = Assert.Single(report.RootElement.GetProperty("jobs").EnumerateArray());
        Assert.Equal(2, job.GetProperty("forecast").GetProperty("ends_between").GetArrayLength());
        Assert.Equal(60, job.GetProperty("places").GetArrayLength());
        Assert.Equal(!confirmed, report.RootElement.GetProperty("findings").EnumerateArray().Any(finding => finding.GetProperty("check").GetString() == "sample" && finding.GetProperty("sample").GetString() == "powder"));
        Assert.All((string[])["rehearsal.json", "holder.svg", "night.svg"], name => Assert.True(new FileInfo(Path.Combine(output, name)).Length > 500, name));
    }

    [Fact]
    public async Task SampleTime_EmptyFolder_ComparesWithTheStatedBaseline()
    {
        using var folder = new TemporaryFolder();
        using BuiltProgram bench = await BuiltProgram.RunAsync(folder.FullPath, "bench", "sample-time", "--data", Path.Combine(folder.FullPath, "none"), "--json");
        Assert.True(bench.ExitCode == 0, bench.Error);
        using JsonDocument report = JsonDocument.Parse(bench.Output);
        Assert.Equal(500, report.RootElement.GetProperty("particles").GetInt32());
        Assert.True(report.RootElement.GetProperty("manual_hands_on_s").GetProperty("p10").GetDouble() > report.RootElement.GetProperty("hands_on_s").GetProperty("p90").GetDouble());
    }

    private static async Task QueueAsync(string path, bool confirmed)
    {
        HolderMap holder = HolderFile.Load(Path.Combine(BuiltProgram.RepositoryRoot, "config", "holders", "nine-stubs.yaml"));
        Stub stub = holder.Stubs[0];
        using DataFolder data = await DataFolder.OpenAsync(path, new DataFolderOptions(), TimeProvider.System, Token);
        await using SampleQueue queue = await SampleQueue.OpenAsync(data, TimeProvider.System, Token);
        var sample = new Sample { Name = "powder", Stub = stub.Name, ExpectedDiameterNm = 100 };
        await queue.AddAsync(sample, new Recipe { Name = "standard", Focus = new FocusSettings { StartMm = 8 } }, stub, null, "tester", Token);
        await using SampleLoading loading = await SampleLoading.OpenAsync(data, holder, TimeProvider.System, Token);
        await loading.LoadAsync("powder", stub.Name, replaces: false, "tester", Token);
        if (confirmed) await loading.ConfirmAsync("powder", "tester", Token);
    }
}
