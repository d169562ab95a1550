using System.Net.Http.Headers;
using System.Text;
using LtoAutoscope.Daemon.Alerts.Configuration;
using LtoAutoscope.Domain.Nights;

namespace LtoAutoscope.Daemon.Alerts.Channels;

/// <summary>Publishes to a topic as ntfy does: the text in a header and the picture as the body, or the text as the body.</summary>
/// <remarks>Protocol: https://docs.ntfy.sh/publish/ (title, priority 1 to 5, tags, click, filename).</remarks>
internal sealed class PushChannel(PushSettings settings, HttpClient client) : IAlertChannel
{
    /// <summary>A phone shows the beginning; servers refuse or cut more than 4 KiB.</summary>
    private const int LongestText = 3500;

    /// <inheritdoc/>
    public string Name => settings.Name;

    /// <inheritdoc/>
    public string Description => $"push over {new Uri(settings.Server).GetLeftPart(UriPartial.Authority)}";

    /// <inheritdoc/>
    public Task SendAsync(AlertMessage message, CancellationToken cancellationToken)
        => HttpAnswer.RequireSuccessAsync(client, () =>
        {
            AlertPicture? picture = settings.AttachEvidence ? message.Pictures.FirstOrDefault() : null;
            string text = Cut(message.Text);
            var request = new HttpRequestMessage(HttpMethod.Put, $"{settings.Server.TrimEnd('/')}/{settings.Topic}")
            {
                Content = picture is null ? new StringContent(text, Encoding.UTF8, "text/plain") : new ByteArrayContent(picture.Bytes),
            };
            HttpRequestHeaders headers = request.Headers;
            headers.Add("Title", Header(message.Subject));
            headers.Add("Priority", message.Severity switch { Severity.Critical => "5", Severity.Warning => "4", _ => "3" });
            headers.Add("Tags", message.Severity switch { Severity.Critical => "rotating_light", Severity.Warning => "warning", _ => "microscope" });
            if (message.Link is not null) headers.Add("Click", message.Link);
            if (picture is not null)
            {
                headers.Add("Filename", picture.Name);
                headers.Add("Message", Header(text));
            }

            if (Secret.Read(settings.TokenFrom, $"push '{settings.Name}': token_from") is { } token) headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
            return request;
        }, cancellationToken);

    private static string Cut(string text) => Encoding.UTF8.GetByteCount(text) <= LongestText ? text : text[..Math.Min(text.Length, LongestText / 3)] + "…";

    /// <summary>A header holds ASCII alone: other letters go as an encoded word (RFC 2047), which ntfy reads; line feeds as <c>\n</c>.</summary>
    private static string Header(string text)
    {
        string line = text.ReplaceLineEndings("\\n");
        return line.All(char.IsAscii) ? line : $"=?UTF-8?B?{Convert.ToBase64String(Encoding.UTF8.GetBytes(line))}?=";
    }
}
