using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace LtoAutoscope.Instruments.SharkSem;

/// <summary>
/// Builds the body of a message, arguments from left to right: integers in 4 bytes, strings and arrays with a byte count and zero bytes
/// up to a multiple of 4, floats as strings of C's <c>strtod</c>. Counts are written without padding, as the vendor's document has it.
/// </summary>
public sealed class SharkSemBodyWriter
{
    /// <summary>Fixed notation, no exponent, ten decimals: a tenth of a picometre in millimetres.</summary>
    private const string FloatFormat = "0.##########";

    private readonly List<byte> _bytes = [];

    /// <summary>Appends a signed integer.</summary>
    public SharkSemBodyWriter Int(int value) => UInt(unchecked((uint)value));

    /// <summary>Appends an unsigned integer.</summary>
    public SharkSemBodyWriter UInt(uint value)
    {
        Span<byte> four = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(four, value);
        _bytes.AddRange(four);
        return this;
    }

    /// <summary>Appends a floating-point number as text in the invariant culture.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not finite.</exception>
    public SharkSemBodyWriter Float(double value)
    {
        if (!double.IsFinite(value)) throw new ArgumentOutOfRangeException(nameof(value), value, "Only finite numbers go over the wire.");
        string text = value.ToString(FloatFormat, CultureInfo.InvariantCulture);
        return String(text is "-0" ? "0" : text);
    }

    /// <summary>Appends a string; its count includes the terminating NUL.</summary>
    public SharkSemBodyWriter String(string value) => Bytes([.. Encoding.Latin1.GetBytes(value), 0]);

    /// <summary>Appends an array of bytes.</summary>
    public SharkSemBodyWriter Bytes(ReadOnlySpan<byte> value)
    {
        UInt((uint)value.Length);
        _bytes.AddRange(value);
        while (_bytes.Count % 4 != 0) _bytes.Add(0);
        return this;
    }

    /// <summary>The body so far.</summary>
    public byte[] ToArray() => [.. _bytes];
}
