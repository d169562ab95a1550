using System.Globalization;
using OpenQA.Selenium;
using OpenQA.Selenium.Chrome;

namespace LtoAutoscope.Daemon.Tests.Browser;

/// <summary>What a lab manager and an operator do, in a real browser on the real demo: sign in, watch particles being counted, stop, look at the hardware's answer, resume, read a finished run.</summary>
[Collection(nameof(DashboardBrowserTests))]
public sealed class DashboardBrowserTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(180);

    [Fact]
    public async Task Dashboard_WatchStopResume_ShowsTheHardwaresAnswerAndFinishesTheRun()
    {
        using ChromeDriver page = Chromium.Start(1440, 900);
        await using DemoProcess demo = await DemoProcess.StartAsync(goal: 60);
        page.Navigate().GoToUrl(demo.Url);
        page.FindElement(By.Id("user")).SendKeys("admin");
        page.FindElement(By.Id("password")).SendKeys(demo.Password);
        await page.ClickAsync("#sign-in", Limit);

        await page.UntilAsync("a run is under way", p => p.Text("state-word") == "Running", Limit);
        await page.UntilAsync("particles are counted", p => Number(p.Text("particle-count")) > 0, Limit);
        await page.UntilAsync("the live frame has pixels",
            p => p.ExecuteScript("return document.querySelector('#live-frame img, img#live-frame, #live-frame image')?.naturalWidth ?? 1") is long width && width > 0, Limit);

        await page.ClickAsync("button.stop", Limit);
        await page.UntilAsync("the hardware has answered", p => p.FindElement(By.CssSelector("[data-testid=stop-notice]")).Text is { } text
            && text.Contains("blanked, read back", StringComparison.Ordinal) && text.Contains("halted, read back", StringComparison.Ordinal), Limit);
        await page.UntilAsync("the queue is held", p => p.Text("state-word") == "Paused", Limit);

        await page.ClickAsync("[data-testid=resume]", Limit);
        await page.UntilAsync("the run goes on", p => p.Text("state-word") == "Running", Limit);

        page.Navigate().GoToUrl($"{demo.Url}/queue");
        await page.UntilAsync("the first sample is done", p => p.FindElements(By.CssSelector("[data-job]")).Any(row => row.Text.Contains("Done", StringComparison.Ordinal)), Limit);
        page.Navigate().GoToUrl($"{demo.Url}/runs");
        await page.UntilAsync("the finished run is listed", p => p.FindElements(By.CssSelector("[data-run] a")).Count > 0, Limit);
        await page.ClickAsync("[data-run] a", Limit);
        await page.UntilAsync("the prediction is shown", p => p.FindElement(By.TagName("main")).Text.Contains("Predicted efficiency", StringComparison.Ordinal), Limit);
        await page.UntilAsync("the report can be opened", p => p.FindElements(By.CssSelector("[data-testid=report-link]")).Count > 0, Limit);
    }

    private static int Number(string text)
        => int.TryParse(new string([.. text.TakeWhile(c => char.IsDigit(c) || char.IsWhiteSpace(c)).Where(char.IsDigit)]), CultureInfo.InvariantCulture, out int number) ? number : 0;
}
