using Bunit;
using LtoAutoscope.Daemon.Components.Distributions;
using LtoAutoscope.Daemon.Components.Particles;
using LtoAutoscope.Daemon.Tests.Web;
using LtoAutoscope.Daemon.Web.Particles;
using LtoAutoscope.Storage.Accounts;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;

namespace LtoAutoscope.Daemon.Tests.Components;

public sealed class ParticlePagesTests : IAsyncLifetime
{
    private ParticleFolder _folder = null!;

    public async ValueTask InitializeAsync() => _folder = await ParticleFolder.MakeAsync(Xunit.TestContext.Current.CancellationToken);

    public ValueTask DisposeAsync()
    {
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }

    private PageContext Context(AccountRole role = AccountRole.Maintainer) => new(role: role, more: services =>
    {
        services.AddSingleton(_folder.Data);
        ParticleServices.Add(services);
    });

    private static IRenderedComponent<ParticlesPage> Wall(PageContext page, string query = "", string id = ParticleFolder.RunId)
    {
        page.Services.GetRequiredService<NavigationManager>().NavigateTo($"/runs/{id}/particles{query}");
        return page.Render<ParticlesPage>(p => p.Add(r => r.Id, id));
    }

    [Fact]
    public async Task Wall_Filtered_SaysHowManyPassAndHoldsTheFilterInItsLinks()
    {
        await using PageContext page = Context();
        var wall = Wall(page, "?diameter=60..110&sort=-circularity");
        wall.WaitForAssertion(() => Assert.Contains(" of ", wall.Find(".head [role=status]").TextContent, StringComparison.Ordinal));
        Assert.Equal("60", wall.Find("[data-testid=low-diameter]").GetAttribute("value"));
        Assert.Equal($"/api/v1/runs/{ParticleFolder.RunId}/particles/export.csv?diameter_nm=60..110&sort=-circularity", wall.Find("[data-testid=export-csv]").GetAttribute("href"));
        Assert.Equal("listbox", wall.Find("[data-wall]").GetAttribute("role"));
        Assert.Contains("D50", wall.Find("[data-plot=histogram]").GetAttribute("aria-label"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Wall_FlagChosen_GoesIntoTheAddress()
    {
        await using PageContext page = Context();
        var wall = Wall(page);
        await wall.WaitForElement("[data-testid=without-edge]").ClickAsync();
        Assert.EndsWith("?without=edge", page.Services.GetRequiredService<NavigationManager>().Uri, StringComparison.Ordinal);
        wall.WaitForAssertion(() => Assert.Equal("true", wall.Find("[data-testid=without-edge]").GetAttribute("aria-pressed")));
    }

    [Fact]
    public async Task Wall_BrushedOnAPlot_GoesIntoTheAddressAndTheFields()
    {
        await using PageContext page = Context();
        var wall = Wall(page);
        wall.WaitForElement("[data-wall]");
        await wall.InvokeAsync(() => wall.Instance.Brushed([new BrushedRange("diameter_nm", 70, 90.5), new BrushedRange("circularity", 0.8, null)]));
        Assert.EndsWith("?circularity=0.8..&diameter_nm=70..90.5", page.Services.GetRequiredService<NavigationManager>().Uri, StringComparison.Ordinal);
        wall.WaitForAssertion(() => Assert.Equal("90.5", wall.Find("[data-testid=high-diameter]").GetAttribute("value")));
    }

    [Fact]
    public async Task Wall_MalformedAddress_SaysWhichKeyAndHow()
    {
        await using PageContext page = Context();
        var wall = Wall(page, "?diameter=60-110");
        wall.WaitForAssertion(() => Assert.Contains("LOW..HIGH", wall.Find("[role=alert]").TextContent, StringComparison.Ordinal));
        Assert.Contains("diameter", wall.Find("[role=alert]").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Wall_UnknownRun_SaysSo()
    {
        await using PageContext page = Context();
        var wall = Wall(page, id: "nothing");
        wall.WaitForAssertion(() => Assert.Contains("There is no run of this name", wall.Markup, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Decide_Viewer_SeesWhyNot()
    {
        await using PageContext page = Context(AccountRole.Viewer);
        var wall = Wall(page);
        var accept = wall.WaitForElement("[data-testid=accept]");
        Assert.True(accept.HasAttribute("disabled"));
        Assert.Contains("needs the role", accept.GetAttribute("title"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Decide_RejectedWithReason_StandsBesideTheUntouchedFigures()
    {
        await using PageContext page = Context();
        var wall = Wall(page, "?flags=counted");
        wall.WaitForElement("[data-wall]");
        await wall.InvokeAsync(() => wall.Instance.Marked([ParticleFolder.Particle]));
        Assert.True(wall.Find("[data-testid=reject]").HasAttribute("disabled"));
        await wall.Find("[data-testid=reason]").InputAsync("dust");
        await wall.Find("[data-testid=reject]").ClickAsync();
        wall.WaitForAssertion(() => Assert.Contains("Without the 1 rejected", wall.Find("[data-testid=effect]").TextContent, StringComparison.Ordinal));
        Assert.Contains(page.Audit.Entries, entry => entry.Action == "particle.reject" && entry.Reason == "dust");
    }

    [Fact]
    public async Task Passport_Particle_ShowsMeasuresPlaceAndAddress()
    {
        await using PageContext page = Context();
        var passport = page.Render<PassportPage>(p => p.Add(r => r.Id, ParticleFolder.RunId).Add(r => r.Particle, ParticleFolder.Particle));
        passport.WaitForElement(".facts");
        Assert.Contains("Equivalent circle diameter, nm", passport.Markup, StringComparison.Ordinal);
        Assert.EndsWith($"/runs/{ParticleFolder.RunId}/particles/{ParticleFolder.Particle}", passport.Find(".copy input").GetAttribute("value"), StringComparison.Ordinal);
        Assert.Contains("outline=1", passport.Find(".bigcrop img").GetAttribute("src"), StringComparison.Ordinal);
        Assert.Equal(64, passport.Find(".facts .hash").TextContent.Length);
    }

    [Fact]
    public async Task Passport_Unknown_SaysSo()
    {
        await using PageContext page = Context();
        var passport = page.Render<PassportPage>(p => p.Add(r => r.Id, ParticleFolder.RunId).Add(r => r.Particle, "nobody"));
        passport.WaitForAssertion(() => Assert.Contains("There is no such particle", passport.Markup, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Distributions_TwoRunsByVolume_PrintsWhatWasLeftOutAndHow()
    {
        await using PageContext page = Context();
        page.Services.GetRequiredService<NavigationManager>().NavigateTo($"/distributions?runs={ParticleFolder.RunId},{ParticleFolder.Other}&weight=volume&diameter=50..150");
        var shown = page.Render<DistributionsPage>();
        shown.WaitForElement("[data-plot=shares]");
        Assert.Equal(2, shown.FindAll("table").Count);
        Assert.Contains("by volume", shown.Find(".head").TextContent, StringComparison.Ordinal);
        Assert.Contains("at the edge", shown.Find(".rule").TextContent, StringComparison.Ordinal);
        Assert.Contains("nm/px", shown.Find(".rule").TextContent, StringComparison.Ordinal);
        Assert.Contains("Edge rule", shown.Markup, StringComparison.Ordinal);
        Assert.Contains("LTO-0412-A", shown.Find("[data-plot=shares]").GetAttribute("aria-label"), StringComparison.Ordinal);
        Assert.Contains("weight=volume&diameter_nm=50..150", shown.Find("[data-testid=export-svg]").GetAttribute("href"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Distributions_NoRun_SaysWhatToDo()
    {
        await using PageContext page = Context();
        page.Services.GetRequiredService<NavigationManager>().NavigateTo("/distributions");
        var shown = page.Render<DistributionsPage>();
        shown.WaitForAssertion(() => Assert.Contains("Choose a sample", shown.Markup, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Distributions_UnknownRun_NamesIt()
    {
        await using PageContext page = Context();
        page.Services.GetRequiredService<NavigationManager>().NavigateTo("/distributions?runs=nothing");
        var shown = page.Render<DistributionsPage>();
        shown.WaitForAssertion(() => Assert.Contains("nothing", shown.Find(".problem").TextContent, StringComparison.Ordinal));
    }
}
