using Bunit;
using LtoAutoscope.Daemon.Components.Queue;
using LtoAutoscope.Pipeline.Live;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using MudBlazor;

namespace LtoAutoscope.Daemon.Tests.Components;

public sealed class QueuePageTests
{
    private static IRenderedComponent<QueuePage> Render(PageContext page, string address = "/queue")
    {
        page.Services.GetRequiredService<NavigationManager>().NavigateTo(address);
        page.Render<MudPopoverProvider>();
        return page.Render<QueuePage>();
    }

    [Fact]
    public async Task Queue_Running_PinsTheRunningRowAndListsTheDoneLast()
    {
        await using var page = new PageContext();
        var rows = Render(page).FindAll("tr[data-job]").Select(r => $"{r.GetAttribute("data-job")} {r.GetAttribute("data-state")}").ToList();
        Assert.Equal(["job-3 running", "job-4 queued", "job-5 queued", "job-2 done", "job-1 done"], rows);
    }

    [Fact]
    public async Task Queue_Empty_SaysWhatToDo()
    {
        await using var page = new PageContext(LabState.Ready);
        Assert.Contains("The queue is empty", Render(page).Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Row_UnknownEnd_IsADash()
    {
        await using var page = new PageContext();
        page.Lab.Change(c => c with { Queue = [.. c.Queue.Select(j => j with { EndsBetween = null, EndedAt = null })] });
        Assert.All(Render(page).FindAll("td.eta"), cell => Assert.Equal("–", cell.TextContent.Trim()));
    }

    [Fact]
    public async Task Row_ArrowKeyOnHandle_Moves()
    {
        await using var page = new PageContext();
        var queue = Render(page);
        await queue.Find("tr[data-job=job-4] .grip").KeyDownAsync(new Microsoft.AspNetCore.Components.Web.KeyboardEventArgs { Key = "ArrowDown" });
        Assert.Equal(["move job-4 1 admin"], page.Lab.Commands);
    }

    [Fact]
    public async Task Row_RemoveThenUndo_QueuesTheSameSampleAgain()
    {
        await using var page = new PageContext();
        var queue = Render(page);
        await queue.Find("tr[data-job=job-5] [data-testid=remove]").ClickAsync(new());
        Assert.Contains("AMPIS-Ti", queue.Find("[data-testid=removed]").TextContent, StringComparison.Ordinal);
        await queue.Find("[data-testid=undo]").ClickAsync(new());
        Assert.Equal(["remove job-5 admin", "enqueue AMPIS-Ti standard admin confirmed"], page.Lab.Commands);
        Assert.Empty(queue.FindAll("[data-testid=removed]"));
    }

    [Fact]
    public async Task Undo_AfterTenSeconds_IsGone()
    {
        await using var page = new PageContext();
        var queue = Render(page);
        await queue.Find("tr[data-job=job-5] [data-testid=remove]").ClickAsync(new());
        page.Clock.Advance(TimeSpan.FromSeconds(11));
        queue.WaitForAssertion(() => Assert.Empty(queue.FindAll("[data-testid=removed]")), TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task AddSample_BadName_StandsAtTheFieldAndQueuesNothing()
    {
        await using var page = new PageContext();
        var queue = Render(page, "/queue?add=1&stub=7");
        await queue.Find("#sample-name").InputAsync("no spaces, please");
        await queue.Find(".addform form").SubmitAsync();
        queue.WaitForAssertion(() => Assert.Contains("must have 1 to 64 letters", queue.Markup, StringComparison.Ordinal), TimeSpan.FromSeconds(10));
        Assert.Empty(page.Lab.Commands);
    }

    [Fact]
    public async Task AddSample_Sound_QueuesOnTheChosenStubAndCloses()
    {
        await using var page = new PageContext();
        var queue = Render(page, "/queue?add=1&stub=7");
        await queue.Find("#sample-name").InputAsync("LTO-0413-A");
        await queue.Find(".addform form").SubmitAsync();
        queue.WaitForAssertion(() => Assert.Equal(["enqueue LTO-0413-A standard admin"], page.Lab.Commands), TimeSpan.FromSeconds(10));
        Assert.Equal("7", page.Lab.Current.Queue[^1].Sample.Stub);
        queue.WaitForAssertion(() => Assert.Empty(queue.FindAll(".addform")), TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task AddSample_SeenOnItsStub_IsConfirmed()
    {
        await using var page = new PageContext();
        var queue = Render(page, "/queue?add=1&stub=7");
        await queue.Find("#sample-name").InputAsync("LTO-0413-A");
        await queue.Find("[data-testid=confirmed] input, input[data-testid=confirmed]").ChangeAsync(true);
        await queue.Find(".addform form").SubmitAsync();
        queue.WaitForAssertion(() => Assert.Equal(["enqueue LTO-0413-A standard admin confirmed"], page.Lab.Commands), TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task Row_Operations_ReachTheLaboratoryAndShowWhatHolds()
    {
        await using var page = new PageContext();
        var queue = Render(page);
        await queue.Find("tr[data-job=job-5] [data-testid=hold]").ClickAsync(new());
        page.Clock.Advance(TimeSpan.FromSeconds(1));
        queue.WaitForAssertion(() => Assert.Equal("held", queue.Find("tr[data-job=job-5]").GetAttribute("data-state")), TimeSpan.FromSeconds(10));
        await queue.Find("tr[data-job=job-5] [data-testid=resume-job]").ClickAsync(new());
        page.Clock.Advance(TimeSpan.FromSeconds(1));
        queue.WaitForElement("tr[data-job=job-5] [data-testid=next]", TimeSpan.FromSeconds(10));
        await queue.Find("tr[data-job=job-5] [data-testid=next]").ClickAsync(new());
        await queue.Find("tr[data-job=job-4] [data-testid=duplicate]").ClickAsync(new());
        await queue.Find("tr[data-job=job-3] [data-testid=cancel]").ClickAsync(new());
        Assert.Equal(["hold job-5 admin", "resume job-5 admin", "next job-5 admin", "copy job-4 1 admin", "cancel job-3 admin"], page.Lab.Commands);
    }

    [Fact]
    public async Task Row_UnconfirmedSample_SaysSoAndIsConfirmedFromThere()
    {
        await using var page = new PageContext();
        page.Lab.Change(c => c with { Queue = [.. c.Queue.Select(j => j.JobId == "job-5" ? j with { IsConfirmed = false, Priority = 7 } : j)] });
        var queue = Render(page);
        var row = queue.Find("tr[data-job=job-5]");
        Assert.Contains("Nobody has confirmed", row.TextContent, StringComparison.Ordinal);
        Assert.Contains("priority 7", row.TextContent, StringComparison.Ordinal);
        await queue.Find("tr[data-job=job-5] [data-testid=confirm]").ClickAsync(new());
        Assert.Equal(["confirm AMPIS-Ti admin"], page.Lab.Commands);
        page.Clock.Advance(TimeSpan.FromSeconds(1));
        queue.WaitForAssertion(() => Assert.Empty(queue.FindAll("[data-testid=confirm]")), TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task Holder_Stubs_TellWhatSitsOnThem()
    {
        await using var page = new PageContext();
        var queue = Render(page);
        Assert.Contains("LTO-0412-C, running", queue.Find("[data-stub='3']").QuerySelector("title")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("free", queue.Find("[data-stub='9']").QuerySelector("title")!.TextContent, StringComparison.Ordinal);
    }
}
