using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace LtoAutoscope.Instruments.SharkSem;

/// <summary>
/// Reads the body of a message from left to right. Tolerant where clients and servers differ: a string's count may include its padding or not,
/// and its text ends at the first NUL.
/// </summary>
/// <param name="body">The body; not copied.</param>
public sealed class SharkSemBodyReader(ReadOnlyMemory<byte> body)
{
    private int _offset;

    /// <summary>Whether nothing is left to read.</summary>
    public bool AtEnd => _offset >= body.Length;

    /// <summary>Takes a signed integer.</summary>
    /// <exception cref="FormatException">The body is too short.</exception>
    public int Int() => unchecked((int)UInt());

    /// <summary>Takes an unsigned integer.</summary>
    /// <exception cref="FormatException">The body is too short.</exception>
    public uint UInt()
    {
        if (body.Length - _offset < 4) throw new FormatException($"The body ends at byte {body.Length}; 4 more are wanted at {_offset}.");
        uint value = BinaryPrimitives.ReadUInt32LittleEndian(body.Span[_offset..]);
        _offset += 4;
        return value;
    }

    /// <summary>Takes an array.</summary>
    /// <exception cref="FormatException">Its count reaches beyond the body.</exception>
    public ReadOnlyMemory<byte> Bytes()
    {
        uint count = UInt();
        if (count > body.Length - _offset) throw new FormatException($"An array of {count} bytes at {_offset} reaches beyond the body of {body.Length}.");
        ReadOnlyMemory<byte> bytes = body.Slice(_offset, (int)count);
        _offset = (int)Math.Min(body.Length, (_offset + (long)count + 3) / 4 * 4);
        return bytes;
    }

    /// <summary>Takes a string, cut at its first NUL.</summary>
    /// <exception cref="FormatException">Its count reaches beyond the body.</exception>
    public string String()
    {
        ReadOnlySpan<byte> bytes = Bytes().Span;
        int end = bytes.IndexOf((byte)0);
        return Encoding.Latin1.GetString(end < 0 ? bytes : bytes[..end]);
    }

    /// <summary>Takes a floating-point number.</summary>
    /// <exception cref="FormatException">It is not a finite number in the invariant culture.</exception>
    public double Float() => OptionalFloat() ?? throw new FormatException("A number is missing.");

    /// <summary>Takes a floating-point number that may be left out by an empty string.</summary>
    /// <inheritdoc cref="Float"/>
    public double? OptionalFloat()
    {
        string text = String();
        if (text.Length == 0) return null;
        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && double.IsFinite(value)) return value;
        throw new FormatException($"'{text}' is no number.");
    }
}
