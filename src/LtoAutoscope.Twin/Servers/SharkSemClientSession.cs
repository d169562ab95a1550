using LtoAutoscope.Domain.Instruments;
using LtoAutoscope.Instruments.SharkSem;
using LtoAutoscope.Instruments.Transports;
using Microsoft.Extensions.Logging;

namespace LtoAutoscope.Twin.Servers;

/// <summary>One client's control connection: the commands of a queue are executed one after the other, each when what its flags wait for is idle.</summary>
internal sealed class SharkSemClientSession : IAsyncDisposable
{
    private const int MaximumBody = 1 << 20;
    private const int MostQueues = 16;
    private static readonly TimeSpan AttachLimit = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan BusyPoll = TimeSpan.FromMilliseconds(2);
    private readonly SharkSemServer _server;
    private readonly IByteLink _link;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _closing;
    private readonly SemaphoreSlim _oneWriter = new(1, 1);
    private readonly SemaphoreSlim _oneDataWriter = new(1, 1);
    private readonly Dictionary<ushort, SharkSemCommandQueue> _queues = [];
    private readonly List<Task> _executing = [];
    private readonly TaskCompletionSource _attached = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private IByteLink? _data;

    public SharkSemClientSession(SharkSemServer server, IByteLink link, ILogger logger, CancellationToken serverClosing)
    {
        (_server, _link, _logger) = (server, link, logger);
        _closing = CancellationTokenSource.CreateLinkedTokenSource(serverClosing);
    }

    /// <summary>The local port from which the client will connect for data; 0 before it said so.</summary>
    public int RegisteredPort { get; set; }

    /// <summary>Depth of the pixels of each channel, and whether it is enabled; the first one is from the start.</summary>
    public SharkSemChannel[] Channels { get; } = [.. Enumerable.Range(0, SharkSemState.Channels).Select(channel => new SharkSemChannel(channel == 0, 8))];

    public CancellationToken Closing => _closing.Token;

    /// <summary>Takes the client's data connection, in the place of an older one.</summary>
    public async Task AttachDataAsync(IByteLink data)
    {
        IByteLink? old = Interlocked.Exchange(ref _data, data);
        _attached.TrySetResult();
        if (old is not null) await old.DisposeAsync().ConfigureAwait(false);
    }

    /// <summary>Sends a message over the data connection, whole or not at all; one that the client does not take in time costs it the connection.</summary>
    public async Task SendDataAsync(ReadOnlyMemory<byte> message)
    {
        await _oneDataWriter.WaitAsync(_closing.Token).ConfigureAwait(false);
        try
        {
            if (!_attached.Task.IsCompleted) await WaitForDataAsync().ConfigureAwait(false);
            if (Volatile.Read(ref _data) is not { } data) return;
            using var limit = new CancellationTokenSource(_server.Manners.UnreadLimit, _server.Wall);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, _closing.Token);
            try
            {
                await data.WriteAsync(message, either.Token).ConfigureAwait(false);
            }
            catch (Exception failure) when (failure is InstrumentFaultException || failure is OperationCanceledException && limit.IsCancellationRequested)
            {
                if (Interlocked.CompareExchange(ref _data, null, data) == data) await data.DisposeAsync().ConfigureAwait(false);
            }
        }
        finally
        {
            _oneDataWriter.Release();
        }
    }

    /// <summary>A client that has registered a port connects from it: its connection may have been made and not been taken yet.</summary>
    private async Task WaitForDataAsync()
    {
        if (RegisteredPort == 0 && !_server.Manners.IsSingleClient) return;
        try
        {
            await _attached.Task.WaitAsync(AttachLimit, _server.Wall, _closing.Token).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            _attached.TrySetResult();
        }
    }

    /// <summary>Serves the client until it leaves.</summary>
    public async Task RunAsync()
    {
        try
        {
            var reader = new SharkSemMessageReader(_link, MaximumBody);
            while (await reader.ReadAsync(_closing.Token).ConfigureAwait(false) is { } message)
            {
                if (QueueOf(message.Header.Queue) is not { } queue) continue;
                if (!queue.TryAdd(message with { Body = message.Body.ToArray() })) break;
            }
        }
        catch (Exception failure) when (failure is InstrumentFaultException or OperationCanceledException)
        {
            _logger.LogDebug("A client left: {Reason}", failure.Message);
        }

        await _closing.CancelAsync().ConfigureAwait(false);
        await Task.WhenAll(_executing).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync().ConfigureAwait(false);
        if (Interlocked.Exchange(ref _data, null) is { } data) await data.DisposeAsync().ConfigureAwait(false);
        await _link.DisposeAsync().ConfigureAwait(false);
    }

    private SharkSemCommandQueue? QueueOf(ushort number)
    {
        if (_queues.TryGetValue(number, out SharkSemCommandQueue? queue)) return queue;
        if (_queues.Count >= MostQueues) return null;
        _queues[number] = queue = new SharkSemCommandQueue();
        _executing.Add(Task.Run(() => ExecuteQueueAsync(queue)));
        return queue;
    }

    private async Task ExecuteQueueAsync(SharkSemCommandQueue queue)
    {
        while (true)
        {
            SharkSemMessage head = await queue.PeekAsync(_closing.Token).ConfigureAwait(false);
            if (_server.IsBusy((uint)head.Header.Flags)) await Task.Delay(BusyPoll, _server.Wall, _closing.Token).ConfigureAwait(false);
            else if (queue.TryTake(head)) await ExecuteAsync(head).ConfigureAwait(false);
        }
    }

    /// <summary>Unknown functions, bad arguments and refused commands are silently ignored, as the real server does.</summary>
    private async Task ExecuteAsync(SharkSemMessage message)
    {
        SharkSemBodyWriter? result;
        try
        {
            if (SharkSemCommands.Find(message.Header.Function, _server.Version) is not { } handler) return;
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
        catch (Exception failure) when (failure is OperationCanceledException or InstrumentFaultException)
        {
            _logger.LogDebug("A late answer was not sent: {Reason}", failure.Message);
        }
    }

    /// <summary>A client that never reads its answers is let go like one that does not read its data.</summary>
    private async Task SendAsync(ReadOnlyMemory<byte> bytes)
    {
        await _oneWriter.WaitAsync(_closing.Token).ConfigureAwait(false);
        try
        {
            using var limit = new CancellationTokenSource(_server.Manners.UnreadLimit, _server.Wall);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, _closing.Token);
            await _link.WriteAsync(bytes, either.Token).ConfigureAwait(false);
        }
        catch (Exception failure) when (failure is OperationCanceledException or InstrumentFaultException)
        {
            await _closing.CancelAsync().ConfigureAwait(false);
        }
        finally
        {
            _oneWriter.Release();
        }
    }
}
