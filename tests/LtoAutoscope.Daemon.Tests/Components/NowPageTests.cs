using Bunit;
using LtoAutoscope.Daemon.Components.Now;
using LtoAutoscope.Pipeline.Live;

namespace LtoAutoscope.Daemon.Tests.Components;

public sealed class NowPageTests
{
    [Fact]
    public async Task Now_Running_ShowsNewestSavedFrameWithOutlinesAndScale()
    {
        await using var page = new PageContext();
        var now = page.Render<NowPage>();
        string newest = page.Lab.Running.Frames[^1].Metadata.FrameId;
        Assert.Contains($"/frames/{newest}/preview.jpg", now.Find("#live-frame").GetAttribute("src"), StringComparison.Ordinal);
        Assert.Contains($"/frames/{newest}/outlines.svg", now.Find("img.outl").GetAttribute("src"), StringComparison.Ordinal);
        Assert.Equal("500 nm", now.Find(".scale b").TextContent);
        Assert.Equal(page.Lab.Running.Particles.Count.ToString(System.Globalization.CultureInfo.InvariantCulture), now.Find("#particle-count").TextContent);
        Assert.Equal(10, now.FindAll(".film .t").Count);
    }

    [Fact]
    public async Task Now_FrameWithoutPixelSize_DrawsNoBarAndSaysSo()
    {
        await using var page = new PageContext();
        page.Lab.Change(c => c with
        {
            Running = c.Running! with { Frames = [.. c.Running.Frames.Select(f => f with { Metadata = f.Metadata with { PixelSizeNm = null } })] },
        });
        var now = page.Render<NowPage>();
        Assert.Empty(now.FindAll(".scale b"));
        Assert.Contains("no pixel size, no scale", now.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Now_ParticlesCome_CounterFollows()
    {
        await using var page = new PageContext();
        var now = page.Render<NowPage>();
        page.Change(c => c with { Running = c.Running! with { Particles = 1234 } });
        now.WaitForAssertion(() => Assert.Equal("1\u202f234", now.Find("#particle-count").TextContent));
    }

    [Fact]
    public async Task Now_Empty_SaysWhatToDoNext()
    {
        await using var page = new PageContext(LabState.Ready);
        var now = page.Render<NowPage>();
        Assert.Contains("The queue is empty", now.Find("[data-testid=nothing-runs]").TextContent, StringComparison.Ordinal);
        Assert.Equal("/queue?add=1", now.Find("a.btn.main").GetAttribute("href"));
        Assert.Empty(now.FindAll("#live-frame"));
    }

    [Fact]
    public async Task Now_Faulted_TellsReasonAndOffersResume()
    {
        await using var page = new PageContext(LabState.Faulted);
        var now = page.Render<NowPage>();
        Assert.Contains("parked", now.Find("[data-testid=fault]").TextContent, StringComparison.Ordinal);
        await now.Find("[data-testid=resume]").ClickAsync(new());
        Assert.Equal(["resume admin"], page.Lab.Commands);
    }

    [Theory]
    [InlineData("pause-frame", "pause frame admin")]
    [InlineData("pause-sample", "pause sample admin")]
    [InlineData("skip", "skip admin")]
    public async Task Now_Button_GivesTheCommand(string button, string command)
    {
        await using var page = new PageContext();
        await page.Render<NowPage>().Find($"[data-testid={button}]").ClickAsync(new());
        Assert.Equal([command], page.Lab.Commands);
    }
}
