using System.Net;
using System.Text.RegularExpressions;
using LtoAutoscope.Domain;

namespace LtoAutoscope.Daemon.Viewers;

/// <summary>Somebody signed in by the page's own form, with cookies as a browser keeps them.</summary>
internal sealed partial class DashboardSession : IDisposable
{
    private readonly HttpClientHandler _handler = new() { AllowAutoRedirect = false, UseCookies = true, ServerCertificateCustomValidationCallback = HttpClientHandler.DangerousAcceptAnyServerCertificateValidator };

    private DashboardSession(Uri server)
    {
        Http = new HttpClient(_handler) { BaseAddress = server, Timeout = TimeSpan.FromMinutes(2) };
        // The word of a browser that a form was posted from the daemon's own page.
        Http.DefaultRequestHeaders.Add("Sec-Fetch-Site", "same-origin");
    }

    /// <summary>Asks with the cookies.</summary>
    public HttpClient Http { get; }

    /// <summary>The cookies.</summary>
    public CookieContainer Cookies => _handler.CookieContainer;

    /// <summary>Signs in.</summary>
    /// <exception cref="InputException">Name or password are wrong.</exception>
    public static async Task<DashboardSession> SignInAsync(Uri server, string user, string password, CancellationToken cancellationToken)
    {
        var session = new DashboardSession(server);
        string page = await session.Http.GetStringAsync("/login", cancellationToken).ConfigureAwait(false);
        using var form = new FormUrlEncodedContent(
        [
            KeyValuePair.Create("__RequestVerificationToken", Token().Match(page).Groups[1].Value), KeyValuePair.Create("user", user), KeyValuePair.Create("password", password), KeyValuePair.Create("returnUrl", "/"),
        ]);
        using HttpResponseMessage answer = await session.Http.PostAsync("/sign-in", form, cancellationToken).ConfigureAwait(false);
        if (answer.Headers.Location?.ToString() == "/") return session;
        session.Dispose();
        throw new InputException($"'{user}' could not sign in", "password", "Give the password that the daemon printed at its start");
    }

    /// <summary>Fetches a page as a browser does.</summary>
    public Task<string> PageAsync(string path, CancellationToken cancellationToken) => Http.GetStringAsync(path, cancellationToken);

    /// <inheritdoc/>
    public void Dispose()
    {
        Http.Dispose();
        _handler.Dispose();
    }

    [GeneratedRegex("name=\"__RequestVerificationToken\" value=\"([^\"]+)\"")]
    private static partial Regex Token();
}
