namespace LtoAutoscope.Instruments.Xl30;

/// <summary>
/// Finds the messages in a stream of bytes. A message has no end mark: a byte that cannot begin one is passed over, one with a wrong checksum is
/// dropped whole, and what is left of one after a pause has to be cleared by the owner.
/// </summary>
/// <remarks>Thread safety: none.</remarks>
public sealed class Xl30MessageReader
{
    private readonly byte[] _bytes = new byte[byte.MaxValue];
    private readonly Queue<Xl30Finding> _findings = new();
    private int _count;

    /// <summary>Whether a message has begun and is not whole yet.</summary>
    public bool IsInside => _count > 0;

    /// <summary>Forgets a message that is not whole, and what was found and not taken.</summary>
    public void Clear()
    {
        _count = 0;
        _findings.Clear();
    }

    /// <summary>Takes bytes as they come, in pieces of any size.</summary>
    public void Add(ReadOnlySpan<byte> bytes)
    {
        foreach (byte value in bytes) Add(value);
    }

    /// <summary>The next message, or defect, in the order in which they came; false when there is none.</summary>
    public bool TryTake(out Xl30Finding finding) => _findings.TryDequeue(out finding);

    private void Add(byte value)
    {
        if (_count == 0 && value != Xl30Message.Start)
        {
            _findings.Enqueue(new Xl30Finding(null, 0, false, $"byte {value:x2} where 05 has to stand"));
            return;
        }

        _bytes[_count++] = value;
        if (_count < 2) return;
        int length = _bytes[1];
        if (length < Xl30Message.Overhead)
        {
            _count = 0;
            _findings.Enqueue(new Xl30Finding(null, 0, false, $"a length of {length}"));
            return;
        }

        if (_count < length) return;
        _count = 0;
        var whole = new ReadOnlySpan<byte>(_bytes, 0, length);
        byte checksum = Xl30Message.Checksum(whole[..^1]);
        _findings.Enqueue(checksum == whole[^1]
            ? new Xl30Finding(new Xl30Message((Xl30Opcode)whole[2], whole[3], whole[4..^1]), whole[2], true, "")
            : new Xl30Finding(null, whole[2], true, $"checksum {whole[^1]:x2} instead of {checksum:x2} in {Convert.ToHexStringLower(whole)}"));
    }
}
