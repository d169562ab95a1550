using LtoAutoscope.Instruments.SharkSem;

namespace LtoAutoscope.Twin.Servers;

/// <summary>Commands that wait for their turn, first in first out; one that jumps the queue is put at its head.</summary>
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
            if (message.Header.Flags.HasFlag(SharkSemFlags.Jump)) _messages.AddFirst(message);
            else _messages.AddLast(message);
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
}
