using Bunit;
using LtoAutoscope.Daemon.Components.Runs;
using LtoAutoscope.Domain.Frames;
using LtoAutoscope.Domain.Geometry;
using LtoAutoscope.Pipeline.Live;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using MudBlazor;

namespace LtoAutoscope.Daemon.Tests.Components;

public sealed class RunPageTests
{
    private const string Finished = "20261122-204100-LTO-0412-B";

    private static IRenderedComponent<RunPage> Render(PageContext page, string id, string query = "")
    {
        page.Services.GetRequiredService<NavigationManager>().NavigateTo($"/runs/{id}{query}");
        page.Render<MudPopoverProvider>();
        return page.Render<RunPage>(p => p.Add(r => r.Id, id));
    }

    [Fact]
    public async Task Run_Finished_ShowsFiguresWithIntervalsAndN()
    {
        await using var page = new PageContext();
        var run = Render(page, Finished);
        Assert.Contains("Goal reached", run.Find(".head").TextContent, StringComparison.Ordinal);
        Assert.Contains("±", run.Find(".kpi.big").TextContent, StringComparison.Ordinal);
        Assert.Contains("93.1", run.Find(".hero").TextContent, StringComparison.Ordinal);
        Assert.Contains("known", run.Find(".truth").TextContent, StringComparison.Ordinal);
        Assert.Equal("/api/v1/runs/" + Finished + "/files/report.html", run.Find("[data-testid=report-link]").GetAttribute("href"));
        Assert.Equal(18, run.FindAll(".areas a").Count);
        Assert.Equal(24, run.FindAll(".gal .p").Count);
    }

    [Fact]
    public async Task Run_UnderWay_HasDashesWhereNothingIsKnownYet()
    {
        await using var page = new PageContext();
        var run = Render(page, page.Lab.Running.Detail.Record.RunId);
        Assert.Contains("–", run.FindAll(".kpi")[3].TextContent, StringComparison.Ordinal);
        Assert.Empty(run.FindAll("[data-testid=report-link]"));
        Assert.Contains("Runs after the last frame", run.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_FrameChosen_ShowsItLargeWithItsReason()
    {
        await using var page = new PageContext();
        var run = Render(page, Finished, "?frame=a02-f0006");
        Assert.Contains("/frames/a02-f0006/preview.jpg", run.Find(".one img").GetAttribute("src"), StringComparison.Ordinal);
        Assert.Contains("Refocused", run.Find(".sheet").TextContent, StringComparison.Ordinal);
        Assert.Empty(run.FindAll(".areas"));
    }

    [Fact]
    public async Task Run_ByVolume_DrawsSharesOfVolume()
    {
        await using var page = new PageContext();
        var run = Render(page, Finished, "?by=volume");
        Assert.Contains("share of volume", run.Find(".plot-histogram").GetAttribute("aria-label"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_Unknown_SaysSo()
    {
        await using var page = new PageContext();
        Assert.Contains("There is no run of this name", Render(page, "nothing").Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Runs_List_LinksEachRun()
    {
        await using var page = new PageContext();
        var rows = page.Render<RunsPage>().FindAll("tr[data-run]");
        Assert.Equal(3, rows.Count);
        Assert.Equal($"/runs/{page.Lab.Running.Detail.Record.RunId}", rows[0].QuerySelector("a")!.GetAttribute("href"));
        Assert.Equal("–", rows[0].QuerySelectorAll("td")[5].TextContent);
    }

    [Fact]
    public void Lay_FramesOfOneArea_KeepTheirDistancesAndPutHigherYAbove()
    {
        var area = Assert.Single(SheetArea.Lay([Frame("a01-f0001", 0, 0), Frame("a01-f0002", 0.008, 0.004)]));
        Assert.Equal(200, area.Tiles[1].X - area.Tiles[0].X, 6);
        Assert.Equal(100, area.Tiles[0].Y - area.Tiles[1].Y, 6);
        Assert.Equal(300, area.Width, 6);
    }

    [Fact]
    public void Lay_FramesFarApart_AreLaidInOrder()
    {
        var area = Assert.Single(SheetArea.Lay([Frame("a01-f0001", 0, 0), Frame("a01-f0002", 5, 5)]));
        Assert.Contains("in the order taken", area.Label, StringComparison.Ordinal);
    }

    private static FrameView Frame(string id, double x, double y) => new(
        "r", new FrameMetadata { FrameId = id, WidthPx = 1000, HeightPx = 750, BitsPerPixel = 8, PixelSizeNm = 4, Position = new StagePosition(x, y, 0, 0, 0) },
        FrameVerdict.Accepted, "", 1, 0, "abc");
}
