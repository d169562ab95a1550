using Deque.AxeCore.Playwright;
using LtoAutoscope.Pipeline.Tests.Cells;
using Microsoft.Playwright;

namespace LtoAutoscope.Browser.Tests;

/// <summary>Every page as it is, over a finished demo: in both themes, at 360 and 1440 px and at 4K; nothing wider than the window, no error in the console, and no serious finding of axe-core.</summary>
[Collection(nameof(BrowserCollection))]
public sealed class PagesTests(Chromium chromium)
{
    /// <summary>Where pictures are kept, when somebody wants to look at them.</summary>
    private const string PicturesVariable = "LTO_AUTOSCOPE_SCREENSHOTS";

    private static readonly string[] Serious = ["serious", "critical"];

    [Fact]
    public async Task Pages_BothThemesAndAllWidths_FitAndAreAccessible()
    {
        Assert.NotNull(chromium.Browser);
        await using DemoProcess demo = await DemoProcess.StartAsync(60);
        List<string> findings = [];
        string[] pages = [.. await PagesAsync(demo), await CellByTheFormAsync(demo)];
        foreach ((int width, int height, bool light) in new[] { (1440, 900, false), (1440, 900, true), (360, 740, false), (3840, 2160, false) })
        {
            await using Visit visit = await (await Visit.BeginAsync(chromium, demo.Url, width, height, light: light)).SignInAsync("admin", demo.Password);
            foreach (string path in pages)
            {
                await visit.GoLiveAsync(path);
                await visit.Page.WaitForFunctionAsync("() => document.readyState === 'complete' && [...document.images].every(image => image.complete || image.loading === 'lazy')");
                string where = $"{path} at {width} px, {(light ? "light" : "dark")}";
                if (await visit.OverflowAsync() is > 0 and var over) findings.Add($"{where}: {over} px wider than the window");
                if (await visit.Page.Locator("h1").CountAsync() != 1) findings.Add($"{where}: not one heading of the first order");
                await PictureAsync(visit, path, width, light);
                // 4K differs from 1440 by room only.
                if (width > 2000) continue;
                var result = await visit.Page.RunAxe();
                findings.AddRange(result.Violations.Where(violation => Serious.Contains(violation.Impact)).Select(violation =>
                    $"{where}: {violation.Id} ({violation.Impact}): {string.Join("; ", violation.Nodes.Take(3).Select(node => node.Html[..Math.Min(node.Html.Length, 160)]))}"));
            }

            findings.AddRange(visit.Complaints.Distinct().Select(complaint => $"{width} px: the browser complains: {complaint}"));
        }

        Assert.True(findings.Count == 0, string.Join('\n', findings));
    }

    [Fact]
    public async Task Phone_NowPage_LiveFrameComesBeforeTheButtonsAndStopIsUnderTheThumb()
    {
        Assert.NotNull(chromium.Browser);
        await using DemoProcess demo = await DemoProcess.StartAsync(5000);
        await using Visit phone = await (await Visit.BeginAsync(chromium, demo.Url, 360, 740)).SignInAsync("admin", demo.Password);
        await phone.LiveAsync();
        await Visit.ShowsAsync(phone.State, "Running");
        LocatorBoundingBoxResult frame = (await phone.Page.Locator("#live-frame").First.BoundingBoxAsync())!;
        LocatorBoundingBoxResult buttons = (await phone.Page.Locator("[data-testid=pause-frame]").First.BoundingBoxAsync())!;
        LocatorBoundingBoxResult stop = (await phone.Stop.BoundingBoxAsync())!;
        Assert.True(frame.Y < buttons.Y, "The live frame comes before the buttons.");
        Assert.True(stop.Height >= 56 && stop.Width >= 104, "STOP is large enough.");
        Assert.True(stop.X + stop.Width <= 352 && stop.Y + stop.Height <= 732, "STOP keeps away from the edges.");
    }

