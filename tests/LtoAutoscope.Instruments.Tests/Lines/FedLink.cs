using LtoAutoscope.Instruments.Transports;

namespace LtoAutoscope.Instruments.Tests.Lines;

/// <summary>A link over which some bytes come, and then its end.</summary>
internal sealed class FedLink(byte[] bytes) : IByteLink
{
    private int _at;

    public string Name => "fed";

    public ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        int read = Math.Min(buffer.Length, bytes.Length - _at);
        bytes.AsSpan(_at, read).CopyTo(buffer.Span);
        _at += read;
        return ValueTask.FromResult(read);
    }

    public ValueTask WriteAsync(ReadOnlyMemory<byte> sent, CancellationToken cancellationToken) => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
