using Microsoft.Playwright;

namespace LtoAutoscope.Browser.Tests;

/// <summary>STOP on the real demo: by press, by Esc Esc over an open menu, with the circuit cut and with scripting off. What counts is what the hardware read back.</summary>
[Collection(nameof(BrowserCollection))]
public sealed class StopTests(Chromium chromium)
{
    private const int LongRun = 5000;

    [Fact]
    public async Task Stop_EachWay_ShowsTheHardwaresAnswerAndOffersWhatIsNext()
    {
        Assert.NotNull(chromium.Browser);
        await using DemoProcess demo = await DemoProcess.StartAsync(LongRun);
        await using Visit operatorAtDesk = await (await Visit.BeginAsync(chromium, demo.Url)).SignInAsync("admin", demo.Password);
        await operatorAtDesk.LiveAsync();
        await Visit.ShowsAsync(operatorAtDesk.State, "Running");

        // A press; then the question, and going on.
        await operatorAtDesk.Stop.ClickAsync();
        await AnsweredAsync(operatorAtDesk);
        await Visit.ShowsAsync(operatorAtDesk.State, "Paused");
        await operatorAtDesk.Page.ClickAsync("[data-testid=after-park]");
        await Visit.ShowsAsync(operatorAtDesk.Page.Locator("[data-testid=parked]"), "read back");
        await ResumeAsync(operatorAtDesk);

        // Esc Esc while a form is filled in and a list hangs open over the page.
        await operatorAtDesk.GoLiveAsync("/queue?add=1");
        await operatorAtDesk.Page.FillAsync("#sample-name", "half-written");
        await operatorAtDesk.Page.Locator("#sample-stub").ClickAsync();
        await operatorAtDesk.Page.Keyboard.PressAsync("Escape");
        await operatorAtDesk.Page.Keyboard.PressAsync("Escape");
        await AnsweredAsync(operatorAtDesk);
        Assert.Equal("half-written", await operatorAtDesk.Page.InputValueAsync("#sample-name"));
        await ResumeAsync(operatorAtDesk);

        // The circuit is dead, the page is not: the form still works, and the lights are those of the hardware.
        List<IWebSocketRoute> circuits = [];
        bool isCut = false;
        await operatorAtDesk.Page.RouteWebSocketAsync(new System.Text.RegularExpressions.Regex("/_blazor"), socket =>
        {
            if (isCut) return;
            socket.ConnectToServer();
            circuits.Add(socket);
        });
        await operatorAtDesk.GoLiveAsync("/");
        isCut = true;
        await operatorAtDesk.Page.RouteAsync("**/_blazor/**", route => route.AbortAsync());
        foreach (IWebSocketRoute circuit in circuits) await circuit.CloseAsync(new WebSocketRouteCloseOptions { Code = 1011 });
        await operatorAtDesk.Page.WaitForFunctionAsync("() => document.documentElement.classList.contains('circuit-lost')");
        await operatorAtDesk.Stop.ClickAsync();
        await AnsweredAsync(operatorAtDesk);
        Assert.True(await operatorAtDesk.Page.Locator("#stop-answer").IsVisibleAsync());
        await operatorAtDesk.Page.CloseAsync();

        // No script at all: plain forms.
        await using Visit bare = await (await Visit.BeginAsync(chromium, demo.Url, scripts: false)).SignInAsync("admin", demo.Password);
        await bare.Page.ClickAsync("[data-testid=after-resume]");
        await bare.GoAsync("/queue");
        await UntilAsync(bare, "Running");
        await bare.Stop.ClickAsync();
        await AnsweredAsync(bare);
        Assert.EndsWith("/queue", bare.Page.Url, StringComparison.Ordinal);
    }

    private static async Task AnsweredAsync(Visit visit)
    {
        await Visit.ShowsAsync(visit.Lights, "Sent");
        await Visit.ShowsAsync(visit.Lights, "Beam blanked, read back");
        await Visit.ShowsAsync(visit.Lights, "Stage halted, read back");
    }

    private static async Task ResumeAsync(Visit visit)
    {
        await visit.Page.ClickAsync("[data-testid=after-resume]");
        await Visit.ShowsAsync(visit.State, "Running");
    }

    /// <summary>A page without script shows what was when it was fetched.</summary>
    private static async Task UntilAsync(Visit visit, string state)
    {
        for (int tries = 0; tries < 60 && !(await visit.State.TextContentAsync() ?? "").Contains(state, StringComparison.Ordinal); tries++)
        {
            await Task.Delay(500, TestContext.Current.CancellationToken);
            await visit.Page.ReloadAsync();
        }

        await Visit.ShowsAsync(visit.State, state);
    }
}
