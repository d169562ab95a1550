using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Files;

namespace LtoAutoscope.Twin.Faults;

/// <summary>
/// Faults live, over HTTP on loopback: <c>POST /faults</c> with one order as JSON, <c>DELETE /faults</c> ends what lasts, <c>GET /faults</c> names
/// them, <c>GET /state</c> tells the truth about the twin. Requests with an <c>Origin</c>, which only a browser sends, are refused.
/// </summary>
public sealed class FaultApi : IAsyncDisposable
{
    private const int LargestBody = 64 * 1024;
    private const int PortAttempts = 20;
    private readonly HttpListener _listener;
    private readonly TwinMicroscope _microscope;
    private readonly FaultRunner _runner;
    private readonly Task _running;

    private FaultApi(HttpListener listener, int port, TwinMicroscope microscope, FaultRunner runner)
    {
        (_listener, Port, _microscope, _runner) = (listener, port, microscope, runner);
        _running = Task.Run(AcceptAsync);
    }

    /// <summary>The port on 127.0.0.1.</summary>
    public int Port { get; }

    /// <summary>Listens on loopback.</summary>
    /// <param name="port">0 takes any free one.</param>
    /// <param name="microscope">Whose truth is told.</param>
    /// <param name="runner">Lets the faults happen.</param>
    /// <exception cref="InputException">The port is in use.</exception>
    public static FaultApi Start(int port, TwinMicroscope microscope, FaultRunner runner)
    {
        for (int attempt = 0; ; attempt++)
        {
            int wanted = port == 0 ? FreePort() : port;
            var listener = new HttpListener();
            listener.Prefixes.Add($"http://127.0.0.1:{wanted}/");
            try
            {
                listener.Start();
                return new FaultApi(listener, wanted, microscope, runner);
            }
            catch (Exception failure) when (failure is HttpListenerException or SocketException)
            {
                listener.Close();
                if (port == 0 && attempt < PortAttempts) continue;
                throw new InputException($"port {wanted} cannot be opened: {failure.Message.TrimEnd('.')}", $"127.0.0.1:{wanted}", "Choose another port, or 0 for any free one", failure);
            }
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _listener.Close();
        await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }

    private async Task AcceptAsync()
    {
        while (_listener.IsListening)
        {
            HttpListenerContext context = await _listener.GetContextAsync().ConfigureAwait(false);
            _ = ServeAsync(context);
        }
    }

    private async Task ServeAsync(HttpListenerContext context)
    {
        try
        {
            await AnswerAsync(context.Request, context.Response).ConfigureAwait(false);
        }
        catch (Exception failure) when (failure is HttpListenerException or IOException or ObjectDisposedException)
        {
            // The client left.
        }
    }

    private async Task AnswerAsync(HttpListenerRequest request, HttpListenerResponse response)
    {
        if (request.Headers["Origin"] is not null)
        {
            await SendAsync(response, 403, new Refusal("a browser's page asked", "Origin", "Ask from a program")).ConfigureAwait(false);
            return;
        }

        switch (request.HttpMethod, request.Url?.AbsolutePath)
        {
            case ("GET", "/state"):
                await SendAsync(response, 200, TwinState.Of(_microscope, _runner)).ConfigureAwait(false);
                break;
            case ("GET", "/faults"):
                await SendAsync(response, 200, FaultKinds.All.Values.OrderBy(kind => kind.Name, StringComparer.Ordinal)
                    .Select(kind => new Known(kind.Name, kind.Summary, kind.Parameters)).ToArray()).ConfigureAwait(false);
                break;
            case ("POST", "/faults"):
                await PostAsync(request, response).ConfigureAwait(false);
                break;
            case ("DELETE", "/faults"):
                _runner.Clear();
                await SendAsync(response, 200, new Cleared(true)).ConfigureAwait(false);
                break;
            default:
                await SendAsync(response, 404, new Refusal($"{request.HttpMethod} {request.Url?.AbsolutePath} is not known", "request", "Use GET /state, GET, POST or DELETE /faults")).ConfigureAwait(false);
                break;
        }
    }

    private async Task PostAsync(HttpListenerRequest request, HttpListenerResponse response)
    {
        var body = new byte[LargestBody];
        int length = await request.InputStream.ReadAtLeastAsync(body, body.Length, throwOnEndOfStream: false).ConfigureAwait(false);
        try
        {
            var order = FaultOrder.Parse(Encoding.UTF8.GetString(body, 0, length), "request");
            _runner.Add(order);
            await SendAsync(response, 202, new Taken(order.Fault, _microscope.Clock.Now)).ConfigureAwait(false);
        }
        catch (InputException refused)
        {
            await SendAsync(response, 400, new Refusal(refused.What, refused.Where, refused.Remedy)).ConfigureAwait(false);
        }
    }

    private static async Task SendAsync<T>(HttpListenerResponse response, int status, T document)
    {
        byte[] body = JsonSerializer.SerializeToUtf8Bytes(document, DomainJson.Line);
        (response.StatusCode, response.ContentType, response.ContentLength64) = (status, "application/json", body.Length);
        await response.OutputStream.WriteAsync(body).ConfigureAwait(false);
        response.Close();
    }

    private sealed record Known(string Fault, string Summary, IReadOnlyList<string> Parameters);

    private sealed record Taken(string Fault, double TimeS);

    private sealed record Cleared(bool Done);

    private sealed record Refusal(string What, string Where, string Remedy);
}
