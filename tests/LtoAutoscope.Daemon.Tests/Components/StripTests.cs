using Bunit;
using LtoAutoscope.Daemon.Components.Layout;
using LtoAutoscope.Domain.Instruments;
using LtoAutoscope.Pipeline.Live;

namespace LtoAutoscope.Daemon.Tests.Components;

public sealed class StripTests
{
    [Theory]
    [InlineData(LabState.Ready, "Ready", "#s-ready")]
    [InlineData(LabState.Running, "Running", "#s-running")]
    [InlineData(LabState.Pausing, "Pausing", "#s-paused")]
    [InlineData(LabState.Paused, "Paused", "#s-paused")]
    [InlineData(LabState.Faulted, "Faulted", "#s-fault")]
    [InlineData(LabState.Disconnected, "No instrument", "#s-off")]
    public async Task Strip_EachState_HasItsWordAndShape(LabState state, string word, string shape)
    {
        await using var page = new PageContext(state);
        var strip = page.Render<Strip>();
        Assert.Equal(word, strip.Find("#state-word").TextContent);
        Assert.Equal(shape, strip.Find(".state use").GetAttribute("href"));
    }

    [Theory]
    [InlineData(4, "fresh")]
    [InlineData(6, "late")]
    [InlineData(20, "stale")]
    public async Task DataAge_WithoutNewReadings_TurnsAmberThenStale(int seconds, string style)
    {
        await using var page = new PageContext();
        var strip = page.Render<Strip>();
        page.Clock.Advance(TimeSpan.FromSeconds(seconds));
        strip.WaitForAssertion(() => Assert.Contains(style, strip.Find("[data-testid=data-age]").ClassName, StringComparison.Ordinal));
        Assert.Equal(style == "stale", strip.Find("[data-testid=data-age]").TextContent.Contains("stale", StringComparison.Ordinal));
        Assert.Contains(style, strip.Find("header").ClassName, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Strip_UnknownValues_AreDashesNotZeros()
    {
        await using var page = new PageContext(LabState.Disconnected);
        var cells = page.Render<Strip>().FindAll(".cell dd").Select(c => c.TextContent.Trim()).ToList();
        Assert.Equal(["SEM 1", "–", "–", "–", "–", "–", "Nobody"], cells);
    }

    [Fact]
    public async Task Strip_Simulator_SaysSo()
    {
        await using var page = new PageContext();
        Assert.Equal("SIMULATOR", page.Render<Strip>().Find("[data-testid=simulator]").TextContent);
    }

    [Theory]
    [InlineData(LabState.Running)]
    [InlineData(LabState.Faulted)]
    [InlineData(LabState.Disconnected)]
    [InlineData(LabState.Ready)]
    public async Task StopButton_InAnyState_IsAPlainSubmitNeverDisabled(LabState state)
    {
        await using var page = new PageContext(state);
        var button = page.Render<Strip>().Find("#stop-button");
        Assert.Equal("submit", button.GetAttribute("type"));
        Assert.Equal("stop-form", button.GetAttribute("form"));
        Assert.False(button.HasAttribute("disabled"));
    }

    [Fact]
    public async Task StopButton_PressedAndNotYetAnswered_ClaimsNothing()
    {
        await using var page = new PageContext();
        var notice = page.Render<StopNotice>();
        var button = page.Render<Strip>();
        Assert.Empty(button.FindAll("[data-testid=stop-answer]"));
        page.Change(c => c with { LastStop = new StopView("admin", page.Clock.GetUtcNow(), null) });
        notice.WaitForAssertion(() => Assert.Contains("Beam: no answer yet", notice.Markup, StringComparison.Ordinal));
        button.WaitForAssertion(() => Assert.Equal("no answer yet", button.Find("[data-testid=stop-answer]").TextContent));
        Assert.Empty(notice.FindAll("li.ok"));
    }

    [Fact]
    public async Task StopButton_Answered_SaysWhatTheHardwareReadBack()
    {
        await using var page = new PageContext();
        var notice = page.Render<StopNotice>();
        var report = new StopReport(true, true, null, TimeSpan.FromMilliseconds(7));
        page.Change(c => c with { State = LabState.Paused, LastStop = new StopView("admin", page.Clock.GetUtcNow(), report) });
        notice.WaitForAssertion(() => Assert.Contains("Sent in 7 ms", notice.Markup, StringComparison.Ordinal));
        Assert.Contains("Beam blanked, read back", notice.Markup, StringComparison.Ordinal);
        Assert.Contains("Stage cannot be read", notice.Markup, StringComparison.Ordinal);
        Assert.Equal(2, notice.FindAll("li.ok").Count);
        Assert.Contains("The stage may still move.", Assert.Single(notice.FindAll("[data-testid=stop-fault]")).TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task StopNotice_BlankReadsBackAsOpen_SaysLoudlyWhatToDo()
    {
        await using var page = new PageContext();
        var notice = page.Render<StopNotice>();
        var report = new StopReport(true, false, true, TimeSpan.FromMilliseconds(7)) { ReadBackAfter = TimeSpan.FromMilliseconds(31) };
        page.Change(c => c with { State = LabState.Paused, LastStop = new StopView("admin", page.Clock.GetUtcNow(), report) });
        notice.WaitForAssertion(() => Assert.Contains("Stage halted, read back within 31 ms", notice.Markup, StringComparison.Ordinal));
        var alert = Assert.Single(notice.FindAll("[role=alert]"));
        Assert.Contains("The beam may not be blanked. Blank the beam on the microscope itself", alert.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Dispose_Circuit_LeavesNoSubscription()
    {
        var page = new PageContext();
        page.Render<Strip>();
        Assert.Equal(1, page.Lab.Subscribers);
        await page.DisposeAsync();
        Assert.Equal(0, page.Lab.Subscribers);
    }
}
