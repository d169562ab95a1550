namespace LtoAutoscope.Instruments.SharkSem;

/// <summary>A whole message.</summary>
/// <param name="Header">The header.</param>
/// <param name="Body">The body, <see cref="SharkSemHeader.BodySize"/> bytes.</param>
public sealed record SharkSemMessage(SharkSemHeader Header, ReadOnlyMemory<byte> Body)
{
    /// <summary>Header and body in one array.</summary>
    public static byte[] Encode(string function, uint id, SharkSemFlags flags, ReadOnlySpan<byte> body, ushort queue = 0)
    {
        var bytes = new byte[SharkSemHeader.Size + body.Length];
        new SharkSemHeader(function, (uint)body.Length, id, flags, queue).Write(bytes);
        body.CopyTo(bytes.AsSpan(SharkSemHeader.Size));
        return bytes;
    }

    /// <summary>A reader at the start of the body.</summary>
    public SharkSemBodyReader Read() => new(Body);
}
