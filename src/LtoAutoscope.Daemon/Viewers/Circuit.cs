using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using LtoAutoscope.Domain;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.AspNetCore.SignalR.Protocol;

namespace LtoAutoscope.Daemon.Viewers;

/// <summary>
/// A circuit without a browser: fetches a page, connects to its circuit, acknowledges each batch of drawing and answers what is asked of scripts, as <c>blazor.web.js</c> does
/// (dotnet/aspnetcore, <c>src/Components/Web.JS/src/Platform/Circuits</c>). What is drawn is not looked at.
/// </summary>
internal sealed partial class Circuit : IAsyncDisposable
{
    private readonly HubConnection _hub;
    private readonly TimeProvider _time;
    private readonly TaskCompletionSource _drawn = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ConcurrentQueue<long> _batches = new();
    private long _bytes;

    private Circuit(HubConnection hub, TimeProvider time)
    {
        (_hub, _time) = (hub, time);
        hub.On<long, byte[]>("JS.RenderBatch", DrawAsync);
        hub.On<long, string, string, int, long>("JS.BeginInvokeJS", (id, _, _, _, _) => AnswerAsync(id));
        hub.On<long, string, string, int, long, int>("JS.BeginInvokeJS", (id, _, _, _, _, _) => AnswerAsync(id));
        hub.On<string>("JS.Error", error => Problem = error);
    }

    /// <summary>What the server said went wrong, or null.</summary>
    public string? Problem { get; private set; }

    /// <summary>When batches came, timestamps of the clock.</summary>
    public IReadOnlyCollection<long> Batches => _batches;

    /// <summary>Bytes of drawing that came.</summary>
    public long Bytes => Interlocked.Read(ref _bytes);

    /// <summary>Opens a page and its circuit, and waits until it was first drawn.</summary>
    /// <exception cref="InputException">The page has no circuit, or the server refuses it.</exception>
    public static async Task<Circuit> OpenAsync(DashboardSession session, string path, TimeProvider time, CancellationToken cancellationToken)
    {
        Uri server = session.Http.BaseAddress!;
        string page = await session.PageAsync(path, cancellationToken).ConfigureAwait(false);
        string[] markers = [.. Marker().Matches(page).Select(match => match.Groups[1].Value).Where(marker => marker.Contains("\"descriptor\"", StringComparison.Ordinal))];
        if (markers.Length == 0) throw new InputException("the page has nothing that lives in a circuit", path, "Name a page of the dashboard");
        string state = State().Match(page).Groups[1].Value;
        var builder = new HubConnectionBuilder().WithUrl(new Uri(server, "/_blazor"), options =>
        {
            options.Cookies = session.Cookies;
            options.HttpMessageHandlerFactory = inner =>
            {
                if (inner is HttpClientHandler handler) handler.ServerCertificateCustomValidationCallback = HttpClientHandler.DangerousAcceptAnyServerCertificateValidator;
                return inner;
            };
        });
        builder.Services.AddSingleton<IHubProtocol>(new BlazorPackProtocol());
        var circuit = new Circuit(builder.Build(), time);
        try
        {
            await circuit._hub.StartAsync(cancellationToken).ConfigureAwait(false);
            string address = new Uri(server, path).ToString();
            string? secret = await circuit._hub.InvokeAsync<string?>("StartCircuit", server.ToString(), address, "[]", state, cancellationToken).ConfigureAwait(false);
            if (secret is null) throw new InputException("the daemon opens no circuit", path, "Look at its log");
            var operations = new JsonArray([.. markers.Select((marker, i) => new JsonObject { ["type"] = "add", ["ssrComponentId"] = i + 1, ["marker"] = JsonNode.Parse(marker) })]);
            var batch = new JsonObject { ["batchId"] = 1, ["operations"] = operations };
            await circuit._hub.SendAsync("UpdateRootComponents", batch.ToJsonString(), state, cancellationToken).ConfigureAwait(false);
            await circuit._drawn.Task.WaitAsync(TimeSpan.FromMinutes(1), time, cancellationToken).ConfigureAwait(false);
            return circuit;
        }
        catch (TimeoutException)
        {
            string problem = circuit.Problem ?? "nothing was drawn within a minute";
            await circuit.DisposeAsync().ConfigureAwait(false);
            throw new InputException(problem, path, "Look at the daemon's log");
        }
        catch
        {
            await circuit.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _hub.DisposeAsync();

    private async Task DrawAsync(long batch, byte[] drawing)
    {
        _batches.Enqueue(_time.GetTimestamp());
        Interlocked.Add(ref _bytes, drawing.Length);
        _drawn.TrySetResult();
        await _hub.SendAsync("OnRenderCompleted", batch, (string?)null).ConfigureAwait(false);
    }

    private Task AnswerAsync(long id) => _hub.SendAsync("EndInvokeJSFromDotNet", id, true, JsonSerializer.Serialize(new object?[] { id, true, null }));

    [GeneratedRegex("<!--Blazor:(\\{.*?\\})-->")]
    private static partial Regex Marker();

    [GeneratedRegex("<!--Blazor-Server-Component-State:(.*?)-->")]
    private static partial Regex State();
}
