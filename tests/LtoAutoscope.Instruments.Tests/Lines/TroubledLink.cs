using System.Text;
using LtoAutoscope.Instruments.Transports;

namespace LtoAutoscope.Instruments.Tests.Lines;

/// <summary>A server's end of a link on which a test lets one answer come to grief.</summary>
internal sealed class TroubledLink(IByteLink link, TroubledWire wire) : IByteLink
{
    public string Name => link.Name;

    public async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        int read = await link.ReadAsync(buffer, cancellationToken);
        wire.Asked(buffer.Span[..read]);
        return read;
    }

    public async ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        switch (wire.Take())
        {
            case Trouble.Late:
                await PatientTime.DelayAsync(TroubledWire.Lateness, cancellationToken);
                break;
            case Trouble.Garbled:
                bytes = Encoding.Latin1.GetBytes("\x7F#\xFFq~!\r\n");
                break;
            case Trouble.Partial:
                bytes = bytes[..(bytes.Length / 2)];
                break;
            case Trouble.Silent:
                return;
            case Trouble.Doubled:
                bytes = new byte[][] { bytes.ToArray(), bytes.ToArray() }.SelectMany(half => half).ToArray();
                break;
            case Trouble.Cut:
                await link.DisposeAsync();
                return;
        }

        if (wire.Change is { } change) bytes = change(bytes.ToArray());
        await link.WriteAsync(bytes, cancellationToken);
    }

    public ValueTask DisposeAsync() => link.DisposeAsync();
}
