using System.Net;
using LtoAutoscope.Domain.Instruments;

namespace LtoAutoscope.Daemon.Tests.Web;

public sealed class StopFormTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Post_WithThePagesToken_StopsAndComesBackToThatPage()
    {
        await using var web = await WebFixture.StartAsync();
        var client = await web.SignedInAsync();
        string page = await client.GetStringAsync("/queue", Token);
        Assert.Contains("form=\"stop-form\"", page, StringComparison.Ordinal);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/stop") { Content = WebFixture.Form(page) };
        request.Headers.Referrer = new Uri("http://localhost/queue?add=1");
        using var answer = await client.SendAsync(request, Token);
        Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
        Assert.Equal("/queue?add=1", answer.Headers.Location!.ToString());
        Assert.Equal(["stop admin"], web.Lab.Commands);
        Assert.Contains("blanked, halted", await client.GetStringAsync("/", Token), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Post_WithoutToken_IsRefusedInWords()
    {
        await using var web = await WebFixture.StartAsync();
        var client = await web.SignedInAsync();
        using var answer = await client.PostAsync("/stop", new FormUrlEncodedContent([]), Token);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains("The stop was not sent", await answer.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
        Assert.Empty(web.Lab.Commands);
    }

    [Fact]
    public async Task Post_AgedTokenButSameOrigin_Stops()
    {
        await using var web = await WebFixture.StartAsync();
        var client = await web.SignedInAsync();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/stop") { Content = new FormUrlEncodedContent([]) };
        request.Headers.Add("Sec-Fetch-Site", "same-origin");
        using var answer = await client.SendAsync(request, Token);
        Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
        Assert.Equal(["stop admin"], web.Lab.Commands);
    }

    [Fact]
    public async Task Post_HardwareAnswersLate_PageComesBackAndSaysThatNoAnswerCame()
    {
        await using var web = await WebFixture.StartAsync();
        web.Lab.StopAnswer = new TaskCompletionSource<StopReport>();
        var client = await web.SignedInAsync();
        using var answer = await client.PostAsync("/stop", WebFixture.Form(await client.GetStringAsync("/", Token)), Token);
        Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
        string page = await client.GetStringAsync("/", Token);
        Assert.Contains("no answer yet", page, StringComparison.Ordinal);
        Assert.DoesNotContain("Beam blanked, read back", page, StringComparison.Ordinal);
    }
}
