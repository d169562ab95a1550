using LtoAutoscope.Instruments.Transports;

namespace LtoAutoscope.Instruments.Recording;

/// <summary>Keeps what goes over a few connections in memory, and hands it on to another listener.</summary>
/// <param name="next">Listens too, such as the recorder.</param>
/// <param name="timeProvider">The clock.</param>
/// <remarks>Thread safety: all members.</remarks>
public sealed class EchoTap(IWireTap next, TimeProvider timeProvider) : IWireTap
{
    private const int MostLines = 200;
    private readonly Lock _gate = new();
    private readonly List<EchoLine> _lines = [];

    /// <summary>What went over the wire, oldest first, at most 200 pieces.</summary>
    public IReadOnlyList<EchoLine> Lines
    {
        get
        {
            lock (_gate) return [.. _lines];
        }
    }

    /// <inheritdoc/>
    public IByteLink Listen(IByteLink link, string purpose) => new EchoLink(next.Listen(link, purpose), this);

    private void Add(WireRecordKind kind, ReadOnlySpan<byte> bytes)
    {
        lock (_gate)
            if (_lines.Count < MostLines) _lines.Add(new EchoLine(timeProvider.GetUtcNow(), kind, WireText.Escape(bytes)));
    }

    private sealed class EchoLink(IByteLink inner, EchoTap tap) : IByteLink
    {
        public string Name => inner.Name;

        public async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken)
        {
            int read = await inner.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
            if (read > 0) tap.Add(WireRecordKind.Received, buffer.Span[..read]);
            return read;
        }

        public ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
        {
            tap.Add(WireRecordKind.Sent, bytes.Span);
            return inner.WriteAsync(bytes, cancellationToken);
        }

        public ValueTask DisposeAsync() => inner.DisposeAsync();
    }
}
