using LtoAutoscope.Instruments.Transports;

namespace LtoAutoscope.Twin.Tests.Faults;

/// <summary>Keeps what is written; nothing ever comes.</summary>
internal sealed class MemoryLink : IByteLink
{
    public List<byte> Written { get; } = [];

    public bool IsClosed { get; private set; }

    public string Name => "memory";

    public async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        await Task.Delay(Timeout.Infinite, cancellationToken);
        return 0;
    }

    public ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        Written.AddRange(bytes.ToArray());
        return ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync()
    {
        IsClosed = true;
        return ValueTask.CompletedTask;
    }
}
