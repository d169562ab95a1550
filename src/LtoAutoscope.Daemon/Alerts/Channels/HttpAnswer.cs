using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;
using LtoAutoscope.Domain;

namespace LtoAutoscope.Daemon.Alerts.Channels;

/// <summary>Sends a request and turns what goes wrong into one sentence.</summary>
internal static class HttpAnswer
{
    private const int LongestExcerpt = 200;

    /// <summary>Sends; returns when the server answered with success.</summary>
    /// <exception cref="AlertDeliveryException">It did not.</exception>
    public static async Task RequireSuccessAsync(HttpClient client, Func<HttpRequestMessage> make, CancellationToken cancellationToken)
    {
        string server = "the server";
        try
        {
            using HttpRequestMessage request = make();
            server = request.RequestUri!.GetLeftPart(UriPartial.Authority);
            using HttpResponseMessage answer = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
            if (answer.IsSuccessStatusCode) return;
            string text = await answer.Content.ReadAsStringAsync(cancellationToken).ConfigureAwait(false);
            string excerpt = text.Length == 0 ? "" : ": " + (text.Length <= LongestExcerpt ? text : text[..LongestExcerpt]).ReplaceLineEndings(" ").Trim();
            // Too many requests, a time-out or trouble of the server's own passes; what else it says of the request stays true.
            bool isFinal = (int)answer.StatusCode is >= 400 and < 500 && answer.StatusCode is not (HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests or HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden);
            throw new AlertDeliveryException($"{server} answers {(int)answer.StatusCode} {answer.ReasonPhrase}{excerpt}", isFinal);
        }
        catch (InputException secret)
        {
            throw new AlertDeliveryException(secret.Message, isFinal: false, secret);
        }
        catch (HttpRequestException error) when (error.InnerException is AuthenticationException tls)
        {
            throw new AlertDeliveryException($"no secure connection to {server}: its certificate is not accepted ({tls.Message.TrimEnd('.')})", isFinal: false, error);
        }
        catch (Exception error) when (error is HttpRequestException or SocketException or IOException)
        {
            throw new AlertDeliveryException($"{server} cannot be reached ({error.Message.TrimEnd('.')})", isFinal: false, error);
        }
    }
}
