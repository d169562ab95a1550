using Bunit;
using LtoAutoscope.Daemon.Components.Correlations;
using LtoAutoscope.Daemon.Components.Queue;
using LtoAutoscope.Daemon.Hosting;
using LtoAutoscope.Pipeline.Correlations;
using LtoAutoscope.Pipeline.Tests.Correlations;
using LtoAutoscope.Storage.Accounts;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using MudBlazor;

namespace LtoAutoscope.Daemon.Tests.Components;

public sealed class CorrelationPageTests : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private LabData _lab = null!;

    private static CancellationToken Token => Xunit.TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _lab = await LabData.OpenAsync(Token);

    public ValueTask DisposeAsync()
    {
        _lab.Dispose();
        return ValueTask.CompletedTask;
    }

    private PageContext Page(AccountRole role = AccountRole.Maintainer)
        => new(role: role, more: services => services.AddSingleton(new CorrelationStudy(_lab.Folder, ContentFolders.Locate().Regression)));

    private static IRenderedComponent<CorrelationPage> Render(PageContext page, string query = "")
    {
        page.Services.GetRequiredService<NavigationManager>().NavigateTo($"/correlation{query}");
        var rendered = page.Render<CorrelationPage>();
        rendered.WaitForAssertion(() => Assert.NotEmpty(rendered.FindAll("[data-testid=proposals] tbody tr")), Patience);
        return rendered;
    }

    [Fact]
    public async Task Correlation_NoSample_SaysWhatIsMissingAndShowsTheVirtualStudyAsVirtual()
    {
        await using var page = Page();
        var rendered = Render(page);
        Assert.Contains("takes 10 samples with cells", rendered.Find("[data-testid=basis]").TextContent, StringComparison.Ordinal);
        Assert.Contains("not measured", rendered.Find("[data-testid=basis]").TextContent, StringComparison.Ordinal);
        Assert.Contains("No sample has a morphology", rendered.Find(".empty").TextContent, StringComparison.Ordinal);
        Assert.Contains("VIRTUAL", rendered.Find("[data-testid=proposals]").TextContent, StringComparison.Ordinal);
        Assert.Empty(rendered.FindAll("[data-testid=samples]"));
    }

    [Fact]
    public async Task Correlation_ThreeSamples_FiguresStandInTheTable()
    {
        await _lab.AddAsync("A", 100, 1.3, 1.1, Token, cells: [0.97]);
        await _lab.AddAsync("B", 140, 1.6, 1.05, Token, cells: [0.98, 0.981], batch: "one");
        await _lab.AddAsync("C", 180, 1.2, 1.15, Token, cells: [0.985]);
        await using var page = Page();
        var rendered = Render(page, "?quantity=aspect_ratio&sample=B");
        Assert.Contains("n = 3 samples", rendered.Find("[data-testid=association]").TextContent, StringComparison.Ordinal);
        Assert.Contains("too few samples for an interval", rendered.Find("[data-testid=association]").TextContent, StringComparison.Ordinal);
        string row = rendered.FindAll("[data-testid=samples] tbody tr")[1].TextContent;
        Assert.Contains("1.60 (1.59–1.61)", row, StringComparison.Ordinal);
        Assert.Contains("98.05 (97.41–98.69)", row, StringComparison.Ordinal);
        Assert.Contains("3 of the 10 samples", rendered.Find("[data-testid=basis]").TextContent, StringComparison.Ordinal);
        Assert.Contains("2 cells", rendered.Find("[data-testid=three-ways]").InnerHtml, StringComparison.Ordinal);
        Assert.Contains("sample=B", rendered.Find("[data-testid=surface]").GetAttribute("data-address"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Correlation_BatchChosen_ShowsItAlone()
    {
        await _lab.AddAsync("A", 100, 1.3, 1.1, Token);
        await _lab.AddAsync("B", 140, 1.6, 1.05, Token, batch: "one");
        await using var page = Page();
        var rendered = Render(page, "?batch=one");
        Assert.Contains("B", Assert.Single(rendered.FindAll("[data-testid=samples] tbody tr")).TextContent, StringComparison.Ordinal);
        Assert.Contains("batch=one", rendered.Find("[data-testid=scatter]").GetAttribute("data-address"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Proposal_ToQueue_FillsTheFormAndQueuesNothing()
    {
        await using var page = Page();
        var rendered = Render(page);
        string address = rendered.Find("[data-testid=to-queue]").GetAttribute("href")!;
        Assert.StartsWith("/queue?add=1&name=PROPOSAL-01&", address, StringComparison.Ordinal);
        page.Render<MudPopoverProvider>();
        page.Services.GetRequiredService<NavigationManager>().NavigateTo(address);
        var queue = page.Render<QueuePage>();
        Assert.Equal("PROPOSAL-01", queue.Find("#sample-name").GetAttribute("value"));
        Assert.Contains("computed, not measured", queue.Find("#sample-description").GetAttribute("value"), StringComparison.Ordinal);
        Assert.NotEqual("", queue.Find("#sample-expected").GetAttribute("value"));
        Assert.Empty(page.Lab.Commands);
    }

    [Fact]
    public async Task Proposal_Viewer_SeesWhyNot()
    {
        await using var page = Page(AccountRole.Viewer);
        var button = Render(page).Find("[data-testid=proposals] button[disabled]");
        Assert.Contains("Scientist", button.GetAttribute("title"), StringComparison.Ordinal);
    }
}
