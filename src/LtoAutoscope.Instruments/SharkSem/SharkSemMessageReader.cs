using LtoAutoscope.Domain.Instruments;
using LtoAutoscope.Instruments.Transports;

namespace LtoAutoscope.Instruments.SharkSem;

/// <summary>Cuts the bytes of a link into messages.</summary>
/// <param name="link">Where the bytes come from.</param>
/// <param name="maximumBody">A body larger than this is taken for noise, bytes.</param>
public sealed class SharkSemMessageReader(IByteLink link, int maximumBody)
{
    private byte[] _buffer = new byte[1 << 16];
    private int _start;
    private int _end;

    /// <summary>The next message, or null when the other end has closed between two messages.</summary>
    /// <remarks>The body points into the reader's own buffer and is valid until the next call.</remarks>
    /// <exception cref="InstrumentFaultException"><see cref="Fault.LinkLost"/>, <see cref="Fault.MalformedAnswer"/>.</exception>
    public async ValueTask<SharkSemMessage?> ReadAsync(CancellationToken cancellationToken)
    {
        if (!await FillAsync(SharkSemHeader.Size, cancellationToken).ConfigureAwait(false)) return null;
        SharkSemHeader header = SharkSemHeader.Read(_buffer.AsSpan(_start));
        if (header.BodySize > maximumBody)
            throw new InstrumentFaultException(Fault.MalformedAnswer, $"{link.Name} announced a body of {header.BodySize} bytes, {maximumBody} at most are possible");
        int size = SharkSemHeader.Size + (int)header.BodySize;
        if (!await FillAsync(size, cancellationToken).ConfigureAwait(false)) return null;
        var message = new SharkSemMessage(header, _buffer.AsMemory(_start + SharkSemHeader.Size, (int)header.BodySize));
        _start += size;
        return message;
    }

    private async ValueTask<bool> FillAsync(int wanted, CancellationToken cancellationToken)
    {
        if (_end - _start >= wanted) return true;
        Array.Copy(_buffer, _start, _buffer, 0, _end - _start);
        (_start, _end) = (0, _end - _start);
        if (_buffer.Length < wanted) Array.Resize(ref _buffer, Math.Max(wanted, _buffer.Length * 2));
        while (_end < wanted)
        {
            int read = await link.ReadAsync(_buffer.AsMemory(_end), cancellationToken).ConfigureAwait(false);
            if (read == 0) return false;
            _end += read;
        }

        return true;
    }
}
