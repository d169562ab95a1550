using LtoAutoscope.Daemon.Tests.Components;
using LtoAutoscope.Daemon.Web.Live;
using Microsoft.Extensions.Time.Testing;

namespace LtoAutoscope.Daemon.Tests.Web;

public sealed class LabFeedTests
{
    private readonly FakeTimeProvider _clock = new();

    [Fact]
    public void Updated_ManyChanges_ComesAtMostFiveTimesASecond()
    {
        var lab = new FakeLab(_clock.GetUtcNow());
        using var feed = new LabFeed(lab, _clock);
        int updates = 0;
        feed.Updated += () => updates++;
        for (int i = 0; i < 1000; i++)
        {
            lab.Change(c => c with { StateDetail = $"step {i}" });
            _clock.Advance(TimeSpan.FromMilliseconds(1));
        }

        Assert.Equal(5, updates);
        Assert.Equal("step 999", feed.Snapshot.StateDetail);
    }

    [Fact]
    public void Updated_NothingChanges_BeatsOnceASecond()
    {
        using var feed = new LabFeed(new FakeLab(_clock.GetUtcNow()), _clock);
        int updates = 0;
        feed.Updated += () => updates++;
        for (int i = 0; i < 30; i++) _clock.Advance(TimeSpan.FromMilliseconds(100));
        Assert.Equal(3, updates);
    }

    [Fact]
    public void Dispose_LeavesNoSubscription()
    {
        var lab = new FakeLab(_clock.GetUtcNow());
        new LabFeed(lab, _clock).Dispose();
        Assert.Equal(0, lab.Subscribers);
    }
}
