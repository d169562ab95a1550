using LtoAutoscope.Reports.Runs;

namespace LtoAutoscope.Reports.Tests.Runs;

public sealed class RepresentativeFramesTests
{
    [Fact]
    public void Choose_SeveralAreas_TakesTheNearestOfEachFirst()
        => Assert.Equal(["a01-f1", "a02-f3", "a03-f5", "a01-f2"], RepresentativeFrames.Choose([("a01-f1", 1, 100), ("a01-f2", 1, 101), ("a02-f3", 2, 120), ("a03-f5", 3, 140), ("a04-f9", 4, double.NaN)], 100).Order(StringComparer.Ordinal).OrderBy(id => id switch { "a01-f1" => 0, "a02-f3" => 1, "a03-f5" => 2, _ => 3 }));

    [Fact]
    public void Choose_OneArea_FillsUpWithTheNextNearest()
        => Assert.Equal(["f1", "f2", "f4", "f5"], RepresentativeFrames.Choose([("f1", 1, 100), ("f2", 1, 103), ("f3", 1, 150), ("f4", 1, 98), ("f5", 1, 110)], 100).Order(StringComparer.Ordinal));

    [Fact]
    public void Sheet_ManyFrames_ShowsThoseLeftOutAndTheOthersEvenly()
    {
        (string FrameId, bool Accepted)[] frames = [.. Enumerable.Range(0, 1000).Select(i => ($"f{i:0000}", i % 100 != 50))];
        IReadOnlySet<string> sheet = RepresentativeFrames.Sheet(frames);
        Assert.Equal(RepresentativeFrames.OnSheet, sheet.Count);
        Assert.All(frames.Where(frame => !frame.Accepted), frame => Assert.Contains(frame.FrameId, sheet));
        Assert.Contains("f0000", sheet);
        Assert.Contains(sheet, id => string.CompareOrdinal(id, "f0950") > 0);
    }

    [Fact]
    public void Sheet_FewFrames_ShowsAll() => Assert.Equal(3, RepresentativeFrames.Sheet([("a", true), ("b", false), ("c", true)]).Count);
}
