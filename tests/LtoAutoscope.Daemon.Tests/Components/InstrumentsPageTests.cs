using AngleSharp.Dom;
using Bunit;
using LtoAutoscope.Daemon.Components.Instruments;
using LtoAutoscope.Domain.Instruments;
using LtoAutoscope.Pipeline.Control;
using LtoAutoscope.Pipeline.Live;
using LtoAutoscope.Storage.Accounts;

namespace LtoAutoscope.Daemon.Tests.Components;

public sealed class InstrumentsPageTests
{
    private static readonly string[] Hands = ["go", "park", "jog-left", "beam-on", "beam-off", "blank", "unblank", "take-frame", "auto-focus"];

    [Theory]
    [InlineData(AccountRole.Viewer, ControlKind.Free, null, "This needs the role Operator; yours is Viewer.")]
    [InlineData(AccountRole.Operator, ControlKind.Free, null, "Take control first.")]
    [InlineData(AccountRole.Operator, ControlKind.Queue, "queue", "The queue has the instrument: take control after the present frame.")]
    [InlineData(AccountRole.Operator, ControlKind.Program, "calibration", "calibration has the instrument: wait until it is done.")]
    [InlineData(AccountRole.Maintainer, ControlKind.Hand, "ben", "ben has control: ask for it.")]
    public async Task Controls_NotMine_AreDisabledWithTheReason(AccountRole role, ControlKind kind, string? holder, string reason)
    {
        await using var page = new PageContext(LabState.Ready, role);
        page.Change(lab => lab with { Control = new ControlView { Kind = kind, Holder = holder, Since = page.Clock.GetUtcNow() } });
        var shown = page.Render<InstrumentsPage>();
        Assert.All(Hands, id => AssertDisabled(shown.Find($"[data-testid={id}]"), reason));
        Assert.Contains(reason, shown.Find("#jog-why").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Controls_Mine_AreEnabledUntilAStopHoldsThem()
    {
        await using var page = new PageContext(LabState.Ready, AccountRole.Operator);
        page.Change(lab => lab with { Control = new ControlView { Kind = ControlKind.Hand, Holder = "admin", Since = page.Clock.GetUtcNow(), ExpiresAt = page.Clock.GetUtcNow().AddMinutes(3) } });
        var shown = page.Render<InstrumentsPage>();
        Assert.All(Hands, id => Assert.False(shown.Find($"[data-testid={id}]").HasAttribute("disabled"), id));
        Assert.Contains("You have control", shown.Find("[data-testid=control-holder]").TextContent, StringComparison.Ordinal);

        page.Change(lab => lab with { Control = lab.Control with { IsStopped = true } });
        shown.WaitForAssertion(() => AssertDisabled(shown.Find("[data-testid=jog-left]"), "A stop holds everything: clear it first."));
        Assert.NotNull(shown.Find("[data-testid=clear-stop]"));
        page.Change(lab => lab with { Control = lab.Control with { IsStopped = false, Doing = "moving the stage" } });
        shown.WaitForAssertion(() => AssertDisabled(shown.Find("[data-testid=jog-left]"), "It is busy moving the stage."));
    }

    [Fact]
    public async Task Control_HeldByAnother_OffersToAskAndForceOnlyToMaintainers()
    {
        await using var page = new PageContext(LabState.Ready, AccountRole.Operator);
        page.Change(lab => lab with { Control = new ControlView { Kind = ControlKind.Hand, Holder = "ben", Since = page.Clock.GetUtcNow() } });
        var shown = page.Render<InstrumentsPage>();
        Assert.False(shown.Find("[data-testid=ask]").HasAttribute("disabled"));
        AssertDisabled(shown.Find("[data-testid=force]"), "This needs the role Maintainer; yours is Operator.");
        page.Change(lab => lab with { Control = lab.Control with { Request = new ControlRequest("cleo", page.Clock.GetUtcNow(), page.Clock.GetUtcNow().AddMinutes(1), "") } });
        shown.WaitForAssertion(() => AssertDisabled(shown.Find("[data-testid=ask]"), "cleo asked first."));
    }

    [Fact]
    public async Task Request_ToMe_IsShownOnEveryPageWithBothAnswers()
    {
        await using var page = new PageContext(LabState.Ready, AccountRole.Operator);
        page.Change(lab => lab with
        {
            Control = new ControlView { Kind = ControlKind.Hand, Holder = "admin", Request = new ControlRequest("ben", page.Clock.GetUtcNow(), page.Clock.GetUtcNow().AddSeconds(60), "tilt series.") },
        });
        var shown = page.Render<ControlNotice>();
        Assert.Contains("ben asks for control. tilt series. Without an answer it goes over in ", shown.Find("[data-testid=control-request]").TextContent, StringComparison.Ordinal);
        Assert.NotNull(shown.Find("[data-testid=grant]"));
        Assert.NotNull(shown.Find("[data-testid=refuse]"));
        page.Change(lab => lab with { Control = lab.Control with { Holder = "ben" } });
        shown.WaitForAssertion(() => Assert.Empty(shown.FindAll("[data-testid=control-request]")));
    }

    [Fact]
    public async Task NoInstrument_Connected_SaysSoEverywhere()
    {
        await using var page = new PageContext(LabState.Disconnected, AccountRole.Operator);
        var shown = page.Render<InstrumentsPage>();
        AssertDisabled(shown.Find("[data-testid=take]"), "No instrument is connected.");
        AssertDisabled(shown.Find("[data-testid=jog-up]"), "No instrument is connected.");
    }

    [Fact]
    public void WhyNot_MissingCapability_IsItsOwnReason()
    {
        var lacking = new InstrumentDescription
        {
            Identity = new InstrumentIdentity("bench", "", "", "", true), Envelope = new() { Limits = new StageLimits(default, default, default, default, default) },
            Capabilities = [new InstrumentCapability(InstrumentDescription.Automatic, false, "The driver offers no automatic procedures.")],
        };
        var hands = new Hands("admin", "", new ControlView { Kind = ControlKind.Hand, Holder = "admin" }, new InstrumentView { IsConnected = true }, lacking, null);
        Assert.Equal("", hands.Why);
        Assert.Equal("The driver offers no automatic procedures.", hands.WhyNot(InstrumentDescription.Automatic));
    }

    private static void AssertDisabled(IElement control, string reason)
    {
        Assert.True(control.HasAttribute("disabled"), control.OuterHtml);
        Assert.Equal(reason, control.GetAttribute("title"));
    }
}
