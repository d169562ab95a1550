using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;
using LtoAutoscope.Twin.Motion;
using Microsoft.Extensions.Logging.Abstractions;

namespace LtoAutoscope.Twin.Tests.Servers;

/// <summary>A host at the other end of a real socket or pseudo-terminal, without a driver.</summary>
internal sealed class WireClient : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly Stream _stream;
    private readonly StringBuilder _received = new();
    private readonly byte[] _buffer = new byte[4096];

    private WireClient(Stream stream) => _stream = stream;

    /// <summary>A stage without errors, so that answers can be told beforehand.</summary>
    public static StageOptions ExactStage { get; } = Exact(new StageOptions());

    public static async Task<TwinHost> StartAsync(string protocol, bool terminal, double timeFactor) => await TwinHost.StartAsync(
        new TwinOptions { Servers = [new TwinServer(protocol, terminal ? null : 0)], TimeFactor = timeFactor, Stage = ExactStage },
        new FlatWorld(), TimeProvider.System, NullLoggerFactory.Instance, TestContext.Current.CancellationToken);

    public static async Task<WireClient> ConnectAsync(string endpoint)
    {
        if (endpoint.StartsWith('/')) return new WireClient(new FileStream(endpoint, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite, 0, true));
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync("127.0.0.1", int.Parse(endpoint.Split(':')[1]), TestContext.Current.CancellationToken);
        return new WireClient(new NetworkStream(socket, true));
    }

    public Task SendAsync(string text) => SendAsync(Encoding.Latin1.GetBytes(text));

    public async Task SendAsync(byte[] bytes)
    {
        await _stream.WriteAsync(bytes, TestContext.Current.CancellationToken);
        await _stream.FlushAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>Waits until what has come matches, takes it and gives it; gives what there is when that never happens.</summary>
    public async Task<string> ReceiveAsync(Regex wanted)
    {
        try
        {
            // A read from a terminal cannot be cancelled: it is left alone, and ends when the terminal is closed.
            while (!wanted.IsMatch(_received.ToString()))
                _received.Append(Encoding.Latin1.GetString(_buffer, 0, await _stream.ReadAsync(_buffer).AsTask().WaitAsync(Patience, TestContext.Current.CancellationToken)));
        }
        catch (TimeoutException)
        {
        }

        string got = _received.ToString();
        _received.Clear();
        return got;
    }

    /// <summary>Asks and takes everything up to a text.</summary>
    public async Task<string> AskAsync(string text, string until)
    {
        await SendAsync(text);
        string got = await ReceiveAsync(new Regex(Regex.Escape(until)));
        Assert.Contains(until, got, StringComparison.Ordinal);
        return got;
    }

    public ValueTask DisposeAsync() => _stream.DisposeAsync();

    private static StageOptions Exact(StageOptions stage) => stage with
    {
        X = stage.X with { Repeatability = 0, ReadingNoise = 0 },
        Y = stage.Y with { Repeatability = 0, ReadingNoise = 0 },
        Z = stage.Z with { Repeatability = 0, ReadingNoise = 0 },
    };
}
