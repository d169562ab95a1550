using Bunit;
using LtoAutoscope.Daemon.Components.Runs;
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
        Assert.Equal("/api/v1/runs/" + Finished + "/report.html", run.Find("[data-testid=report-link]").GetAttribute("href"));
        Assert.Contains(run.FindAll(".take a"), link => link.GetAttribute("href") == "/api/v1/runs/" + Finished + "/bundle.zip");
        Assert.Contains(run.FindAll(".take a"), link => link.GetAttribute("href") == "/api/v1/runs/" + Finished + "/mosaics/1.ome.tif");
        Assert.Equal(8, run.FindAll(".gal .p").Count);
        Assert.NotEmpty(run.FindAll(".convergence svg"));
        Assert.Contains("taken again", run.FindAll(".kpi")[3].TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_UnderWay_HasDashesWhereNothingIsKnownYet()
    {
        await using var page = new PageContext();
        var run = Render(page, page.Lab.Running.Detail.Record.RunId);
        Assert.Contains("–", run.FindAll(".kpi")[4].TextContent, StringComparison.Ordinal);
        Assert.Empty(run.FindAll("[data-testid=report-link]"));
        Assert.Contains("Runs after the last frame", run.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_FrameChosen_ShowsItLargeWithItsReason()
    {
        await using var page = new PageContext();
        var run = Render(page, Finished, "?frame=a02-f0006");
        Assert.Contains("/frames/a02-f0006/preview.jpg", run.Find(".drawer .one img").GetAttribute("src"), StringComparison.Ordinal);
        Assert.Contains("Refocused", run.Find(".drawer").TextContent, StringComparison.Ordinal);
        Assert.Equal($"/api/v1/runs/{Finished}/frames/a02-f0006/frame.tif", run.Find(".drawer a[download]").GetAttribute("href"));
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
    public async Task Run_MosaicInABrowser_IsGivenTheRunAndTheChosenFrame()
    {
        await using var page = new PageContext();
        var module = page.JSInterop.SetupModule(call => call.Identifier == "import" && ((string)call.Arguments[0]!).StartsWith("./js/mosaic.js", StringComparison.Ordinal));
        module.Mode = JSRuntimeMode.Loose;
        var run = Render(page, Finished, "?frame=a02-f0006");
        string asked = System.Text.Json.JsonSerializer.Serialize(module.Invocations["create"].Single().Arguments[2]);
        Assert.Equal($$"""{"run":"{{Finished}}","with":null,"frame":"a02-f0006"}""", asked);
        Assert.Empty(run.FindAll("noscript"));
    }

    [Fact]
    public async Task Run_FrameChosenInTheMosaic_OpensItsDrawerAndItsAddress()
    {
        await using var page = new PageContext();
        var run = Render(page, Finished);
        Assert.Empty(run.FindAll("[data-testid=frame-drawer]"));
        await run.InvokeAsync(() => run.FindComponent<MosaicCard>().Instance.ShowFrame("a01-f0002"));
        Assert.EndsWith("?frame=a01-f0002", page.Services.GetRequiredService<NavigationManager>().Uri, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_WithoutScripts_HasASheetOfPreviewsByThePage()
    {
        await using var page = new PageContext();
        page.SetRendererInfo(new RendererInfo("Static", isInteractive: false));
        var run = Render(page, Finished);
        Assert.Equal(18, run.FindAll("noscript .plain img").Count);
        Assert.Contains("Taken again", run.Find("noscript .plain").TextContent, StringComparison.Ordinal);
        Assert.Equal($"/runs/{Finished}?frame=a01-f0001&sheet=1", run.Find(".plain a").GetAttribute("href"));
    }

    [Theory]
    [InlineData("?q=0412-b", 1)]
    [InlineData("?state=running", 1)]
    [InlineData("?q=nothing", 0)]
    [InlineData("?state=nonsense", 3)]
    public async Task Runs_Filtered_ShowsWhatFits(string query, int rows)
    {
        await using var page = new PageContext();
        page.Services.GetRequiredService<NavigationManager>().NavigateTo($"/runs{query}");
        var runs = page.Render<RunsPage>();
        Assert.Equal(rows, runs.FindAll("tr[data-run]").Count);
        Assert.Equal(rows == 0, runs.Markup.Contains("No run fits", StringComparison.Ordinal));
    }
}
