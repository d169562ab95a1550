using OpenQA.Selenium;
using OpenQA.Selenium.Chrome;

namespace LtoAutoscope.Daemon.Tests.Browser;

/// <summary>A real Chromium without a window, driven over WebDriver; a test skips itself where there is none.</summary>
internal static class Chromium
{
    private static readonly string[] Browsers = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome", @"C:\Program Files\Google\Chrome\Application\chrome.exe"];
    private static readonly string[] Drivers = ["/usr/bin/chromedriver", "/usr/lib/chromium/chromedriver", "/usr/lib/chromium-browser/chromedriver"];

    public static ChromeDriver Start(int width, int height)
    {
        string? browser = Browsers.FirstOrDefault(File.Exists), driver = Drivers.FirstOrDefault(File.Exists);
        if (browser is null || driver is null)
            Assert.Skip("Chromium and chromedriver are not installed here (Debian: apt-get install chromium chromium-driver); the pages were not looked at.");
        var options = new ChromeOptions { BinaryLocation = browser };
        options.AddArguments("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
            "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage", $"--window-size={width},{height}");
        return new ChromeDriver(ChromeDriverService.CreateDefaultService(Path.GetDirectoryName(driver), Path.GetFileName(driver)), options, TimeSpan.FromSeconds(90));
    }

    /// <summary>Waits until a condition holds on the page; elements that come and go while it is drawn anew do not matter.</summary>
    public static async Task UntilAsync(this ChromeDriver page, string what, Func<ChromeDriver, bool> holds, TimeSpan limit)
    {
        long start = TimeProvider.System.GetTimestamp();
        while (TimeProvider.System.GetElapsedTime(start) < limit)
        {
            try
            {
                if (holds(page)) return;
            }
            catch (WebDriverException)
            {
                // Drawn anew between find and read.
            }

            await Task.Delay(200, TestContext.Current.CancellationToken);
        }

        Assert.Fail($"Waited {limit.TotalSeconds:0} s in vain until {what}. The page says: {page.FindElement(By.TagName("body")).Text}");
    }

    /// <summary>Clicks as soon as the element is there, again where it was drawn anew in between.</summary>
    public static Task ClickAsync(this ChromeDriver page, string selector, TimeSpan limit) => page.UntilAsync($"'{selector}' can be clicked", p =>
    {
        p.FindElement(By.CssSelector(selector)).Click();
        return true;
    }, limit);

    public static string Text(this ChromeDriver page, string id) => page.FindElement(By.Id(id)).Text;
}
