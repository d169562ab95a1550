using LtoAutoscope.Domain;
using LtoAutoscope.Storage.Decisions;

namespace LtoAutoscope.Storage.Tests.Decisions;

public sealed class DecisionJournalTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string JournalPath => _folder.PathOf(DecisionJournal.FileName);

    [Fact]
    public async Task AppendAsync_LaterDecision_KeepsTheEarlierLineAsItWas()
    {
        await DecideAsync(DecisionVerdict.Rejected, "two in one outline", "a-1", "a-2");
        byte[] before = await File.ReadAllBytesAsync(JournalPath, Token);
        await DecideAsync(DecisionVerdict.Accepted, "looked again", "a-1");
        byte[] after = await File.ReadAllBytesAsync(JournalPath, Token);
        Assert.True(after.Length > before.Length);
        Assert.Equal(before, after[..before.Length]);
        ParticleDecisions all = await DecisionJournal.ReadAsync(_folder.FullPath, Token);
        Assert.Equal(["a-1", "a-2", "a-1"], all.All.Select(decision => decision.ParticleId));
        Assert.Equal((DecisionVerdict.Accepted, "looked again", "anna"), (all.Of("a-1")!.Verdict, all.Of("a-1")!.Reason, all.Of("a-1")!.By));
        Assert.Equal(1, all.RejectedCount);
    }

    [Fact]
    public async Task AppendAsync_Withdrawn_LeavesNothingDecidedAndTheStoryWhole()
    {
        await DecideAsync(DecisionVerdict.Rejected, "dust", "a-1");
        await DecideAsync(DecisionVerdict.Withdrawn, "", "a-1");
        ParticleDecisions all = await DecisionJournal.ReadAsync(_folder.FullPath, Token);
        Assert.Null(all.Of("a-1"));
        Assert.Equal(2, all.All.Count);
    }

    [Fact]
    public async Task AppendAsync_RejectionWithoutReason_IsRefusedAndWritesNothing()
    {
        InputException refused = await Assert.ThrowsAsync<InputException>(() => DecideAsync(DecisionVerdict.Rejected, " ", "a-1"));
        Assert.Equal("reason", refused.Where);
        Assert.False(File.Exists(JournalPath));
    }

    [Fact]
    public async Task AppendAsync_TornLastLine_IsCutOffAndTheRestHolds()
    {
        await DecideAsync(DecisionVerdict.Accepted, "", "a-1");
        await File.AppendAllTextAsync(JournalPath, "{\"seq\":2,\"ti", Token);
        await DecideAsync(DecisionVerdict.Accepted, "", "a-2");
        Assert.Equal(["a-1", "a-2"], (await DecisionJournal.ReadAsync(_folder.FullPath, Token)).All.Select(decision => decision.ParticleId));
    }

    public void Dispose() => _folder.Dispose();

    private Task DecideAsync(DecisionVerdict verdict, string reason, params string[] ids) => DecisionJournal.AppendAsync(_folder.FullPath, ids, verdict, reason, "anna", TimeProvider.System, Token);
}
