using System.Buffers.Binary;

namespace LtoAutoscope.Instruments.Xl30;

/// <summary>
/// A message of the XL series, the same in both directions: 05, length of the whole (payload + 5), operation, status, payload, checksum (the sum of
/// all bytes before it, modulo 256). Numbers in the payload are little-endian. Source: firmware-protocols/xl30.
/// </summary>
public sealed class Xl30Message
{
    /// <summary>The first byte of every message.</summary>
    public const byte Start = 0x05;

    /// <summary>Bytes around the payload.</summary>
    public const int Overhead = 5;

    /// <summary>The longest payload, bytes.</summary>
    public const int MaximumPayload = byte.MaxValue - Overhead;

    /// <summary>Set in the status of an answer that carries an error number.</summary>
    public const byte ErrorBit = 0x80;

    /// <summary>Bits that have to be 0 in the status of an answer.</summary>
    public const byte ReservedBits = 0x3F;

    private readonly byte[] _payload;

    /// <param name="opcode">The operation.</param>
    /// <param name="status">0 in a request.</param>
    /// <param name="payload">At most <see cref="MaximumPayload"/> bytes.</param>
    /// <exception cref="ArgumentException">The payload is too long.</exception>
    public Xl30Message(Xl30Opcode opcode, byte status, ReadOnlySpan<byte> payload)
    {
        if (payload.Length > MaximumPayload) throw new ArgumentException($"A payload has at most {MaximumPayload} bytes, not {payload.Length}.", nameof(payload));
        (Opcode, Status, _payload) = (opcode, status, payload.ToArray());
    }

    /// <summary>The operation.</summary>
    public Xl30Opcode Opcode { get; }

    /// <summary>0, or the flags of an answer.</summary>
    public byte Status { get; }

    /// <summary>The bytes between status and checksum.</summary>
    public ReadOnlySpan<byte> Payload => _payload;

    /// <summary>Whether it is an answer that carries an error number.</summary>
    public bool IsError => (Status & ErrorBit) != 0;

    /// <summary>The error number of such an answer.</summary>
    /// <exception cref="FormatException">The payload is shorter than four bytes.</exception>
    public uint ErrorNumber => BinaryPrimitives.ReadUInt32LittleEndian(Item(0));

    /// <summary>A question: its payload is zeros of the size of the answer.</summary>
    /// <param name="opcode">The operation.</param>
    /// <param name="answerBytes">Size of the answer's payload.</param>
    public static Xl30Message Ask(Xl30Opcode opcode, int answerBytes = 4) => new(opcode, 0, new byte[answerBytes]);

    /// <summary>A request with four bytes.</summary>
    public static Xl30Message Bytes(Xl30Opcode opcode, byte first, byte second = 0) => new(opcode, 0, [first, second, 0, 0]);

    /// <summary>A message with two words of 16 bits.</summary>
    public static Xl30Message Words(Xl30Opcode opcode, ushort first, ushort second)
        => new(opcode, 0, [(byte)first, (byte)(first >> 8), (byte)second, (byte)(second >> 8)]);

    /// <summary>A message with numbers of 32 bits, IEEE 754.</summary>
    public static Xl30Message Floats(Xl30Opcode opcode, params ReadOnlySpan<double> values)
    {
        var payload = new byte[4 * values.Length];
        for (int i = 0; i < values.Length; i++) BinaryPrimitives.WriteSingleLittleEndian(payload.AsSpan(4 * i), (float)values[i]);
        return new Xl30Message(opcode, 0, payload);
    }

    /// <summary>An answer that carries an error number.</summary>
    public static Xl30Message Error(Xl30Opcode opcode, uint number)
    {
        var payload = new byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(payload, number);
        return new Xl30Message(opcode, ErrorBit, payload);
    }

    /// <summary>The number at a place of the payload, counted in items of four bytes.</summary>
    /// <exception cref="FormatException">The payload ends before it, or it is no finite number.</exception>
    public double Float(int index)
    {
        float value = BinaryPrimitives.ReadSingleLittleEndian(Item(index));
        return float.IsFinite(value) ? value : throw new FormatException("a number that is none");
    }

    /// <summary>A word of 16 bits, counted in words.</summary>
    /// <exception cref="FormatException">The payload ends before it.</exception>
    public ushort Word(int index)
        => 2 * index + 2 <= _payload.Length
            ? BinaryPrimitives.ReadUInt16LittleEndian(_payload.AsSpan(2 * index))
            : throw new FormatException($"a payload of {_payload.Length} bytes without word {index}");

    /// <summary>The message as it goes over the wire.</summary>
    public byte[] Encode()
    {
        var bytes = new byte[_payload.Length + Overhead];
        (bytes[0], bytes[1], bytes[2], bytes[3]) = (Start, (byte)bytes.Length, (byte)Opcode, Status);
        _payload.CopyTo(bytes, 4);
        bytes[^1] = Checksum(bytes.AsSpan(..^1));
        return bytes;
    }

    /// <summary>The sum of bytes, modulo 256.</summary>
    public static byte Checksum(ReadOnlySpan<byte> bytes)
    {
        byte sum = 0;
        foreach (byte value in bytes) sum = unchecked((byte)(sum + value));
        return sum;
    }

    private ReadOnlySpan<byte> Item(int index)
        => 4 * index + 4 <= _payload.Length
            ? _payload.AsSpan(4 * index, 4)
            : throw new FormatException($"a payload of {_payload.Length} bytes without item {index}");
}
