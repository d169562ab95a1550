using Bunit;
using LtoAutoscope.Daemon.Components.Recipes;
using LtoAutoscope.Domain.Files;
using LtoAutoscope.Pipeline.Live;
using LtoAutoscope.Storage.Accounts;
using LtoAutoscope.Storage.Recipes;
using Microsoft.Extensions.DependencyInjection;

namespace LtoAutoscope.Daemon.Tests.Components;

public sealed class RecipePageTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("lto-recipes-").FullName;
    private readonly RecipeLibrary _library;

    public RecipePageTests() => _library = new RecipeLibrary(Path.Combine(_folder, "config"), Path.Combine(_folder, "data"));

    private static CancellationToken Token => Xunit.TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _library.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task Viewer_MayReadAndRehearse_NotEdit()
    {
        await using PageContext page = await OpenAsync(AccountRole.Viewer);
        IRenderedComponent<RecipePage> shown = Render(page);
        Assert.True(shown.Find("[data-testid=yaml]").HasAttribute("readonly"));
        Assert.Equal("This needs the role Operator; yours is Viewer.", shown.Find("[data-testid=save]").GetAttribute("title"));
        Assert.False(shown.Find("[data-testid=dry-run]").HasAttribute("disabled"));
    }

    [Fact]
    public async Task Edit_WrongThenSound_TellsTheLineAndSavesTheNextVersion()
    {
        await using PageContext page = await OpenAsync(AccountRole.Operator);
        IRenderedComponent<RecipePage> shown = Render(page);
        Assert.Equal("Nothing was changed.", shown.Find("[data-testid=save]").GetAttribute("title"));
        await shown.Find("[data-testid=yaml]").InputAsync("name: lab\nareas: 0\n");
        Assert.Contains("Line 2, areas:", shown.Find("[data-testid=problems]").TextContent, StringComparison.Ordinal);
        Assert.Equal("Mend the text first.", shown.Find("[data-testid=save]").GetAttribute("title"));
        Assert.Equal("Mend the text first.", shown.Find("[data-testid=dry-run]").GetAttribute("title"));
        await shown.Find("[data-testid=yaml]").InputAsync("name: lab\nareas: 7\n");
        Assert.Contains("Save as version 2", shown.Find("[data-testid=save]").TextContent, StringComparison.Ordinal);
        await shown.Find("[data-testid=save]").ClickAsync(new());
        shown.WaitForAssertion(() => Assert.Contains("version 2", shown.Find(".head p").TextContent, StringComparison.Ordinal));
        Assert.Equal(("lab", 7, 2), ((await _library.FindAsync("lab", Token))!.Name, _library.Load("lab").Areas, _library.Load("lab").Version));
    }

    [Fact]
    public async Task Save_ChangedBySomebodyElse_ShowsBothAndKeepsMyText()
    {
        await using PageContext page = await OpenAsync(AccountRole.Operator);
        IRenderedComponent<RecipePage> shown = Render(page);
        await shown.Find("[data-testid=yaml]").InputAsync("name: lab\nareas: 7\n");
        await _library.SaveAsync("lab", "name: lab\nareas: 9\nversion: 2\n", (await _library.FindAsync("lab", Token))!.ETag, Token);
        await shown.Find("[data-testid=save]").ClickAsync(new());
        shown.WaitForElement("[data-testid=clash]");
        Assert.Contains("areas: 9", shown.Find("[data-testid=clash] .removed").TextContent, StringComparison.Ordinal);
        Assert.Contains("areas: 7", shown.Find("[data-testid=clash] .added").TextContent, StringComparison.Ordinal);
        Assert.Equal(9, _library.Load("lab").Areas);
        await shown.Find("[data-testid=keep-mine]").ClickAsync(new());
        await shown.Find("[data-testid=save]").ClickAsync(new());
        shown.WaitForAssertion(() => Assert.Equal((7, 3), (_library.Load("lab").Areas, _library.Load("lab").Version)));
    }

    private static IRenderedComponent<RecipePage> Render(PageContext page)
    {
        var shown = page.Render<RecipePage>(parameters => parameters.Add(recipe => recipe.Name, "lab"));
        shown.WaitForElement("[data-testid=yaml]");
        return shown;
    }

    private async Task<PageContext> OpenAsync(AccountRole role)
    {
        await AtomicFile.WriteTextAsync(Path.Combine(_folder, "config", "lab.yaml"), "name: lab\nareas: 3\n", Token);
        return new PageContext(LabState.Ready, role, services => services.AddSingleton(_library));
    }
}
