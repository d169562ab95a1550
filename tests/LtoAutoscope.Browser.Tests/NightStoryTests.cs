using System.Globalization;
using Microsoft.Playwright;

namespace LtoAutoscope.Browser.Tests;

/// <summary>A night as a lab manager lives it: sign in, watch particles being counted, look at the queue, lose the network, lose the daemon, read the finished run and the morning page.</summary>
[Collection(nameof(BrowserCollection))]
public sealed class NightStoryTests(Chromium chromium)
{
    [Fact]
    public async Task Night_FromSignInToMorningPage_GoesThroughLossOfNetworkAndDaemon()
    {
        Assert.NotNull(chromium.Browser);
        await using DemoProcess demo = await DemoProcess.StartAsync(60);
        await using Visit manager = await (await Visit.BeginAsync(chromium, demo.Url)).SignInAsync("admin", demo.Password);
        await manager.LiveAsync();

        // At six in the evening.
        await Visit.ShowsAsync(manager.State, "Running");
        Assert.Equal(1, await manager.Page.Locator("[data-testid=simulator]").CountAsync());
        await manager.Page.WaitForFunctionAsync("() => Number((document.getElementById('particle-count')?.textContent ?? '').replace(/\\D/g, '')) > 0");
        await manager.Page.WaitForFunctionAsync("() => (document.querySelector('#live-frame img, img#live-frame')?.naturalWidth ?? 0) > 0");

        // The network goes and comes back: the last state stays, and the page goes on by itself.
        await manager.Context.SetOfflineAsync(true);
        await manager.Page.WaitForFunctionAsync("() => document.documentElement.classList.contains('circuit-lost')");
        Assert.NotEqual("", (await manager.State.TextContentAsync())!.Trim());
        await manager.Context.SetOfflineAsync(false);
        await manager.Page.WaitForFunctionAsync("() => document.documentElement.classList.contains('circuit-lives') && !document.documentElement.classList.contains('circuit-lost')");

        // The daemon is killed and comes back: the sign-in outlives it, and so does the page.
        await demo.KillAsync();
        await manager.Page.WaitForFunctionAsync("() => document.documentElement.classList.contains('circuit-lost')");
        await demo.StartAsync();
        await manager.Page.WaitForFunctionAsync("() => document.documentElement.classList.contains('circuit-lives') && !document.documentElement.classList.contains('circuit-lost')");
        Assert.DoesNotContain("/login", manager.Page.Url, StringComparison.Ordinal);

        // At eight in the morning.
        await manager.GoLiveAsync("/queue");
        await Assertions.Expect(manager.Page.Locator("tr[data-state=done]")).ToHaveCountAsync(3, new LocatorAssertionsToHaveCountOptions { Timeout = Visit.PatienceForSamples });
        await manager.GoLiveAsync("/runs");
        await manager.Page.Locator("[data-run] a").First.ClickAsync();
        await Visit.ShowsAsync(manager.Page.Locator("main"), "Predicted efficiency");
        await manager.GoLiveAsync("/nights");
        string morning = (await manager.Page.Locator("[data-testid=night-link]").First.GetAttributeAsync("href"))!;
        await manager.GoAsync(morning);
        await Visit.ShowsAsync(manager.Page.Locator("body"), DateTimeOffset.Parse(morning[^10..], CultureInfo.InvariantCulture).Year.ToString(CultureInfo.InvariantCulture));
        // What was cut is complained about by the browser; that a page breaks its own rules is not to be.
        Assert.DoesNotContain(manager.Complaints, complaint => complaint.Contains("Content Security Policy", StringComparison.Ordinal));
    }
}
