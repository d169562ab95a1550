using System.Net.Sockets;
using System.Threading.Channels;
using LtoAutoscope.Instruments.SharkSem;
using Microsoft.Extensions.Logging;

namespace LtoAutoscope.Twin.Servers;

/// <summary>One client's control connection: its commands are executed one after the other, except those that jump the queue.</summary>
internal sealed class SharkSemClientSession : IAsyncDisposable
{
    private const int MaximumBody = 1 << 20;
    private static readonly TimeSpan BusyPoll = TimeSpan.FromMilliseconds(2);
    private readonly SharkSemServer _server;
    private readonly Socket _socket;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _closing;
    private readonly SemaphoreSlim _oneWriter = new(1, 1);
    private readonly Channel<SharkSemMessage> _queue = Channel.CreateBounded<SharkSemMessage>(256);
    private Socket? _data;

    public SharkSemClientSession(SharkSemServer server, Socket socket, ILogger logger, CancellationToken serverClosing)
    {
        (_server, _socket, _logger) = (server, socket, logger);
        _closing = CancellationTokenSource.CreateLinkedTokenSource(serverClosing);
    }

    /// <summary>The local port from which the client will connect for data; 0 before it said so.</summary>
    public int RegisteredPort { get; set; }

    /// <summary>Depth of the pixels of each enabled channel.</summary>
    public Dictionary<int, int> EnabledChannels { get; } = new() { [0] = 8 };

    /// <summary>The data connection, once it is there.</summary>
    public Socket? Data => Volatile.Read(ref _data);

    public CancellationToken Closing => _closing.Token;

    public void AttachData(Socket data) => Interlocked.Exchange(ref _data, data)?.Dispose();

    public void DropData() => Interlocked.Exchange(ref _data, null)?.Dispose();

    /// <summary>Serves the client until it leaves.</summary>
    public async Task RunAsync()
    {
        Task executing = ExecuteQueueAsync();
        try
        {
            await using var stream = new NetworkStream(_socket, ownsSocket: false);
            var header = new byte[SharkSemHeader.Size];
            while (true)
            {
                await stream.ReadExactlyAsync(header, _closing.Token).ConfigureAwait(false);
                SharkSemHeader head = SharkSemHeader.Read(header);
                if (head.BodySize > MaximumBody) break;
                var body = new byte[head.BodySize];
                await stream.ReadExactlyAsync(body, _closing.Token).ConfigureAwait(false);
                var message = new SharkSemMessage(head, body);
                if (head.Flags.HasFlag(SharkSemFlags.Jump)) await ExecuteAsync(message).ConfigureAwait(false);
                else await _queue.Writer.WriteAsync(message, _closing.Token).ConfigureAwait(false);
            }
        }
        catch (Exception failure) when (failure is IOException or OperationCanceledException or ObjectDisposedException or SocketException)
        {
            _logger.LogDebug("A client left: {Reason}", failure.Message);
        }

        await _closing.CancelAsync().ConfigureAwait(false);
        await executing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync().ConfigureAwait(false);
        DropData();
        _socket.Dispose();
    }

    private async Task ExecuteQueueAsync()
    {
        await foreach (SharkSemMessage message in _queue.Reader.ReadAllAsync(_closing.Token).ConfigureAwait(false))
        {
            while (_server.IsBusy((uint)message.Header.Flags)) await Task.Delay(BusyPoll, _server.Wall, _closing.Token).ConfigureAwait(false);
            await ExecuteAsync(message).ConfigureAwait(false);
        }
    }

    /// <summary>Unknown functions, bad arguments and refused commands are silently ignored, as the real server does.</summary>
    private async Task ExecuteAsync(SharkSemMessage message)
    {
        SharkSemBodyWriter? result;
        try
        {
            if (!SharkSemCommands.All.TryGetValue(message.Header.Function, out SharkSemCommands.Handler? handler)) return;
            result = await handler(_server, this, message.Read(), _closing.Token).ConfigureAwait(false);
        }
        catch (FormatException)
        {
            return;
        }

        if (result is null && !message.Header.Flags.HasFlag(SharkSemFlags.AlwaysReply)) return;
        byte[] bytes = SharkSemMessage.Encode(message.Header.Function, message.Header.Id, SharkSemFlags.None, result?.ToArray() ?? [], message.Header.Queue);
        TimeSpan delay = _server.Faults.TakeDelay(message.Header.Function);
        if (delay == Timeout.InfiniteTimeSpan) return;
        if (delay > TimeSpan.Zero) _ = SendLaterAsync(bytes, delay);
        else await SendAsync(bytes).ConfigureAwait(false);
    }

    private async Task SendLaterAsync(byte[] bytes, TimeSpan delay)
    {
        try
        {
            await Task.Delay(delay, _server.Wall, _closing.Token).ConfigureAwait(false);
            await SendAsync(bytes).ConfigureAwait(false);
        }
        catch (Exception failure) when (failure is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            _logger.LogDebug("A late answer was not sent: {Reason}", failure.Message);
        }
    }

    private async Task SendAsync(ReadOnlyMemory<byte> bytes)
    {
        await _oneWriter.WaitAsync(_closing.Token).ConfigureAwait(false);
        try
        {
            while (bytes.Length > 0) bytes = bytes[await _socket.SendAsync(bytes, SocketFlags.None, _closing.Token).ConfigureAwait(false)..];
        }
        finally
        {
            _oneWriter.Release();
        }
    }
}
