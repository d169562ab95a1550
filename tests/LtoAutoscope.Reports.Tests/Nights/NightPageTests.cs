using LtoAutoscope.Domain.Files;
using LtoAutoscope.Reports.Nights;

namespace LtoAutoscope.Reports.Tests.Nights;

public sealed class NightPageTests
{
    /// <summary>Set LTO_WRITE_REPORT to a folder to look at it.</summary>
    [Fact]
    public async Task Render_FullNight_TellsEverything()
    {
        string page = NightPage.Render(ExampleNight.Build());
        Assert.Contains("Five of seven samples reached their goals.", page, StringComparison.Ordinal);
        Assert.Contains("Two need your hand: LTO-0409-R, LTO-0412-F.", page, StringComparison.Ordinal);
        Assert.Contains("20\u202F648", page, StringComparison.Ordinal);
        Assert.Contains("06:29", page, StringComparison.Ordinal);
        Assert.Contains("14 focus, 5 dim, 3 charging", page, StringComparison.Ordinal);
        Assert.Contains("Confirm stub 7.", page, StringComparison.Ordinal);
        Assert.Contains("below goal", page, StringComparison.Ordinal);
        Assert.Contains("not run", page, StringComparison.Ordinal);
        Assert.Contains("within the uncertainty of the two", page, StringComparison.Ordinal);
        Assert.Contains("−6.3", page, StringComparison.Ordinal);
        Assert.Equal(2, page.Split("<img src=\"data:image/png;base64,").Length - 1);
        if (Environment.GetEnvironmentVariable("LTO_WRITE_REPORT") is { Length: > 0 } folder)
            await AtomicFile.WriteTextAsync(Path.Combine(folder, "morning.html"), page, TestContext.Current.CancellationToken);
    }

    [Fact]
    public void Render_AnyNight_StandsAlone()
    {
        string page = NightPage.Render(ExampleNight.Build());
        Assert.DoesNotContain("<script", page, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("src=\"http", page, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("url(", page, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("<link", page, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("@page{size:A4", page, StringComparison.Ordinal);
        Assert.Contains("SIMULATOR", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Render_NamesWithMarkup_AreWords()
    {
        NightSummary night = ExampleNight.Build();
        night = night with { Samples = [night.Samples[0] with { Name = "<b>x", Description = "\"><img src=x>" }], Incidents = [night.Incidents[0] with { Title = "<script>", Reason = "a & b < c" }], Instrument = "<i>" };
        string page = NightPage.Render(night);
        Assert.DoesNotContain("<b>x", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<img src=x>", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<script>", page, StringComparison.Ordinal);
        Assert.Contains("a &amp; b &lt; c", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Render_EmptyNight_SaysSoAndClaimsNothing()
    {
        string page = NightPage.Render(new NightSummary { Date = new DateOnly(2026, 3, 31), From = ExampleNight.Evening, To = ExampleNight.Evening, GeneratedAt = ExampleNight.Evening });
        Assert.Contains("No sample was in the queue.", page, StringComparison.Ordinal);
        Assert.Contains("Night of 31 March to 1 April 2026", page, StringComparison.Ordinal);
        Assert.DoesNotContain("NaN", page, StringComparison.Ordinal);
        Assert.DoesNotContain("reached their goals", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Render_FreeAfterDeadline_SaysTooLate()
    {
        NightSummary night = ExampleNight.Build();
        string page = System.Net.WebUtility.HtmlDecode(NightPage.Render(night with { VentDeadline = night.FreeSince!.Value.AddMinutes(-25) }));
        Assert.Contains("25\u00A0min after", page, StringComparison.Ordinal);
        Assert.Contains("too late", page, StringComparison.Ordinal);
    }
}
