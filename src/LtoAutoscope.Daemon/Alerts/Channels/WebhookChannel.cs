using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using LtoAutoscope.Daemon.Alerts.Configuration;
using LtoAutoscope.Domain.Files;

namespace LtoAutoscope.Daemon.Alerts.Channels;

/// <summary>Posts a message as JSON, signed with HMAC-SHA256 over time stamp and body.</summary>
internal sealed class WebhookChannel(WebhookSettings settings, HttpClient client, TimeProvider time) : IAlertChannel
{
    /// <summary>Seconds since 1970 at which it was signed; a receiver refuses what is old.</summary>
    public const string TimestampHeader = "X-LtoAutoscope-Timestamp";

    /// <summary><c>sha256=</c> and the hexadecimal HMAC-SHA256 of <c>timestamp.body</c>.</summary>
    public const string SignatureHeader = "X-LtoAutoscope-Signature";

    /// <summary>The delivery's id: a message that comes twice has the same.</summary>
    public const string DeliveryHeader = "X-LtoAutoscope-Delivery";

    /// <inheritdoc/>
    public string Name => settings.Name;

    /// <inheritdoc/>
    public string Description => $"webhook at {new Uri(settings.Url).GetLeftPart(UriPartial.Authority)}";

    /// <inheritdoc/>
    public Task SendAsync(AlertMessage message, CancellationToken cancellationToken)
    {
        byte[] body = JsonSerializer.SerializeToUtf8Bytes(new
        {
            message.DeliveryId, message.Instrument, message.Subject, message.Text, message.Severity, message.Link, message.Events,
            Pictures = message.Pictures.Select(picture => new
            {
                picture.Name, picture.MediaType, picture.Link, ContentBase64 = settings.AttachEvidence ? Convert.ToBase64String(picture.Bytes) : null,
            }),
        }, DomainJson.Line);
        return HttpAnswer.RequireSuccessAsync(client, () =>
        {
            var request = new HttpRequestMessage(HttpMethod.Post, settings.Url) { Content = new ByteArrayContent(body) };
            request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json", "utf-8");
            request.Headers.Add(DeliveryHeader, message.DeliveryId);
            if (Secret.Read(settings.SecretFrom, $"webhook '{settings.Name}': secret_from") is { } key)
            {
                string stamp = time.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
                request.Headers.Add(TimestampHeader, stamp);
                request.Headers.Add(SignatureHeader, Sign(key, stamp, body));
            }

            return request;
        }, cancellationToken);
    }

    /// <summary>The signature of a body.</summary>
    internal static string Sign(string key, string stamp, ReadOnlySpan<byte> body)
    {
        byte[] signed = [.. Encoding.UTF8.GetBytes(stamp + "."), .. body];
        return "sha256=" + Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(key), signed));
    }
}
