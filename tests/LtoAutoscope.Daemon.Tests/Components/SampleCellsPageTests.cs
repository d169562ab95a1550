using Bunit;
using LtoAutoscope.Daemon.Commands;
using LtoAutoscope.Daemon.Components.MeasuredCells;
using LtoAutoscope.Daemon.Hosting;
using LtoAutoscope.Domain.Cells;
using LtoAutoscope.Domain.Samples;
using LtoAutoscope.Pipeline.Cells;
using LtoAutoscope.Pipeline.Tests.Cells;
using LtoAutoscope.Pipeline.Tests.Correlations;
using LtoAutoscope.Storage.Accounts;
using LtoAutoscope.Storage.Samples;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Forms;
using Microsoft.Extensions.DependencyInjection;

namespace LtoAutoscope.Daemon.Tests.Components;

public sealed class SampleCellsPageTests : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private LabData _lab = null!;

    private static CancellationToken Token => Xunit.TestContext.Current.CancellationToken;

    private CellImports Imports => new(_lab.Folder, ContentFolders.Locate().Materials, TimeProvider.System);

    public async ValueTask InitializeAsync()
    {
        _lab = await LabData.OpenAsync(Token);
        await _lab.AddAsync("A", 100, 1.3, 1.05, Token);
    }

    public ValueTask DisposeAsync()
    {
        _lab.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Page_Replicates_ShowsMeanPlotsAndTheSurface()
    {
        await ImportAsync("c1", 170, 160, 161, 159);
        await ImportAsync("c2", 172, 163, 164, 162);
        await using PageContext page = Page();
        var shown = Render(page);

        Assert.Contains("94.44", shown.Find("[data-testid=statistics]").TextContent, StringComparison.Ordinal);
        Assert.Contains("Q(delithiation) / Q(lithiation)", shown.Find("h1").ParentElement!.TextContent, StringComparison.Ordinal);
        foreach (string plot in (string[])["capacity-plot", "efficiency-plot", "rate-plot", "voltage-plot", "dqdv-plot"])
            Assert.NotEqual("", shown.Find($"[data-testid={plot}] svg").GetAttribute("aria-label"));
        Assert.Contains("SEM, smooth bodies", shown.Find("[data-testid=surface]").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Page_OfACathode_DrawsTheLithiationAsTheFullLineAndSaysSo()
    {
        var samples = new SampleStore(_lab.Folder);
        await samples.SaveAsync((await samples.FindAsync("A", Token))! with { Material = "nmc811" }, Token);
        await ImportAsync("c1", 170, 160, 161, 159);
        await using PageContext page = Page();
        var shown = Render(page);

        foreach (string plot in (string[])["capacity-plot", "voltage-plot", "dqdv-plot"])
            Assert.Contains("full lithiation (discharge of a full cell), dashed delithiation", shown.Find($"[data-testid={plot}]").TextContent, StringComparison.Ordinal);
        Assert.Contains("c1, delithiation", shown.Find("[data-testid=capacity-plot]").TextContent, StringComparison.Ordinal);
        Assert.StartsWith("lithiation (discharge of a full cell)", shown.Find("[data-testid=rate-plot] header .r").TextContent.Trim(), StringComparison.Ordinal);
    }

    /// <summary>A cell that somebody else imports is on the page at once.</summary>
    [Fact]
    public async Task Page_ACellComesInFromElsewhere_IsShown()
    {
        await ImportAsync("c1", 170, 160, 161, 159);
        await using PageContext page = Page();
        var shown = Render(page);
        Assert.DoesNotContain("2 cells", shown.Markup, StringComparison.Ordinal);
        await ImportAsync("c2", 172, 163, 164, 162);
        shown.WaitForAssertion(() => Assert.Contains("2 cells, 2 count", shown.Markup, StringComparison.Ordinal), Patience);
    }

    [Fact]
    public async Task LeaveOut_WithAReason_TakesTheCellOutAndWritesTheTrail()
    {
        await ImportAsync("c1", 170, 160);
        await using PageContext page = Page();
        var shown = Render(page);
        await shown.Find("[data-testid=exclude-c1]").ClickAsync();
        await shown.WaitForElement("#reason", Patience).InputAsync("leak");
        await shown.Find("form.reason").SubmitAsync();
        shown.WaitForElement("[data-testid=include-c1]", Patience);

        Assert.Contains("leak (admin", shown.Find("[data-testid=cell-c1]").TextContent, StringComparison.Ordinal);
        Assert.Equal("leak", (await new CellTestStore(_lab.Folder).FindAsync("c1", Token))!.Exclusion);
        Assert.Contains(page.Audit.Entries, entry => entry.Action == "cell.exclude" && entry.Reason == "leak");
    }

    [Fact]
    public async Task Import_UploadPreviewConfirm_MakesTheCell()
    {
        await using PageContext page = Page();
        var shown = Render(page);
        Assert.NotNull(shown.Find("[data-testid=no-cells]"));
        shown.FindComponents<InputFile>()[0].UploadFiles(InputFileContent.CreateFromBinary(CyclerFile.Bdf(170, 160), "my cell.csv"));
        shown.WaitForElement("[data-testid=preview-problems]", Patience);
        Assert.Contains("mass", shown.Find("[data-testid=preview-problems]").TextContent, StringComparison.Ordinal);
        await shown.Find("[data-testid=mass]").ChangeAsync("10");
        shown.WaitForElement("[data-testid=preview-cycles]", Patience);
        Assert.True(shown.Find("[data-testid=confirm]").HasAttribute("disabled"));
        await shown.Find("[data-testid=convention]").ChangeAsync(nameof(EfficiencyConvention.DelithiationOverLithiation));
        shown.WaitForState(() => !shown.Find("[data-testid=confirm]").HasAttribute("disabled"), Patience);
        await shown.Find("[data-testid=confirm]").ClickAsync();
        shown.WaitForElement("[data-testid=imported]", Patience);

        CellTest cell = Assert.Single(await new CellTestStore(_lab.Folder).ListAsync("A", Token));
        Assert.Equal(("my-cell", "my cell.csv"), (cell.CellName, cell.SourceName));
    }

    [Fact]
    public async Task Import_AWrongFigureMended_CanBeImported()
    {
        await using PageContext page = Page();
        var shown = Render(page);
        await shown.Find("[data-testid=mass]").ChangeAsync("10");
        await shown.Find("[data-testid=area]").ChangeAsync("-3");
        shown.FindComponents<InputFile>()[0].UploadFiles(InputFileContent.CreateFromBinary(CyclerFile.Bdf(170, 160), "c1.csv"));
        Assert.Contains("Electrode area", shown.WaitForElement("[data-testid=preview-problems]", Patience).TextContent, StringComparison.Ordinal);

        await shown.Find("[data-testid=area]").ChangeAsync("1.13");

        shown.WaitForElement("[data-testid=preview-cycles]", Patience);
        Assert.Empty(shown.FindAll("[data-testid=preview-problems]"));
    }

    [Fact]
    public async Task Import_ANameInUse_SaysWhatBecomesOfIt()
    {
        await ImportAsync("c1", 170, 160);
        await _lab.AddAsync("B", 100, 1.3, 1.05, Token, cells: [0.95]);
        await using PageContext page = Page();
        var shown = Render(page);
        await shown.Find("[data-testid=mass]").ChangeAsync("10");
        await shown.Find("[data-testid=convention]").ChangeAsync(nameof(EfficiencyConvention.DelithiationOverLithiation));
        shown.FindComponents<InputFile>()[0].UploadFiles(InputFileContent.CreateFromBinary(CyclerFile.Bdf(171, 160), "c1.csv"));
        Assert.Contains("becomes version 2", shown.WaitForElement("[data-testid=name-taken]", Patience).TextContent, StringComparison.Ordinal);

        await shown.Find("[data-testid=cell-name]").ChangeAsync("B-c0");
        shown.WaitForState(() => shown.Find("[data-testid=name-taken]").TextContent.Contains("of sample B", StringComparison.Ordinal), Patience);
        Assert.True(shown.Find("[data-testid=confirm]").HasAttribute("disabled"));

        await shown.Find("[data-testid=cell-name]").ChangeAsync("c1");
        shown.WaitForState(() => !shown.Find("[data-testid=confirm]").HasAttribute("disabled"), Patience);
        await shown.Find("[data-testid=confirm]").ClickAsync();
        Assert.Contains("version 2; the earlier ones stay", shown.WaitForElement("[data-testid=imported]", Patience).TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Import_ChoiceCalledOff_KeepsThePage()
    {
        await using PageContext page = Page();
        var shown = Render(page);

        await shown.InvokeAsync(() => shown.FindComponents<InputFile>()[0].Instance.OnChange.InvokeAsync(new InputFileChangeEventArgs([])));

        Assert.Empty(shown.FindAll("[role=alert]"));
        Assert.False(shown.Find("[data-testid=cell-file]").HasAttribute("disabled"));
    }

    [Fact]
    public async Task SaveBet_ASampleThatOthersChanged_KeepsTheirChange()
    {
        await using PageContext page = Page();
        page.Lab.Samples = [.. page.Lab.Samples, new Sample { Name = "A", Stub = "1", Batch = "their batch" }];
        var shown = Render(page);
        await shown.Find("[data-testid=bet]").ChangeAsync("5.5");
        await shown.Find("form.facts").SubmitAsync();
        shown.WaitForElement("[data-testid=saved]", Patience);

        Sample saved = Assert.Single(page.Lab.Registered);
        Assert.Equal((5.5, "their batch"), (saved.BetAreaM2PerG, saved.Batch));
    }

    [Fact]
    public async Task Curves_ACycleThatIsNotThere_SaysSo()
    {
        await ImportAsync("c1", 170, 160, 161, 159);
        await using PageContext page = Page();
        var shown = Render(page, "A", "?cycles=2,99");

        Assert.Contains("no cycle 99", shown.WaitForElement("[data-testid=cycles-note]", Patience).TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Page_OfAViewer_DisablesWithTheReason()
    {
        await ImportAsync("c1", 170, 160);
        await using PageContext page = Page(AccountRole.Viewer);
        var shown = Render(page);

        Assert.Contains("Scientist", shown.Find("[data-testid=exclude-c1]").GetAttribute("title"), StringComparison.Ordinal);
        Assert.True(shown.Find("[data-testid=cell-file]").HasAttribute("disabled"));
    }

    [Fact]
    public async Task Page_OfAnUnknownSample_SaysSo()
    {
        await using PageContext page = Page();

        Assert.Contains("no sample of this name", Render(page, "nobody").Find("h1").TextContent, StringComparison.Ordinal);
    }

    private PageContext Page(AccountRole role = AccountRole.Maintainer) => new(role: role, more: services =>
    {
        services.AddSingleton(_lab.Folder);
        services.AddSingleton(new SampleCellArchive(_lab.Folder, ContentFolders.Locate().Materials));
        services.AddSingleton(Imports);
        services.AddScoped<SampleCellCommands>();
    });

    private static IRenderedComponent<SampleCellsPage> Render(PageContext page, string sample = "A", string query = "")
    {
        page.Services.GetRequiredService<NavigationManager>().NavigateTo($"/samples/{sample}/cells{query}");
        var rendered = page.Render<SampleCellsPage>(parameters => parameters.Add(p => p.Name, sample));
        rendered.WaitForElement("h1", Patience);
        return rendered;
    }

    private async Task ImportAsync(string cell, params double[] halves)
    {
        using var file = new MemoryStream(CyclerFile.Bdf(halves));
        await Imports.ImportAsync(file, new CellImportRequest { SampleName = "A", CellName = cell, SourceName = $"{cell}.csv", MassMg = 10, Convention = EfficiencyConvention.DelithiationOverLithiation }, "eve", Token);
    }
}
