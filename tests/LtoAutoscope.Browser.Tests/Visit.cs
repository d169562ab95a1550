using System.Globalization;
using Microsoft.Playwright;

namespace LtoAutoscope.Browser.Tests;

/// <summary>Somebody at a browser: one window, signed in, and everything that the browser complained about.</summary>
internal sealed class Visit : IAsyncDisposable
{
    /// <summary>How long a page may take on a loaded machine; a test that waits in vain says what the page showed.</summary>
    public const float Patience = 120_000;

    /// <summary>How long the demo's three samples may take there: under a minute on a quiet one, and as many times that as others want its processors.</summary>
    public const float PatienceForSamples = 600_000;

    private readonly List<string> _complaints = [];

    private Visit(IBrowserContext context, IPage page, string address) => (Context, Page, Address) = (context, page, address);

    public IBrowserContext Context { get; }

    public IPage Page { get; }

    /// <summary>Where the daemon serves.</summary>
    public string Address { get; }

    /// <summary>Errors in the console and scripts that threw.</summary>
    public IReadOnlyList<string> Complaints => _complaints;

    /// <summary>The word of the laboratory's state.</summary>
    public ILocator State => Page.Locator("#state-word");

    /// <summary>The button in the strip, or on a phone the one in the dock.</summary>
    public ILocator Stop => Page.Locator("button.stop:visible").First;

    /// <summary>The three lights of the last stop, wherever they are shown.</summary>
    public ILocator Lights => Page.Locator("[data-testid=stop-notice]:visible, #stop-answer:visible").First;

    public static async Task<Visit> BeginAsync(Chromium chromium, string address, int width = 1440, int height = 900, bool scripts = true, bool light = false)
    {
        IBrowserContext context = await chromium.Browser.NewContextAsync(new BrowserNewContextOptions
        {
            ViewportSize = new ViewportSize { Width = width, Height = height }, JavaScriptEnabled = scripts, IgnoreHTTPSErrors = true, AcceptDownloads = true, ReducedMotion = ReducedMotion.Reduce, HasTouch = width < 500,
        });
        context.SetDefaultTimeout(Patience);
        if (light) await context.AddCookiesAsync([new Cookie { Name = "lto-theme", Value = "light", Url = address }]);
        IPage page = await context.NewPageAsync();
        var visit = new Visit(context, page, address);
        page.Console += (_, message) =>
        {
            // That something cannot be reached is what some tests are about, and the browser says so by itself.
            if (message.Type == "error" && !message.Text.Contains("Failed to load resource", StringComparison.Ordinal) && !message.Text.Contains("WebSocket", StringComparison.Ordinal)) visit._complaints.Add(message.Text);
        };
        page.PageError += (_, error) => visit._complaints.Add(error);
        return visit;
    }

    public async Task<Visit> SignInAsync(string user, string password, string path = "/")
    {
        await Page.GotoAsync($"{Address}/login?returnUrl={Uri.EscapeDataString(path)}");
        await Page.FillAsync("#user", user);
        await Page.FillAsync("#password", password);
        await Page.ClickAsync("#sign-in");
        await Page.WaitForURLAsync(url => !url.Contains("/login", StringComparison.Ordinal));
        return this;
    }

    public Task GoAsync(string path) => Page.GotoAsync(Address + path);

    /// <summary>Goes to a page and waits until it listens to clicks.</summary>
    public async Task GoLiveAsync(string path)
    {
        await GoAsync(path);
        await LiveAsync();
    }

    /// <summary>Waits until the page listens to clicks.</summary>
    public Task LiveAsync() => Page.WaitForFunctionAsync("() => document.documentElement.classList.contains('circuit-lives')");

    /// <summary>Waits until a text stands in an element.</summary>
    public static Task ShowsAsync(ILocator where, string text) => Assertions.Expect(where).ToContainTextAsync(text, new LocatorAssertionsToContainTextOptions { Timeout = Patience, IgnoreCase = true });

    /// <summary>How far the page is wider than the window, px.</summary>
    public async Task<int> OverflowAsync() => int.Parse(await Page.EvaluateAsync<string>("() => String(document.documentElement.scrollWidth - window.innerWidth)"), CultureInfo.InvariantCulture);

    public async ValueTask DisposeAsync() => await Context.DisposeAsync();
}
