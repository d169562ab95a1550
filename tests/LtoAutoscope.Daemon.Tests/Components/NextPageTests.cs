using Bunit;
using LtoAutoscope.Daemon.Commands;
using LtoAutoscope.Daemon.Components.Syntheses;
using LtoAutoscope.Daemon.Hosting;
using LtoAutoscope.Domain.Cells;
using LtoAutoscope.Fem.Materials;
using LtoAutoscope.Domain.Samples;
using LtoAutoscope.Pipeline.Live;
using LtoAutoscope.Pipeline.Syntheses;
using LtoAutoscope.Pipeline.Tests.Correlations;
using LtoAutoscope.Storage.Accounts;
using LtoAutoscope.Storage.Samples;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;

namespace LtoAutoscope.Daemon.Tests.Components;

public sealed class NextPageTests : IAsyncLifetime
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

    private PageContext Page(AccountRole role = AccountRole.Maintainer) => new(role: role, more: services =>
    {
        services.AddSingleton(provider => new NextSyntheses(_lab.Folder, ContentFolders.Locate().SynthesisSpace, new MaterialLibrary(ContentFolders.Locate().Materials), provider.GetRequiredService<ILab>(), TimeProvider.System));
        services.AddSingleton(_lab.Folder);
        services.AddSingleton(new MaterialLibrary(ContentFolders.Locate().Materials));
        services.AddScoped<SynthesisCommands>();
    });

    private static IRenderedComponent<NextPage> Render(PageContext page, string query = "")
    {
        page.Services.GetRequiredService<NavigationManager>().NavigateTo($"/next{query}");
        var rendered = page.Render<NextPage>();
        rendered.WaitForAssertion(() => Assert.NotEmpty(rendered.FindAll("[data-testid=basis]")), Patience);
        return rendered;
    }

    [Fact]
    public async Task Next_NothingMeasured_ProposesAcceptsAndRejects()
    {
        await using var page = Page();
        var rendered = Render(page);
        Assert.Contains("10 more", rendered.Find("[data-testid=basis]").TextContent, StringComparison.Ordinal);
        await rendered.InvokeAsync(() => rendered.Find(".next-ask").SubmitAsync());
        rendered.WaitForAssertion(() => Assert.Equal(3, rendered.FindAll("[data-proposal]").Count), Patience);
        Assert.Contains("fills the space", rendered.Find("[data-proposal]").TextContent, StringComparison.Ordinal);

        await rendered.InvokeAsync(() => rendered.Find("[data-proposal] [data-testid=accept]").ClickAsync(new()));
        rendered.WaitForAssertion(() => Assert.Equal(2, rendered.FindAll("[data-proposal]").Count), Patience);
        Assert.Contains(page.Lab.Commands, command => command.StartsWith("plan syn-0001-1 standard admin", StringComparison.Ordinal));
        Assert.Contains("powder to be made and loaded", rendered.Find("[data-testid=ledger]").TextContent, StringComparison.Ordinal);

        await rendered.InvokeAsync(() => rendered.FindAll("[data-proposal] .do .btn.ghost")[0].ClickAsync(new()));
        await rendered.InvokeAsync(() => rendered.Find(".why .field").ChangeAsync(new ChangeEventArgs { Value = "the furnace is cold" }));
        await rendered.InvokeAsync(() => rendered.Find(".why").SubmitAsync());
        rendered.WaitForAssertion(() => Assert.Contains("the furnace is cold", rendered.Find("[data-testid=ledger]").TextContent, StringComparison.Ordinal), Patience);
        Assert.Equal(["syntheses.propose", "syntheses.accept", "syntheses.reject"], page.Audit.Entries.Select(entry => entry.Action));
    }

    [Fact]
    public async Task Next_MeasuredSamples_ShowsBestModelAndWhatCannotBeUsed()
    {
        for (int i = 0; i < 4; i++)
        {
            string name = $"lab-{i}";
            await new SampleStore(_lab.Folder).SaveAsync(new Sample { Name = name, Stub = "1", Synthesis = new Synthesis { TemperatureC = 620 + 40 * i, Ph = 9 + 0.5 * i, PrecursorMolPerL = 0.5, DurationH = i < 3 ? 8 : null } }, Token);
            await new CellTestStore(_lab.Folder).SaveAsync(new CellTest(name, name + "-c1", 0.96 + 0.005 * i, 0.2, DateTimeOffset.UnixEpoch.AddDays(i)), Token);
        }

        await using var page = Page(AccountRole.Viewer);
        var rendered = Render(page);
        Assert.Contains("best: lab-2, 97.00 %", rendered.Find("[data-testid=best-so-far]").TextContent, StringComparison.Ordinal);
        Assert.Equal(4, rendered.FindAll("[data-testid=slices] svg").Count);
        Assert.Contains("lab-3: duration_h is not noted", rendered.Find("[data-testid=tried]").TextContent, StringComparison.Ordinal);
        Assert.True(rendered.Find("[data-testid=propose]").HasAttribute("disabled"));
        Assert.Contains("capacity", Render(page, "?objective=capacity&rate=1").Find("[data-testid=tried]").TextContent, StringComparison.Ordinal);
    }

    /// <summary>A cell that somebody else imports is on the page at once.</summary>
    [Fact]
    public async Task Next_ACellComesInFromElsewhere_IsShown()
    {
        await using var page = Page();
        var rendered = Render(page);
        Assert.DoesNotContain("lab-9", rendered.Markup, StringComparison.Ordinal);
        await new SampleStore(_lab.Folder).SaveAsync(new Sample { Name = "lab-9", Stub = "1", Synthesis = new Synthesis { TemperatureC = 700, Ph = 9, PrecursorMolPerL = 0.5, DurationH = 8 } }, Token);
        await new CellTestStore(_lab.Folder).SaveAsync(new CellTest("lab-9", "lab-9-c1", 0.97, 0.2, DateTimeOffset.UnixEpoch), Token);
        rendered.WaitForAssertion(() => Assert.Contains("best: lab-9, 97.00 %", rendered.Find("[data-testid=best-so-far]").TextContent, StringComparison.Ordinal), Patience);
    }

    [Fact]
    public async Task Next_ANumberInTheAddressThatIsNone_SaysSoAndShowsNothingElse()
    {
        await using var page = Page();
        page.Services.GetRequiredService<NavigationManager>().NavigateTo("/next?objective=capacity&rate=abc");
        var rendered = page.Render<NextPage>();

        Assert.Contains("'abc' is no number (rate)", rendered.WaitForElement(".problem", Patience).TextContent, StringComparison.Ordinal);
        Assert.Empty(rendered.FindAll("[data-testid=propose]"));
    }

    [Fact]
    public async Task Space_SavedByAnotherMeanwhile_IsNotWrittenOver()
    {
        await using var page = Page();
        var rendered = Render(page);
        await rendered.Find("[data-testid=edit-space]").ClickAsync();
        string text = rendered.WaitForElement("[data-testid=space-text]", Patience).GetAttribute("value")!;
        string theirs = text + "# theirs\n";
        await page.Services.GetRequiredService<NextSyntheses>().Space.WriteAsync(theirs, Token);

        await rendered.Find("[data-testid=space-text]").ChangeAsync(text + "# mine\n");
        await rendered.Find("[data-testid=space] form").SubmitAsync();

        Assert.Contains("Somebody else", rendered.WaitForElement("[data-testid=space] .problem", Patience).TextContent, StringComparison.Ordinal);
        Assert.Equal(theirs, await page.Services.GetRequiredService<NextSyntheses>().Space.ReadTextAsync(Token));
    }
}
