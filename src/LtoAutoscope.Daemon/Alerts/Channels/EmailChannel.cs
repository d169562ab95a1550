using System.Net.Sockets;
using System.Security.Authentication;
using LtoAutoscope.Daemon.Alerts.Configuration;
using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Nights;
using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;
using MimeKit;

namespace LtoAutoscope.Daemon.Alerts.Channels;

/// <summary>Sends e-mail over SMTP, evidence attached.</summary>
internal sealed class EmailChannel(EmailSettings settings) : IAlertChannel
{
    /// <inheritdoc/>
    public string Name => settings.Name;

    /// <inheritdoc/>
    public string Description => FormattableString.Invariant($"e-mail to {string.Join(", ", settings.To)} over {settings.Server}:{settings.Port}");

    /// <inheritdoc/>
    public async Task SendAsync(AlertMessage message, CancellationToken cancellationToken)
    {
        string server = FormattableString.Invariant($"{settings.Server}:{settings.Port}");
        try
        {
            string? password = Secret.Read(settings.PasswordFrom, $"email '{settings.Name}': password_from");
            using MimeMessage mail = Compose(message);
            using var client = new SmtpClient();
            await client.ConnectAsync(settings.Server, settings.Port, settings.Security switch
            {
                MailSecurity.Tls => SecureSocketOptions.SslOnConnect,
                MailSecurity.StartTls => SecureSocketOptions.StartTls,
                _ => SecureSocketOptions.None,
            }, cancellationToken).ConfigureAwait(false);
            if (settings.User is not null) await client.AuthenticateAsync(settings.User, password ?? "", cancellationToken).ConfigureAwait(false);
            await client.SendAsync(mail, cancellationToken).ConfigureAwait(false);
            await CloseAsync(client, cancellationToken).ConfigureAwait(false);
        }
        catch (InputException secret)
        {
            throw new AlertDeliveryException(secret.Message, isFinal: false, secret);
        }
        catch (SmtpCommandException refused)
        {
            throw new AlertDeliveryException($"{server} refuses the mail ({(int)refused.StatusCode} {refused.Message.Trim()})", isFinal: (int)refused.StatusCode >= 500, refused);
        }
        catch (MailKit.Security.AuthenticationException refused)
        {
            throw new AlertDeliveryException($"{server} does not accept user '{settings.User}' with the password of password_from ({refused.Message.TrimEnd('.')})", isFinal: false, refused);
        }
        catch (Exception error) when (error is SslHandshakeException or System.Security.Authentication.AuthenticationException)
        {
            throw new AlertDeliveryException($"no secure connection to {server}: its certificate or its TLS is not accepted ({error.Message.Split('\n')[0].Trim().TrimEnd('.')})", isFinal: false, error);
        }
        catch (NotSupportedException error)
        {
            throw new AlertDeliveryException($"{server} offers no TLS, and security is '{settings.Security.ToString().ToLowerInvariant()}' ({error.Message.TrimEnd('.')})", isFinal: false, error);
        }
        catch (Exception error) when (error is SocketException or IOException or ProtocolException or ServiceNotConnectedException)
        {
            throw new AlertDeliveryException($"{server} cannot be reached or hung up ({error.Message.TrimEnd('.')})", isFinal: false, error);
        }
    }

    /// <summary>The server has the mail already; a farewell that fails is no failure.</summary>
    private static async Task CloseAsync(SmtpClient client, CancellationToken cancellationToken)
    {
        try
        {
            await client.DisconnectAsync(quit: true, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception error) when (error is IOException or SocketException or ProtocolException or OperationCanceledException)
        {
            // The connection is thrown away anyway.
        }
    }

    private MimeMessage Compose(AlertMessage message)
    {
        MailboxAddress from = MailboxAddress.Parse(settings.From);
        var mail = new MimeMessage
        {
            Subject = message.Subject,
            // The same delivery after a kill has the same id, by which mail programs fold doubles.
            MessageId = $"{message.DeliveryId}.{Plain(message.Events[0].EventId)}@{from.Domain}",
            Date = message.Events[^1].At,
            Importance = message.Severity == Severity.Critical ? MessageImportance.High : MessageImportance.Normal,
        };
        mail.From.Add(from);
        foreach (string address in settings.To) mail.To.Add(MailboxAddress.Parse(address));
        mail.Headers.Add("X-LtoAutoscope-Delivery", message.DeliveryId);
        var body = new BodyBuilder { TextBody = message.Text };
        foreach (AlertPicture picture in message.Pictures) body.Attachments.Add(picture.Name, picture.Bytes, ContentType.Parse(picture.MediaType));
        mail.Body = body.ToMessageBody();
        return mail;
    }

    /// <summary>An event's id with what a message id may hold.</summary>
    private static string Plain(string id) => string.Concat(id.Select(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_' or '.' ? letter : '-')).Trim('.');
}
