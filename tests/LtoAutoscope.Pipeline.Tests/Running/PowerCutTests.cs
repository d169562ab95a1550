using System.Text;
using LtoAutoscope.Domain.Files;
using LtoAutoscope.Domain.Runs;
using LtoAutoscope.Pipeline.Live;
using LtoAutoscope.Storage.Runs;
using LtoAutoscope.Storage.Verification;

namespace LtoAutoscope.Pipeline.Tests.Running;

/// <summary>A run that goes on over what a power cut left of its last frame.</summary>
public sealed class PowerCutTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("cut off")]
    [InlineData("empty")]
    [InlineData("lost rename")]
    public async Task Run_LastSavedFrameNotWhole_IsTakenAgainAndBookedTwice(string remnant)
    {
        await using LabBench bench = await LabBench.StartAsync();
        JobView job = await bench.EnqueueAsync();
        await bench.UntilAsync(lab => lab.Running?.Frames.Count >= 3, "three frames");
        JobView running = bench.Job(job.JobId);
        await bench.StopLabAsync();

        RunFolder folder = await bench.FolderOfAsync(running);
        string frame = await CutBehindASavedFrameAsync(folder);
        string path = folder.PathOf($"frames/{frame}.tif");
        byte[] whole = await File.ReadAllBytesAsync(path, Token);
        if (remnant == "lost rename") File.Move(path, $"{path}.0123{AtomicFile.TemporarySuffix}");
        else await File.WriteAllBytesAsync(path, remnant == "empty" ? [] : whole[..(whole.Length / 2)], Token);
        Assert.Contains((await RunVerifier.VerifyAsync(folder.FolderPath, Token)).Problems, problem => problem.Where == path && !problem.IsHarmless);

        await bench.StartLabAsync();
        JobView done = await bench.EndOfAsync(job.JobId);
        Assert.True(done.State == RunState.Completed, done.Reason);
        RunEvent[] lines = [.. await folder.ReadJournalAsync(Token)];
        Assert.Equal(2, lines.Count(line => line.Kind == RunEventKind.ExposureIntended && line.Data["frame_id"]!.GetValue<string>() == frame));
        Assert.Single(lines, line => line.Kind == RunEventKind.FrameAccepted && line.Data["frame_id"]!.GetValue<string>() == frame);
        VerifyReport report = await RunVerifier.VerifyAsync(folder.FolderPath, Token);
        Assert.True(report.IsSound, string.Join("; ", report.Problems.Select(problem => $"{problem.Where}: {problem.What}")));
        Assert.True(report.FileCount > 6);
    }

    /// <summary>Cuts the journal behind the last line that says a frame was saved: its acceptance was not on the disk yet.</summary>
    private static async Task<string> CutBehindASavedFrameAsync(RunFolder folder)
    {
        RunEvent[] lines = [.. await folder.ReadJournalAsync(Token)];
        RunEvent saved = lines.Last(line => line.Kind == RunEventKind.FrameSaved);
        string frame = saved.Data["frame_id"]!.GetValue<string>();
        Assert.DoesNotContain(lines, line => line.Sequence < saved.Sequence && line.Kind == RunEventKind.FrameAccepted && line.Data["frame_id"]!.GetValue<string>() == frame);
        string[] text = await File.ReadAllLinesAsync(folder.JournalPath, Token);
        await File.WriteAllTextAsync(folder.JournalPath, string.Join('\n', text[..(int)saved.Sequence]) + "\n", new UTF8Encoding(false), Token);
        return frame;
    }
}
