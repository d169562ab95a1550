using LtoAutoscope.Instruments.SharkSem;

namespace LtoAutoscope.Twin.Servers;

/// <summary>Commands that wait for their turn, first in first out; those that jump the queue go before the others, in their order.</summary>
/// <remarks>Thread safety: all members; one taker.</remarks>
internal sealed class SharkSemCommandQueue
{
    private const int MostMessages = 4096;
    private const long MostBytes = 16 << 20;
    private readonly LinkedList<SharkSemMessage> _messages = new();
    private readonly SemaphoreSlim _came = new(0);
    private readonly Lock _state = new();
    private long _bytes;

    /// <summary>Adds a command; false when the queue is full.</summary>
    public bool TryAdd(SharkSemMessage message)
    {
        lock (_state)
        {
            if (_messages.Count >= MostMessages || _bytes + message.Body.Length > MostBytes) return false;
            _bytes += message.Body.Length;
            if (!message.Header.Flags.HasFlag(SharkSemFlags.Jump)) _messages.AddLast(message);
            else if (LastThatJumped() is { } last) _messages.AddAfter(last, message);
            else _messages.AddFirst(message);
        }

        _came.Release();
        return true;
    }

    /// <summary>The command at the head, which stays there; waits until there is one.</summary>
    public async Task<SharkSemMessage> PeekAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            lock (_state) if (_messages.First is { } head) return head.Value;
            await _came.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Takes a command that was at the head; false when another one jumped before it.</summary>
    public bool TryTake(SharkSemMessage message)
    {
        lock (_state)
        {
            if (!ReferenceEquals(_messages.First?.Value, message)) return false;
            _messages.RemoveFirst();
            _bytes -= message.Body.Length;
            return true;
        }
    }

    /// <summary>Those that jump keep their order among themselves.</summary>
    private LinkedListNode<SharkSemMessage>? LastThatJumped()
    {
        LinkedListNode<SharkSemMessage>? last = null;
        for (LinkedListNode<SharkSemMessage>? node = _messages.First; node?.Value.Header.Flags.HasFlag(SharkSemFlags.Jump) == true; node = node.Next) last = node;
        return last;
    }
}
