using System.Text.Json;
using System.Text.Json.Nodes;
using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Audits;
using LtoAutoscope.Domain.Files;
using LtoAutoscope.Domain.Frames;
using LtoAutoscope.Domain.Particles;
using LtoAutoscope.Domain.Runs;
using LtoAutoscope.Storage.Audits;
using LtoAutoscope.Storage.Data;
using LtoAutoscope.Storage.Journals;
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

    [Theory]
    [InlineData("frames/a01-f0002.tif")]
    [InlineData("report.html")]
    [InlineData("fem/result.json")]
    public async Task VerifyAsync_RenameWithoutContent_SaysThatTheFileIsEmpty(string relative)
    {
        await File.WriteAllBytesAsync(_run.PathOf(relative), [], Token);
        VerifyProblem problem = await OnlyProblemAsync();
        Assert.Equal(_run.PathOf(relative), problem.Where);
        Assert.Contains("empty", problem.What, StringComparison.Ordinal);
    }

    [Fact]
    public async Task VerifyAsync_LostRename_LeavesAPartialAndAMissingFile()
    {
        string path = _run.PathOf("report.html");
        File.Move(path, path + ".0123456789abcdef.partial");
        VerifyReport report = await RunVerifier.VerifyAsync(_run.FolderPath, Token);
        Assert.Equal([("the file is missing", false), ("the file was never finished", true)], report.Problems.Select(problem => (problem.What, problem.IsHarmless)));
    }

    [Fact]
    public async Task VerifyAsync_EvidenceThatALineNames_MustBeThere()
    {
        await AppendAsync(RunEventKind.IncidentBegun, new JsonObject { ["incident_id"] = "i001", ["evidence"] = new JsonArray("evidence/i001-before.jpg") });
        Assert.Equal(_run.PathOf("evidence/i001-before.jpg"), (await OnlyProblemAsync()).Where);
        await AtomicFile.WriteTextAsync(_run.PathOf("evidence/i001-before.jpg"), "a picture", Token);
        Assert.Empty((await RunVerifier.VerifyAsync(_run.FolderPath, Token)).Problems);
    }

    [Fact]
    public async Task VerifyAsync_CountsThatDoNotComeOutAgain_AreNamed()
    {
        Morphology morphology = await JsonFile.ReadAsync<Morphology>(_run.MorphologyPath, Token);
        await JsonFile.WriteAsync(_run.MorphologyPath, morphology with { ParticleCount = 5, FrameCount = 3 }, Token);
        await AppendAsync(RunEventKind.MorphologyDone, Files("morphology.json"));
        VerifyReport report = await RunVerifier.VerifyAsync(_run.FolderPath, Token);
        Assert.Equal(["particle_count is 5, and the analyses of the frames that count give 4", "frame_count is 3, and the analyses of the frames that count give 2"], report.Problems.Select(problem => problem.What));
    }

    [Fact]
    public async Task VerifyAsync_AcceptedFrameTakenBack_MayBeTakenAgain()
    {
        RunFolder run = await RunBuilder.BuildAsync(_data, "20260314-190000-c", "c", 1, complete: false, Token);
        await using (IRunJournal journal = await run.OpenJournalAsync(TimeProvider.System, Token))
        {
            await journal.AppendAsync(RunEventKind.FrameRejected, new JsonObject { ["frame_id"] = "a01-f0001", ["reason"] = "taken while the vacuum failed", ["final"] = false }, Token);
            await RunBuilder.AddFrameAsync(run, journal, "a01-f0001", Token);
        }

        VerifyReport report = await RunVerifier.VerifyAsync(run.FolderPath, Token);
        Assert.Empty(report.Problems);
        Assert.Equal(1, report.AcceptedCount);
    }

    [Fact]
    public async Task VerifyAsync_ListOfChecksums_CoversEveryFileAndTellsWhatIsExtra()
    {
        await AtomicFile.WriteTextAsync(_run.PathOf("fem/fields/cell.pvd"), "fields", Token);
        await AtomicFile.WriteTextAsync(_run.PathOf("mosaic/a01.png"), "a mosaic", Token);
        await File.WriteAllTextAsync(_run.PathOf("frames/a01-f0001.jpg"), "a preview", Token);
        await RunChecksums.WriteAsync(_run, Token);
        await AppendAsync(RunEventKind.RunCompleted, Files(RunChecksums.FileName));
        Assert.Empty((await RunVerifier.VerifyAsync(_run.FolderPath, Token)).Problems);

        await File.WriteAllTextAsync(_run.PathOf("frames/a01-f0001.jpg"), "a preview made again", Token);
        await File.WriteAllTextAsync(_run.PathOf("notes.txt"), "somebody's", Token);
        VerifyProblem extra = Assert.Single((await RunVerifier.VerifyAsync(_run.FolderPath, Token)).Problems);
        Assert.Equal((_run.PathOf("notes.txt"), true), (extra.Where, extra.IsHarmless));
        File.Delete(_run.PathOf("notes.txt"));

        foreach (string relative in (string[])["fem/fields/cell.pvd", "mosaic/a01.png", "analysis/a01-f0002.json", "run.json", RunChecksums.FileName])
        {
            string path = _run.PathOf(relative);
            byte[] bytes = await File.ReadAllBytesAsync(path, Token);
            await File.WriteAllBytesAsync(path, [.. bytes, (byte)'\n'], Token);
            Assert.Contains((await RunVerifier.VerifyAsync(_run.FolderPath, Token)).Problems, problem => problem.Where == path && !problem.IsHarmless);
            File.Delete(path);
            Assert.Contains((await RunVerifier.VerifyAsync(_run.FolderPath, Token)).Problems, problem => problem.Where.StartsWith(path, StringComparison.Ordinal) || problem.Where == _run.FolderPath);
            await File.WriteAllBytesAsync(path, bytes, Token);
        }

        Assert.Empty((await RunVerifier.VerifyAsync(_run.FolderPath, Token)).Problems);
    }

    [Fact]
    public async Task DataVerifier_WholeFolder_FindsWhatEachJournalAndRunLacks()
    {
        await RunBuilder.BuildAsync(_data, "20260314-200000-d", "d", 1, complete: true, Token);
        Directory.CreateDirectory(_data.RunPath("20260314-210000-e"));
        await using (IRunJournal doses = await NdjsonJournal.OpenAsync(Path.Combine(_data.Doses, "d.ndjson"), TimeProvider.System, Token)) await doses.AppendAsync("dose", new JsonObject { ["e_nm2"] = 1 }, Token);
        await using (IRunJournal queue = await NdjsonJournal.OpenAsync(Path.Combine(_data.Queue, "journal.ndjson"), TimeProvider.System, Token)) await queue.AppendAsync("job_added", [], Token);
        await File.AppendAllTextAsync(Path.Combine(_data.Doses, "d.ndjson"), "{\"seq\":2,", Token);
        DataVerifyReport sound = await DataVerifier.VerifyAsync(_data, null, Token);
        Assert.True(sound.IsSound);
        Assert.Equal((2, 2), (sound.Journals, sound.Runs.Count));
        Assert.Equal(2, sound.Problems.Count);

        string journal = Path.Combine(_data.Queue, "journal.ndjson");
        string line = await File.ReadAllTextAsync(journal, Token);
        await File.WriteAllTextAsync(journal, line.Replace("job_added", "job_adder", StringComparison.Ordinal) + line, Token);
        File.Delete(_run.ReportPath);
        DataVerifyReport broken = await DataVerifier.VerifyAsync(_data, null, Token);
        Assert.False(broken.IsSound);
        Assert.Contains(broken.Problems, problem => !problem.IsHarmless && problem.Where.StartsWith(journal, StringComparison.Ordinal));
        Assert.Equal(_run.RunId, Assert.Single(broken.Runs, run => !run.IsSound).RunId);
    }

    [Fact]
    public async Task DataVerifier_AuditTrail_IsSoundUntilALineIsChanged()
    {
        using (AuditTrail trail = await AuditTrail.OpenAsync(_data, Token))
            for (int i = 0; i < 2; i++)
                await trail.RecordAsync(new AuditEntry { At = DateTimeOffset.UnixEpoch, Who = "eve", Action = "queue.hold", Target = $"job-{i}", Result = AuditResult.Done }, Token);
        DataVerifyReport sound = await DataVerifier.VerifyAsync(_data, null, Token);
        string path = Path.Combine(_data.Audit, AuditTrail.FileName);
        await File.WriteAllTextAsync(path, (await File.ReadAllTextAsync(path, Token)).Replace("job-0", "job-9", StringComparison.Ordinal), Token);
        DataVerifyReport broken = await DataVerifier.VerifyAsync(_data, null, Token);

        Assert.Empty(sound.Problems);
        VerifyProblem problem = Assert.Single(broken.Problems);
        Assert.True(!problem.IsHarmless && problem.Where == path);
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

    private JsonObject Files(string relative)
        => new() { ["files"] = new JsonArray(new JsonObject { ["path"] = relative, ["sha256"] = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(_run.PathOf(relative)))) }) };

    private async Task AppendAsync(string kind, JsonObject data)
    {
        await using IRunJournal journal = await _run.OpenJournalAsync(TimeProvider.System, Token);
        await journal.AppendAsync(kind, data, Token);
    }
}
