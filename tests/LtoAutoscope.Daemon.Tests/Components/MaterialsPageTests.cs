using Bunit;
using LtoAutoscope.Daemon.Components.Materials;
using LtoAutoscope.Daemon.Components.Queue;
using LtoAutoscope.Pipeline.Live;
using LtoAutoscope.Storage.Accounts;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using MudBlazor;

namespace LtoAutoscope.Daemon.Tests.Components;

public sealed class MaterialsPageTests
{
    [Fact]
    public async Task List_Shipped_HasEachWithItsCapacity()
    {
        await using var page = new PageContext(role: AccountRole.Viewer);
        var shown = page.Render<MaterialsPage>();
        Assert.Equal(["graphite", "lfp", "lto", "nmc811", "tno"], shown.FindAll("tr[data-material]").Select(row => row.GetAttribute("data-material")));
        Assert.Contains("175.1", shown.Find("tr[data-material=lto]").TextContent, StringComparison.Ordinal);
        Assert.Contains("cathode", shown.Find("tr[data-material=nmc811]").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Show_OneOrNone_HasSourcesOrTheReason()
    {
        await using var page = new PageContext(role: AccountRole.Viewer);
        var shown = page.Render<MaterialsPage>(parameters => parameters.Add(p => p.Name, "graphite"));
        Assert.Contains("lithiates it", shown.Find(".head").TextContent, StringComparison.Ordinal);
        Assert.Contains("PyBaMM Marquis2019", shown.Find(".mt").TextContent, StringComparison.Ordinal);
        Assert.NotEmpty(shown.FindAll("tr.un .chip.wait"));
        Assert.NotEmpty(shown.FindAll("svg[role=img], svg[aria-label]"));
        Assert.Contains("There is no material 'butter'", page.Render<MaterialsPage>(parameters => parameters.Add(p => p.Name, "butter")).Find("[role=alert]").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AddSample_MaterialOfTheAddress_IsQueued()
    {
        await using var page = new PageContext(LabState.Ready);
        page.Services.GetRequiredService<NavigationManager>().NavigateTo("/queue?add=1&stub=1&name=LFP-1&material=lfp");
        page.Render<MudPopoverProvider>();
        JobRequest? asked = null;
        var form = page.Render<AddSample>(parameters => parameters.Add(p => p.Stub, page.Lab.Holder.Stubs[0].Name).Add(p => p.Holder, page.Lab.Holder).Add(p => p.Recipes, ["standard"]).Add(p => p.OnAdd, request =>
        {
            asked = request;
            return Task.FromResult("");
        }));
        await form.Find("form").SubmitAsync(new EventArgs());
        Assert.Equal("lfp", asked!.Sample!.Material);
    }
}
