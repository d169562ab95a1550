using Microsoft.Playwright;

namespace LtoAutoscope.Browser.Tests;

/// <summary>Several people at one microscope: what each role finds on the pages, a proposal from scientist to manager, and two operators with one lease.</summary>
[Collection(nameof(BrowserCollection))]
public sealed class PeopleTests(Chromium chromium)
{
    private const int LongRun = 5000;

    [Fact]
    public async Task EachRole_FindsWhatItMayAndWhyNotTheRest()
    {
        Assert.NotNull(chromium.Browser);
        await using DemoProcess demo = await DemoProcess.StartAsync(LongRun);
        await using Visit maintainer = await (await Visit.BeginAsync(chromium, demo.Url)).SignInAsync("admin", demo.Password);
        await People.MakeAsync(maintainer, ("vera", "viewer"), ("sam", "scientist"), ("olga", "operator"), ("max", "manager"));

        foreach ((string name, bool mayPropose, bool mayRun) in new[] { ("vera", false, false), ("sam", true, false), ("olga", true, true), ("max", true, true) })
        {
            await using Visit person = await (await Visit.BeginAsync(chromium, demo.Url)).SignInAsync(name, People.Password, "/queue");
            await person.LiveAsync();
            await IsAsync(person.Page.Locator("[data-testid=add-sample]"), mayPropose, "role Scientist");
            await IsAsync(person.Page.Locator(".actions button", new PageLocatorOptions { HasText = "Pause after sample" }), mayRun, "role Operator");
            await Assertions.Expect(person.Stop).ToBeEnabledAsync();
        }

        // A viewer stops; only an operator goes on.
        await using Visit viewer = await (await Visit.BeginAsync(chromium, demo.Url)).SignInAsync("vera", People.Password);
        await viewer.LiveAsync();
        await Visit.ShowsAsync(viewer.State, "Running");
        await viewer.Stop.ClickAsync();
        await Visit.ShowsAsync(viewer.Lights, "Beam blanked, read back");
        await IsAsync(viewer.Page.Locator("[data-testid=after-resume]"), false, "role Operator");

        // A scientist proposes; a manager approves.
        await People.FreeAStubAsync(maintainer);
        await using Visit scientist = await (await Visit.BeginAsync(chromium, demo.Url)).SignInAsync("sam", People.Password, "/queue?add=1");
        await scientist.LiveAsync();
        await scientist.Page.FillAsync("#sample-name", "LTO-sam");
        await scientist.Page.Locator("#sample-stub").ClickAsync();
        await scientist.Page.Locator(".mud-popover-open .mud-list-item").Last.ClickAsync();
        await scientist.Page.ClickAsync("[data-testid=queue-it]");
        ILocator row = scientist.Page.Locator("tr[data-job]", new PageLocatorOptions { HasText = "LTO-sam" });
        await Visit.ShowsAsync(row, "waits for approval");
        await using Visit manager = await (await Visit.BeginAsync(chromium, demo.Url)).SignInAsync("max", People.Password, "/queue");
        await manager.LiveAsync();
        ILocator same = manager.Page.Locator("tr[data-job]", new PageLocatorOptions { HasText = "LTO-sam" });
        await same.Locator("[data-testid=approve]").ClickAsync();
        await Assertions.Expect(same.Locator("[data-testid=approve]")).ToHaveCountAsync(0, new LocatorAssertionsToHaveCountOptions { Timeout = Visit.Patience });

        // All of it stands in the trail.
        await manager.GoLiveAsync("/audit");
        foreach (string action in (string[])["instrument.stop", "queue.propose", "queue.approve"]) await Visit.ShowsAsync(manager.Page.Locator("main"), action);
    }

    [Fact]
    public async Task TwoOperators_OneLease_GoesOverByRequest()
    {
        Assert.NotNull(chromium.Browser);
        await using DemoProcess demo = await DemoProcess.StartAsync(LongRun);
        await using Visit maintainer = await (await Visit.BeginAsync(chromium, demo.Url)).SignInAsync("admin", demo.Password);
        await People.MakeAsync(maintainer, ("olga", "operator"), ("otto", "operator"));

        await using Visit olga = await (await Visit.BeginAsync(chromium, demo.Url)).SignInAsync("olga", People.Password, "/instruments");
        await olga.LiveAsync();
        await olga.Page.ClickAsync("[data-testid=take-after-frame]");
        ILocator holder = olga.Page.Locator("[data-testid=control-holder]");
        await Visit.ShowsAsync(holder, "You have control");

        await using Visit otto = await (await Visit.BeginAsync(chromium, demo.Url)).SignInAsync("otto", People.Password, "/instruments");
        await otto.LiveAsync();
        await Visit.ShowsAsync(otto.Page.Locator("[data-testid=control-holder]"), "olga");
        await otto.Page.ClickAsync("[data-testid=ask]");
        await olga.Page.ClickAsync("[data-testid=grant]");
        await Visit.ShowsAsync(otto.Page.Locator("[data-testid=control-holder]"), "You have control");
        await Visit.ShowsAsync(holder, "otto");
        await Visit.ShowsAsync(olga.Page.Locator("header.strip"), "otto");
    }

    private static async Task IsAsync(ILocator control, bool enabled, string why)
    {
        if (enabled)
        {
            await Assertions.Expect(control).ToBeEnabledAsync();
            return;
        }

        await Assertions.Expect(control).ToBeDisabledAsync();
        Assert.Contains(why, await control.GetAttributeAsync("title") ?? "", StringComparison.Ordinal);
    }
}
