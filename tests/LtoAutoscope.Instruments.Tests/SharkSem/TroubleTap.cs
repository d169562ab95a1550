using System.Collections.Concurrent;
using LtoAutoscope.Instruments.Transports;

namespace LtoAutoscope.Instruments.Tests.SharkSem;

/// <summary>A listener that can cut, mute or garble each of a driver's links by its purpose.</summary>
internal sealed class TroubleTap : IWireTap
{
    private readonly ConcurrentDictionary<string, Link> _latest = new();
    private readonly ConcurrentQueue<string> _purposes = new();

    /// <summary>The purposes of the links that were opened, in order.</summary>
    public IReadOnlyList<string> Purposes => [.. _purposes];

    /// <summary>The link that was opened last for a purpose.</summary>
    public Link this[string purpose] => _latest[purpose];

    public IByteLink Listen(IByteLink link, string purpose)
    {
        _purposes.Enqueue(purpose);
        return _latest[purpose] = new Link(link);
    }

    internal sealed class Link(IByteLink inner) : IByteLink
    {
        /// <summary>Bytes that are written go nowhere: a cable that is cut without anybody telling.</summary>
        public volatile bool IsMute;

        /// <summary>The next bytes that come are noise.</summary>
        public volatile bool GarblesNext;

        public string Name => inner.Name;

        public async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken)
        {
            int read = await inner.ReadAsync(buffer, cancellationToken);
            if (!GarblesNext) return read;
            GarblesNext = false;
            buffer.Span[..read].Fill(0xEE);
            return read;
        }

        public ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
            => IsMute ? ValueTask.CompletedTask : inner.WriteAsync(bytes, cancellationToken);

        public ValueTask DisposeAsync() => inner.DisposeAsync();
    }
}
