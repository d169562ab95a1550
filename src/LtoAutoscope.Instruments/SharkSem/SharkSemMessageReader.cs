using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using LtoAutoscope.Domain.Instruments;
using LtoAutoscope.Instruments.Transports;

namespace LtoAutoscope.Instruments.SharkSem;

/// <summary>Cuts the bytes of a link into messages.</summary>
/// <param name="link">Where the bytes come from.</param>
/// <param name="maximumBody">A body larger than this is taken for noise, bytes.</param>
/// <param name="bufferSize">How much is asked of the link at a time, bytes. Default 64 KiB; a message that is larger makes the buffer grow.</param>
public sealed class SharkSemMessageReader(IByteLink link, int maximumBody, int bufferSize = 1 << 16)
{
    private byte[] _buffer = new byte[Math.Max(bufferSize, SharkSemHeader.Size)];
    private int _start;
    private int _end;

    /// <summary>The next message, or null when the other end has closed between two messages.</summary>
    /// <remarks>The body points into the reader's own buffer and is valid until the next call.</remarks>
    /// <exception cref="InstrumentFaultException">
    /// <see cref="Fault.LinkLost"/>, also when the other end closes in the middle of a message; <see cref="Fault.MalformedAnswer"/>.
    /// </exception>
    public async ValueTask<SharkSemMessage?> ReadAsync(CancellationToken cancellationToken)
    {
        ReadOnlyMemory<byte> bytes = await ReadBytesAsync(cancellationToken).ConfigureAwait(false);
        return bytes.IsEmpty ? null : new SharkSemMessage(SharkSemHeader.Read(bytes.Span), bytes[SharkSemHeader.Size..]);
    }

    /// <summary>The bytes of the next message, header and body, or nothing when the other end has closed between two messages; makes no garbage.</summary>
    /// <inheritdoc cref="ReadAsync"/>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<ReadOnlyMemory<byte>> ReadBytesAsync(CancellationToken cancellationToken)
    {
        if (_end - _start < SharkSemHeader.Size && !await FillAsync(SharkSemHeader.Size, cancellationToken).ConfigureAwait(false)) return default;
        uint bodySize = BinaryPrimitives.ReadUInt32LittleEndian(_buffer.AsSpan(_start + SharkSemHeader.BodySizeOffset));
        if (bodySize > maximumBody)
            throw new InstrumentFaultException(Fault.MalformedAnswer, $"{link.Name} announced a body of {bodySize} bytes, {maximumBody} at most are possible");
        int size = SharkSemHeader.Size + (int)bodySize;
        if (_end - _start < size) await FillAsync(size, cancellationToken).ConfigureAwait(false);
        ReadOnlyMemory<byte> bytes = _buffer.AsMemory(_start, size);
        _start += size;
        return bytes;
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<bool> FillAsync(int wanted, CancellationToken cancellationToken)
    {
        MakeRoom(wanted);
        while (_end - _start < wanted)
        {
            int read = await link.ReadAsync(_buffer.AsMemory(_end), cancellationToken).ConfigureAwait(false);
            if (read == 0 && _end == _start) return false;
            if (read == 0) throw new InstrumentFaultException(Fault.LinkLost, $"{link.Name} closed the connection in the middle of a message");
            _end += read;
        }

        return true;
    }

    private void MakeRoom(int wanted)
    {
        int held = _end - _start;
        if (held == 0) (_start, _end) = (0, 0);
        if (_buffer.Length - _start >= wanted && _buffer.Length > _end) return;
        byte[] target = _buffer.Length >= wanted ? _buffer : GC.AllocateUninitializedArray<byte>(Math.Max(wanted, (int)Math.Min(Array.MaxLength, _buffer.Length * 2L)));
        Buffer.BlockCopy(_buffer, _start, target, 0, held);
        (_buffer, _start, _end) = (target, 0, held);
    }
}
