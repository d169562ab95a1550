using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using System.Text.Json.Nodes;
using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Files;

namespace LtoAutoscope.Daemon.Cli;

/// <summary>Talks to a running daemon in the name of the key's account; what it refuses comes out as it says it.</summary>
internal sealed class DaemonClient : IDisposable
{
    /// <summary>Environment variable with the key.</summary>
    public const string KeyVariable = "LTO_AUTOSCOPE_KEY";

    /// <summary>Environment variable with the address.</summary>
    public const string ServerVariable = "LTO_AUTOSCOPE_SERVER";

    /// <summary>Environment variable with the file of the root certificate that the daemon made.</summary>
    public const string RootVariable = "LTO_AUTOSCOPE_ROOT";

    /// <summary>Cancelling a running job waits for the park.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);
    private readonly HttpClient _http;
    private readonly string _server;

    private DaemonClient(HttpClient http, string server) => (_http, _server) = (http, server);

    /// <summary>A client of a server.</summary>
    /// <exception cref="InputException">The address is none, or there is no key.</exception>
    public static DaemonClient For(string server)
    {
        if (!Uri.TryCreate(server, UriKind.Absolute, out Uri? address) || address.Scheme is not ("http" or "https"))
            throw new InputException($"'{server}' is no web address", "--server", "Give the daemon's address, such as http://127.0.0.1:5080");
        // A key in the clear belongs on no network.
        if (address.Scheme == "http" && !address.IsLoopback)
            throw new InputException("the key would go over the network in the clear", "--server", "Use https, or a tunnel that ends on this machine");
        if (Environment.GetEnvironmentVariable(KeyVariable) is not { Length: > 0 } key)
            throw new InputException("there is no key to sign in with", KeyVariable, "Make one with 'lto-autoscope user key NAME --data DIR' and put it into this environment variable");
        var http = new HttpClient(Handler()) { BaseAddress = new Uri(address, "/api/v1/"), Timeout = Patience };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key.Trim());
        return new DaemonClient(http, server);
    }

    /// <summary>Trusts the daemon's own root, and it alone, where it is named.</summary>
    private static SocketsHttpHandler Handler()
    {
        var handler = new SocketsHttpHandler();
        if (Environment.GetEnvironmentVariable(RootVariable) is not { Length: > 0 } path) return handler;
        try
        {
            handler.SslOptions.CertificateChainPolicy = new X509ChainPolicy
            {
                TrustMode = X509ChainTrustMode.CustomRootTrust, CustomTrustStore = { X509CertificateLoader.LoadCertificateFromFile(path) }, RevocationMode = X509RevocationMode.NoCheck,
            };
        }
        catch (Exception error) when (error is CryptographicException or IOException)
        {
            throw new InputException($"the root certificate cannot be read ({error.Message.TrimEnd('.')})", path, $"Name the file of the daemon's root by {RootVariable}", error);
        }

        return handler;
    }

    /// <summary>Asks.</summary>
    public Task<JsonNode?> GetAsync(string path, CancellationToken cancellationToken) => SendAsync(HttpMethod.Get, path, null, cancellationToken);

    /// <summary>Asks for something to be done.</summary>
    /// <exception cref="InputException">The daemon does not answer, does not know the key, or refuses.</exception>
    public async Task<JsonNode?> SendAsync(HttpMethod method, string path, object? body, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, path);
        request.Content = body as HttpContent ?? (body is null ? null : JsonContent.Create(body, options: DomainJson.Line));
        try
        {
            using HttpResponseMessage answer = await _http.SendAsync(request, cancellationToken).ConfigureAwait(false);
            string text = await answer.Content.ReadAsStringAsync(cancellationToken).ConfigureAwait(false);
            if (answer.IsSuccessStatusCode) return text.Length == 0 ? null : JsonNode.Parse(text);
            throw Refused(answer.StatusCode, text, path);
        }
        catch (HttpRequestException error)
        {
            throw new InputException($"no daemon answers there ({error.Message.TrimEnd('.')})", _server, "Start it with 'lto-autoscope serve', or give the address of the one that runs with --server URL", error);
        }
        catch (JsonException error)
        {
            throw new InputException("what answers there is no daemon of this program", _server, "Give the address of the daemon with --server URL", error);
        }
        catch (TaskCanceledException error) when (!cancellationToken.IsCancellationRequested)
        {
            throw new InputException(FormattableString.Invariant($"the daemon did not answer within {Patience.TotalMinutes:0} minutes"), _server, "Look at its pages or its log", error);
        }
    }

    /// <summary>Sends a form with a file.</summary>
    /// <exception cref="InputException">The daemon does not answer, does not know the key, or refuses.</exception>
    public async Task<JsonNode?> SendFileAsync(string path, Stream file, string fileName, IEnumerable<KeyValuePair<string, string?>> fields, CancellationToken cancellationToken)
    {
        using var form = new MultipartFormDataContent();
        foreach ((string key, string? value) in fields)
            if (!string.IsNullOrEmpty(value)) form.Add(new StringContent(value), key);
        form.Add(new StreamContent(file), "file", fileName);
        return await SendAsync(HttpMethod.Post, path, form, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Copies what lies at an address into a file, which is there whole or not at all.</summary>
    /// <returns>Whether there was something.</returns>
    /// <exception cref="InputException">The daemon does not answer, does not know the key, or refuses.</exception>
    public async Task<bool> DownloadAsync(string path, string file, CancellationToken cancellationToken)
    {
        try
        {
            using HttpResponseMessage answer = await _http.GetAsync(path, HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
            if (answer.StatusCode == HttpStatusCode.NotFound) return false;
            if (!answer.IsSuccessStatusCode) throw Refused(answer.StatusCode, await answer.Content.ReadAsStringAsync(cancellationToken).ConfigureAwait(false), path);
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            string beside = file + AtomicFile.TemporarySuffix;
            try
            {
                await using (var written = new FileStream(beside, FileMode.Create, FileAccess.Write, FileShare.None))
                    await answer.Content.CopyToAsync(written, cancellationToken).ConfigureAwait(false);
                File.Move(beside, file, overwrite: true);
            }
            catch
            {
                File.Delete(beside);
                throw;
            }

            return true;
        }
        catch (HttpRequestException error)
        {
            throw new InputException($"no daemon answers there ({error.Message.TrimEnd('.')})", _server, "Start it with 'lto-autoscope serve', or give the address of the one that runs with --server URL", error);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    private InputException Refused(HttpStatusCode status, string text, string path)
    {
        if (status == HttpStatusCode.Unauthorized) return new InputException("the daemon does not know the key", KeyVariable, "Make one for its data folder with 'lto-autoscope user key NAME --data DIR'");
        JsonNode? problem = null;
        try
        {
            problem = JsonNode.Parse(text);
        }
        catch (JsonException)
        {
            // A proxy's page, say: the status tells enough.
        }

        string what = problem?["title"]?.GetValue<string>() ?? $"the daemon answered {(int)status}";
        string? where = problem?["where"]?.GetValue<string>(), remedy = problem?["remedy"]?.GetValue<string>() ?? problem?["detail"]?.GetValue<string>();
        return new InputException(what.TrimEnd('.'), where ?? $"{_server}, {path}", (remedy ?? "Look at the daemon's pages or its log").TrimEnd('.'));
    }
}
