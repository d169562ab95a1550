using System.Text.Json;
using System.Text.Json.Nodes;
using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Files;
using LtoAutoscope.Domain.Frames;
using LtoAutoscope.Domain.Runs;
using LtoAutoscope.Storage.Data;
using LtoAutoscope.Storage.Runs;
using LtoAutoscope.Storage.Tests.Runs;
using LtoAutoscope.Storage.Verification;

namespace LtoAutoscope.Storage.Tests.Verification;

public sealed class RunVerifierTests : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private DataFolder _data = null!;
    private RunFolder _run = null!;
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _data = await DataFolder.OpenAsync(_folder.FullPath, new DataFolderOptions { MinimumFreeBytes = 0 }, TimeProvider.System, Token);
        _run = await RunBuilder.BuildAsync(_data, "20260314-180000-a", "a", 2, complete: true, Token);
    }

    public ValueTask DisposeAsync()
    {
        _data.Dispose();
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task VerifyAsync_SoundRun_FindsNothing()
    {
        VerifyReport report = await RunVerifier.VerifyAsync(_run.FolderPath, Token);
        Assert.Empty(report.Problems);
        Assert.True(report.IsSound);
        Assert.Equal((_run.RunId, 2, 2, 4), (report.RunId, report.FrameCount, report.AcceptedCount, report.FileCount));
        Assert.Equal((await _run.ReadJournalAsync(Token)).Count, report.EventCount);
    }

    [Theory]
    [InlineData("frames/a01-f0002.tif")]
    [InlineData("morphology.json")]
    [InlineData("fem/result.json")]
    [InlineData("prediction.json")]
    [InlineData("report.html")]
    public async Task VerifyAsync_OneBitFlippedOrFileGone_NamesTheFile(string relative)
    {
        string path = _run.PathOf(relative);
        byte[] bytes = await File.ReadAllBytesAsync(path, Token);
        bytes[bytes.Length / 2] ^= 0x10;
        await File.WriteAllBytesAsync(path, bytes, Token);
        VerifyProblem flipped = await OnlyProblemAsync();
        Assert.Equal(path, flipped.Where);
        Assert.Contains("SHA-256", flipped.What, StringComparison.Ordinal);
        File.Delete(path);
        Assert.Equal((path, "the file is missing"), ((await OnlyProblemAsync()).Where, (await OnlyProblemAsync()).What));
    }

    [Fact]
    public async Task VerifyAsync_JournalDamaged_NamesTheLine()
    {
        string[] lines = await File.ReadAllLinesAsync(_run.JournalPath, Token);
        lines[2] = lines[2].Replace("frame_saved", "frame_saves", StringComparison.Ordinal);
        await File.WriteAllTextAsync(_run.JournalPath, string.Join('\n', lines) + "\n", Token);
        Assert.EndsWith("line 3", (await OnlyProblemAsync()).Where, StringComparison.Ordinal);
    }

    [Fact]
    public async Task VerifyAsync_JournalGone_SaysSo()
    {
        File.Delete(_run.JournalPath);
        Assert.Equal(_run.JournalPath, (await OnlyProblemAsync()).Where);
    }

    [Fact]
    public async Task VerifyAsync_RecordDamaged_SaysSo()
    {
        await File.WriteAllTextAsync(_run.RecordPath, "{}", Token);
        Assert.StartsWith(_run.RecordPath, (await OnlyProblemAsync()).Where, StringComparison.Ordinal);
    }

    [Fact]
    public async Task VerifyAsync_AnalysisGoneOrOther_NamesIt()
    {
        string path = _run.FrameAnalysisPath("a01-f0001");
        await FrameAnalysisFile.WriteAsync(_run, new FrameAnalysis("a01-f0001", [SampleData.Particle("a01-f0001", 1)], new LabelImage(8, 6), 0.1), Token);
        VerifyProblem other = await OnlyProblemAsync();
        Assert.Equal((path, "the analysis has 1 whole particles and the journal says 2"), (other.Where, other.What));
        File.Delete(path);
        Assert.Equal(path, (await OnlyProblemAsync()).Where);
    }

    [Fact]
    public async Task VerifyAsync_FrameCountedTwice_IsFound()
    {
        await AppendAsync(RunEventKind.FrameAccepted, new JsonObject { ["frame_id"] = "a01-f0001", ["whole_count"] = 2 });
        Assert.Contains("a01-f0001 is counted twice", (await OnlyProblemAsync()).What, StringComparison.Ordinal);
    }

    [Fact]
    public async Task VerifyAsync_FrameCountedThatWasNeverSaved_IsFound()
    {
        await AppendAsync(RunEventKind.FrameAccepted, new JsonObject { ["frame_id"] = "a09-f0001", ["whole_count"] = 2 });
        VerifyReport report = await RunVerifier.VerifyAsync(_run.FolderPath, Token);
        Assert.Contains(report.Problems, problem => problem.What.Contains("a09-f0001 counts and was never saved", StringComparison.Ordinal));
        Assert.False(report.IsSound);
    }

    [Fact]
    public async Task VerifyAsync_OneFileForTwoFrames_IsFound()
    {
        FrameRecord first = (await _run.ReadJournalAsync(Token)).First(line => line.Kind == RunEventKind.FrameSaved).Data["record"].Deserialize<FrameRecord>(DomainJson.Line)!;
        FrameRecord twin = first with { Metadata = first.Metadata with { FrameId = "a02-f0003" } };
        await AppendAsync(RunEventKind.FrameSaved, new JsonObject { ["frame_id"] = "a02-f0003", ["record"] = JsonSerializer.SerializeToNode(twin, DomainJson.Line) });
        Assert.Contains("are one file", (await OnlyProblemAsync()).What, StringComparison.Ordinal);
    }

    [Fact]
    public async Task VerifyAsync_LeftoversOfAKill_AreHarmless()
    {
        await File.WriteAllTextAsync(_run.PathOf("frames/a03-f0009.tif"), "exposed, never journaled", Token);
        await File.WriteAllTextAsync(_run.PathOf("frames/a03-f0010.tif.1.partial"), "half", Token);
        await File.AppendAllTextAsync(_run.JournalPath, "{\"seq\":", Token);
        VerifyReport report = await RunVerifier.VerifyAsync(_run.FolderPath, Token);
        Assert.Equal(3, report.Problems.Count);
        Assert.All(report.Problems, problem => Assert.True(problem.IsHarmless));
        Assert.True(report.IsSound);
    }

    [Fact]
    public async Task VerifyAsync_FrameTakenAgain_HoldsTheLastFile()
    {
        RunFolder run = await RunBuilder.BuildAsync(_data, "20260314-190000-b", "b", 0, complete: false, Token);
        await using (IRunJournal journal = await run.OpenJournalAsync(TimeProvider.System, Token))
        {
            FrameRecord blurred = await run.Frames(new PlainCodec()).SaveAsync(SampleData.Frame("a01-f0001", 9), Token);
            await journal.AppendAsync(RunEventKind.FrameSaved, new JsonObject { ["frame_id"] = "a01-f0001", ["record"] = JsonSerializer.SerializeToNode(blurred, DomainJson.Line) }, Token);
            await journal.AppendAsync(RunEventKind.FrameRejected, new JsonObject { ["frame_id"] = "a01-f0001", ["reason"] = "blurred", ["final"] = false }, Token);
            await RunBuilder.AddFrameAsync(run, journal, "a01-f0001", Token);
        }

        Assert.Empty((await RunVerifier.VerifyAsync(run.FolderPath, Token)).Problems);
    }

    [Fact]
    public async Task VerifyAsync_NoSuchFolder_SaysSo()
        => await Assert.ThrowsAsync<InputException>(() => RunVerifier.VerifyAsync(_data.RunPath("nothing"), Token));

    private async Task<VerifyProblem> OnlyProblemAsync()
    {
        VerifyReport report = await RunVerifier.VerifyAsync(_run.FolderPath, Token);
        Assert.False(report.IsSound);
        return Assert.Single(report.Problems);
    }

    private async Task AppendAsync(string kind, JsonObject data)
    {
        await using IRunJournal journal = await _run.OpenJournalAsync(TimeProvider.System, Token);
        await journal.AppendAsync(kind, data, Token);
    }
}
