using Bunit;
using LtoAutoscope.Daemon.Commands;
using LtoAutoscope.Daemon.Components.Cells;
using LtoAutoscope.Daemon.Hosting;
using LtoAutoscope.Pipeline.Cells;
using LtoAutoscope.Pipeline.Tests.Correlations;
using LtoAutoscope.Storage.Accounts;
using LtoAutoscope.Storage.Runs;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace LtoAutoscope.Daemon.Tests.Components;

public sealed class CellPageTests : IAsyncLifetime
{
    private LabData _lab = null!;
    private ResolvedCellRuns _runs = null!;

    private static CancellationToken Token => Xunit.TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _lab = await LabData.OpenAsync(Token);
        _runs = new ResolvedCellRuns(_lab.Folder, ContentFolders.Locate().Materials, TimeProvider.System, NullLogger<ResolvedCellRuns>.Instance);
    }

    public async ValueTask DisposeAsync()
    {
        await _runs.DisposeAsync();
        _lab.Dispose();
    }

    private PageContext Page(AccountRole role = AccountRole.Maintainer) => new(role: role, more: services =>
    {
        services.AddSingleton(new CellArchive(_lab.Folder));
        services.AddSingleton(_runs);
        services.AddScoped<CellCommands>();
    });

    private static IRenderedComponent<CellPage> Render(PageContext page, string id, string query = "")
    {
        page.Services.GetRequiredService<NavigationManager>().NavigateTo($"/runs/{id}/cell{query}");
        var rendered = page.Render<CellPage>(p => p.Add(r => r.Id, id));
        rendered.WaitForElement("h1", TimeSpan.FromSeconds(60));
        return rendered;
    }

    [Fact]
    public async Task Cell_Done_ShowsViewerFiguresAndFiles()
    {
        RunFolder run = await _lab.AddAsync("A", 100, 1.3, 1.1, Token);
        await StoredBox.WriteAsync(run, Token);
        await using var page = Page();
        var cell = Render(page, run.RunId, "?time=1&cut=z&at=0.5");
        Assert.Contains("93.75", cell.Find("[data-testid=cell-figures]").TextContent, StringComparison.Ordinal);
        Assert.Contains("93.00–94.50", cell.Find("[data-testid=cell-figures]").TextContent, StringComparison.Ordinal);
        Assert.Contains("8 voxels a particle", cell.Find(".quality .redo").TextContent, StringComparison.Ordinal);
        var viewer = cell.Find("[data-testid=cell-viewer]");
        Assert.Contains($"/api/v1/runs/{run.RunId}/cell/stills/lithiation/1.png?axis=z&at=0.5", viewer.QuerySelector("img")!.GetAttribute("src"), StringComparison.Ordinal);
        Assert.NotEqual("", viewer.QuerySelector("img")!.GetAttribute("alt"));
        Assert.Contains("result.json", cell.Find("[data-testid=cell-files]").TextContent, StringComparison.Ordinal);
        Assert.Contains("density_kg_m3", cell.Find("[data-testid=run-with]").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Cell_AddressWithOtherNames_FallsBackToWhatThereIs()
    {
        RunFolder run = await _lab.AddAsync("A", 100, 1.3, 1.1, Token);
        await StoredBox.WriteAsync(run, Token);
        await using var page = Page();
        var cell = Render(page, run.RunId, "?field=../x&time=99&cut=w&at=7&beside=../../etc");
        Assert.Contains("/stills/lithiation/1.png?axis=x&at=0.62", cell.Find("[data-testid=cell-viewer] img").GetAttribute("src"), StringComparison.Ordinal);
        Assert.DoesNotContain("etc", cell.Find("[data-testid=cell-viewer]").GetAttribute("data-state"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Cell_ModelWithoutABox_SaysHowToGetFields()
    {
        RunFolder run = await _lab.AddAsync("A", 100, 1.3, 1.1, Token);
        await StoredBox.WriteAsync(run, Token);
        Directory.Delete(Path.Combine(run.FemPath, "view"), recursive: true);
        await using var page = Page();
        var cell = Render(page, run.RunId);
        Assert.Empty(cell.FindAll("[data-testid=cell-viewer]"));
        Assert.Contains("resolved model below", cell.Find("[data-testid=no-fields]").TextContent, StringComparison.Ordinal);
        Assert.False(cell.Find("[data-testid=resolved-start]").HasAttribute("disabled"));
    }

    [Fact]
    public async Task Cell_NotYet_SaysWhenItRuns()
    {
        RunFolder run = await _lab.AddAsync("A", 100, 1.3, 1.1, Token);
        await using var page = Page();
        Assert.Contains("after the last frame", Render(page, run.RunId).Find("[data-testid=no-result]").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Cell_Failed_TellsWhy()
    {
        RunFolder run = await _lab.AddAsync("A", 100, 1.3, 1.1, Token);
        Directory.CreateDirectory(run.FemPath);
        await JsonFile.WriteAsync(Path.Combine(run.FemPath, CellArchive.Failure), new CellFailure("The packing jams at a solid share of 0.9."), Token);
        await using var page = Page();
        var cell = Render(page, run.RunId);
        Assert.Equal("alert", cell.Find("[data-testid=no-result]").GetAttribute("role"));
        Assert.Contains("packing jams", cell.Find("[data-testid=no-result]").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Cell_DamagedIndex_SaysWhichFileAndWhatToDo()
    {
        RunFolder run = await _lab.AddAsync("A", 100, 1.3, 1.1, Token);
        await StoredBox.WriteAsync(run, Token);
        await File.WriteAllTextAsync(Path.Combine(run.FemPath, "view", "index.json"), "{", Token);
        await using var page = Page();
        string damage = Render(page, run.RunId).Find("[data-testid=damage]").TextContent;
        Assert.Contains("index.json", damage, StringComparison.Ordinal);
        Assert.Contains("Run the cell model again", damage, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Cell_UnknownRun_LeadsToTheRuns()
    {
        await using var page = Page();
        Assert.Equal("/runs", Render(page, "none").Find(".empty a").GetAttribute("href"));
    }

    [Fact]
    public async Task Resolved_Viewer_SeesTheReasonAndCannotStart()
    {
        RunFolder run = await _lab.AddAsync("A", 100, 1.3, 1.1, Token);
        await using var page = Page(AccountRole.Viewer);
        var button = Render(page, run.RunId).Find("[data-testid=resolved-start]");
        Assert.True(button.HasAttribute("disabled"));
        Assert.Contains("Operator", button.GetAttribute("title"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Resolved_WithoutMorphology_ShowsTheRefusal()
    {
        RunFolder run = await _lab.AddAsync("A", 100, 1.3, 1.1, Token, measured: false);
        await using var page = Page();
        var cell = Render(page, run.RunId);
        await cell.Find("[data-testid=resolved-start]").ClickAsync(new());
        cell.WaitForAssertion(() => Assert.Contains("no morphology yet", cell.Find("[data-testid=resolved] .problem").TextContent, StringComparison.Ordinal), TimeSpan.FromSeconds(30));
    }
}