    /// <summary>Every page that a link leads to, and those of the first run.</summary>
    private async Task<string[]> PagesAsync(DemoProcess demo)
    {
        await using Visit visit = await (await Visit.BeginAsync(chromium, demo.Url)).SignInAsync("admin", demo.Password, "/queue");
        await visit.LiveAsync();
        await Assertions.Expect(visit.Page.Locator("tr[data-state=done]")).ToHaveCountAsync(3, new LocatorAssertionsToHaveCountOptions { Timeout = Visit.PatienceForSamples });
        string[] rail = await visit.Page.Locator("nav.rail a").EvaluateAllAsync<string[]>("links => links.map(link => link.getAttribute('href'))");
        await visit.GoLiveAsync("/runs");
        string run = (await visit.Page.Locator("[data-run] a").First.GetAttributeAsync("href"))!;
        return [.. rail, run, "/queue?add=1"];
    }

    /// <summary>Imports a cell as a person does, from the file to the figures on the page; returns the page's address.</summary>
    private async Task<string> CellByTheFormAsync(DemoProcess demo)
    {
        await using Visit visit = await (await Visit.BeginAsync(chromium, demo.Url)).SignInAsync("admin", demo.Password, "/cells");
        await visit.LiveAsync();
        await visit.Page.Locator("[data-testid=samples] tbody a.btn").First.ClickAsync();
        await ChooseAsync(visit.Page, new FilePayload { Name = "first cell.csv", MimeType = "text/csv", Buffer = CyclerFile.Bdf(170, 160, 161, 159) });
        await Visit.ShowsAsync(visit.Page.Locator("[data-testid=preview-problems]"), "mass");
        await Assertions.Expect(visit.Page.Locator("[data-testid=confirm]")).ToBeDisabledAsync();
        await visit.Page.FillAsync("[data-testid=mass]", "10");
        await visit.Page.PressAsync("[data-testid=mass]", "Tab");
        await Visit.ShowsAsync(visit.Page.Locator("[data-testid=preview-cycles]"), "94.12");
        await visit.Page.SelectOptionAsync("[data-testid=convention]", "DelithiationOverLithiation");
        await visit.Page.ClickAsync("[data-testid=confirm]");
        await Visit.ShowsAsync(visit.Page.Locator("[data-testid=imported]"), "94.12");
        await Visit.ShowsAsync(visit.Page.Locator("[data-testid=cell-first-cell]"), "94.12");
        await Assertions.Expect(visit.Page.Locator("[data-testid=voltage-plot] svg").First).ToBeVisibleAsync();
        return new Uri(visit.Page.Url).PathAndQuery;
    }

    /// <summary>Chooses a file. The field listens a moment after it is drawn: a choice that comes before, faster than any hand, is made again.</summary>
    private static async Task ChooseAsync(IPage page, FilePayload file)
    {
        for (int tries = 1; ; tries++)
        {
            await page.SetInputFilesAsync("[data-testid=cell-file]", file);
            try
            {
                await Assertions.Expect(page.Locator("[data-testid=preview-problems]")).ToBeVisibleAsync(new LocatorAssertionsToBeVisibleOptions { Timeout = 8_000 });
                return;
            }
            catch (PlaywrightException) when (tries < 15)
            {
                // Once more.
            }
        }
    }

    private static async Task PictureAsync(Visit visit, string path, int width, bool light)
    {
        if (Environment.GetEnvironmentVariable(PicturesVariable) is not { Length: > 0 } folder) return;
        string name = path.Trim('/').Length == 0 ? "now" : string.Join('-', path.Trim('/').Split('/', '?', '=', '&')).Replace("runs-2", "run-2", StringComparison.Ordinal);
        if (name.StartsWith("run-2", StringComparison.Ordinal)) name = "run" + string.Concat(path.Trim('/').Split('/').Skip(2).Select(part => "-" + part));
        await visit.Page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(folder, $"{name}-{width}{(light ? "-light" : "")}.png"), FullPage = width <= 500 });
    }
}
