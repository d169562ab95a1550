using LtoAutoscope.Domain.Runs;
using LtoAutoscope.Storage.Runs;
using LtoAutoscope.Storage.Verification;

namespace LtoAutoscope.Daemon.Tests.EndToEnd;

/// <summary>What must hold of the runs of a data folder, whatever happened to the processes that made them.</summary>
internal static class RunFolders
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>The folders that hold a run.</summary>
    public static string[] Of(string data)
        => Directory.Exists(Path.Combine(data, "runs"))
            ? [.. Directory.EnumerateDirectories(Path.Combine(data, "runs")).Where(folder => File.Exists(Path.Combine(folder, RunFolder.RecordName))).Order(StringComparer.Ordinal)]
            : [];

    /// <summary>The journal, also while a process writes it.</summary>
    public static async Task<IReadOnlyList<RunEvent>> JournalAsync(string folder)
        => await (await RunFolder.OpenAsync(folder, Token)).ReadJournalAsync(Token);

    /// <summary>Exposures booked in all runs.</summary>
    public static async Task<int> ExposuresAsync(string data)
    {
        int exposures = 0;
        foreach (string folder in Of(data)) exposures += (await JournalAsync(folder)).Count(line => line.Kind == RunEventKind.ExposureIntended);
        return exposures;
    }

    /// <summary>Sound, complete, each frame counted once, and no frame exposed again after it was saved unless it had been rejected.</summary>
    public static async Task AssertWholeAsync(string folder)
    {
        VerifyReport report = await RunVerifier.VerifyAsync(folder, Token);
        Assert.True(report.IsSound, string.Join("; ", report.Problems));
        IReadOnlyList<RunEvent> journal = await JournalAsync(folder);
        Assert.Equal(RunEventKind.RunCompleted, journal[^1].Kind);
        var saved = new HashSet<string>();
        var counted = new HashSet<string>();
        foreach (RunEvent line in journal)
        {
            if (line.Data["frame_id"]?.GetValue<string>() is not { } frame) continue;
            if (line.Kind == RunEventKind.FrameSaved) Assert.True(saved.Add(frame), $"{frame} was saved twice");
            if (line.Kind == RunEventKind.FrameRejected) saved.Remove(frame);
            if (line.Kind == RunEventKind.ExposureIntended) Assert.False(saved.Contains(frame), $"{frame} was exposed although it was saved");
            if (line.Kind == RunEventKind.FrameAccepted) Assert.True(counted.Add(frame), $"{frame} was counted twice");
        }

        Assert.NotEmpty(counted);
    }
}
