using Bunit;
using LtoAutoscope.Daemon.Commands;
using LtoAutoscope.Daemon.Components.Regressions;
using LtoAutoscope.Daemon.Hosting;
using LtoAutoscope.Domain.Cells;
using LtoAutoscope.Learning;
using LtoAutoscope.Learning.Evaluation;
using LtoAutoscope.Pipeline.Regressions;
using LtoAutoscope.Pipeline.Tests.Correlations;
using LtoAutoscope.Storage.Accounts;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace LtoAutoscope.Daemon.Tests.Components;

public sealed class RegressionPageTests : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private LabData _lab = null!;

    private static CancellationToken Token => Xunit.TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _lab = await LabData.OpenAsync(Token);
        for (int i = 0; i < 12; i++)
        {
            double diameter = 60 + 12 * i, capacity = 170 - 0.15 * diameter;
            await _lab.AddAsync($"s{i:00}", diameter, 1.2 + 0.1 * (i % 4), 1.02 + 0.01 * (i % 3), Token, batch: $"b{i / 3}");
            await _lab.AddCyclesAsync($"s{i:00}", $"s{i:00}-c", Token, new CycleCapacity(1, 0.2, capacity + 9, capacity + 4 + 0.01 * diameter), new CycleCapacity(2, 1, capacity + 1, capacity));
        }
    }

    public ValueTask DisposeAsync()
    {
        _lab.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Capacity_FitLookUse_IsInUseBesideTheEfficiency()
    {
        await using PageContext page = Page();
        var shown = Render(page, "?target=capacity_1c");
        Assert.Contains("12 samples have a morphology", shown.Find("[data-testid=fit]").TextContent, StringComparison.Ordinal);
        Assert.Contains("runs have no prediction of capacity", shown.Find("[data-testid=versions]").TextContent, StringComparison.Ordinal);
        await shown.Find("[data-testid=fit] form").SubmitAsync();
        shown.WaitForElement("[data-testid=scores]", Patience);
        Assert.Contains("Capacity at 1 C of lto", shown.Find("[data-testid=card]").TextContent, StringComparison.Ordinal);
        Assert.Contains("RMSE, mAh/g", shown.Markup, StringComparison.Ordinal);
        Assert.Empty(shown.FindAll("[data-testid=difference]"));

        await shown.Find("[data-testid=versions] tbody tr button").ClickAsync(new());
        shown.WaitForAssertion(() => Assert.Contains("▶", shown.Find("[data-testid=versions] tbody tr").TextContent, StringComparison.Ordinal), Patience);
        var models = page.Services.GetRequiredService<RegressionModels>();
        Assert.Equal("lab-capacity@1", (await models.InUseAsync(RegressionQuantity.Capacity, Token))!.Reference);
        Assert.Equal("shipped", (await models.InUseAsync(Token)).Reference);
        Assert.Contains(page.Audit.Entries, static entry => entry.Action == "regression.use");
    }

    [Fact]
    public async Task Targets_RatesOfTheCells_AreOffered()
    {
        await using PageContext page = Page();
        var shown = Render(page);
        Assert.Equal(["First-cycle efficiency", "Capacity at 0.2 C", "Capacity at 1 C"], shown.FindAll("[data-testid=targets] a").Select(static link => link.TextContent));
        Assert.Contains("shipped", shown.Find("[data-testid=versions]").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Target_NoKey_SaysHowItLooks()
    {
        await using PageContext page = Page();
        page.Services.GetRequiredService<NavigationManager>().NavigateTo("/regression?target=colour");
        var shown = page.Render<RegressionPage>();
        shown.WaitForAssertion(() => Assert.Contains("capacity_1c", shown.Find("[role=alert]").TextContent, StringComparison.Ordinal), Patience);
    }

    [Fact]
    public async Task Fit_Viewer_IsToldWhyNot()
    {
        await using PageContext page = Page(AccountRole.Viewer);
        var shown = Render(page);
        Assert.Contains("needs the role", shown.Find("[data-testid=fit] button").GetAttribute("title"), StringComparison.Ordinal);
    }

    private PageContext Page(AccountRole role = AccountRole.Maintainer) => new(role: role, more: services =>
    {
        services.AddSingleton(new RegressionModels(_lab.Folder, ContentFolders.Locate().Regression));
        services.AddSingleton(provider => new RegressionRuns(
            new RegressionFits(_lab.Folder, provider.GetRequiredService<RegressionModels>(), TimeProvider.System, "1", new EvaluationOptions { Bootstraps = 100, Permutations = 1, CurveRepeats = 1, ImportanceRepeats = 1 }),
            TimeProvider.System, NullLogger<RegressionRuns>.Instance));
        services.AddSingleton(provider => new RegressionComparer(_lab.Folder, provider.GetRequiredService<RegressionModels>()));
        services.AddSingleton(provider => new RegressionLibrary(_lab.Folder, provider.GetRequiredService<RegressionModels>(), provider.GetRequiredService<RegressionRuns>()));
        services.AddScoped<RegressionCommands>();
    });

    private static IRenderedComponent<RegressionPage> Render(PageContext page, string query = "")
    {
        page.Services.GetRequiredService<NavigationManager>().NavigateTo($"/regression{query}");
        var shown = page.Render<RegressionPage>();
        shown.WaitForElement("[data-testid=fit]", Patience);
        return shown;
    }
}
