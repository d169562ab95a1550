using System.Text;

namespace LtoAutoscope.Twin.Servers.Grbl;

/// <summary>One connection: the bytes that it has sent and that are not read yet, and where its answers go. Guarded by the controller's lock.</summary>
/// <param name="send">Takes what is to be sent; must not block.</param>
internal sealed class GrblClient(Action<string> send)
{
    /// <summary>What the receive buffer holds; more is lost, as on the real one.</summary>
    public const int BufferSize = 127;
    private const int LongestLine = 79;
    private readonly Queue<byte> _received = [];
    private readonly StringBuilder _line = new();
    private Ignoring _ignoring;

    private enum Ignoring
    {
        Nothing,
        Parentheses,
        ToLineEnd,
        Overflow,
    }

    /// <summary>Room in its receive buffer, bytes.</summary>
    public int Room => BufferSize - _received.Count + 1;

    public void Send(string text) => send(text);

    public void Put(byte value)
    {
        if (_received.Count < BufferSize) _received.Enqueue(value);
    }

    public void Clear()
    {
        _received.Clear();
        EndLine();
    }

    /// <summary>Reads on to the next line end; null as long as there is none. Blanks, comments and <c>/</c> are gone, letters are capitals.</summary>
    public (string Line, bool Overflow)? NextLine()
    {
        while (_received.TryDequeue(out byte value))
        {
            // Either character ends a line, so that a line end of both is two lines.
            if (value is (byte)'\n' or (byte)'\r')
            {
                var line = (_line.ToString(), _ignoring == Ignoring.Overflow);
                EndLine();
                return line;
            }

            Take((char)value);
        }

        return null;
    }

    private void Take(char value)
    {
        if (_ignoring != Ignoring.Nothing)
        {
            if (value == ')' && _ignoring == Ignoring.Parentheses) _ignoring = Ignoring.Nothing;
            return;
        }

        if (value is <= ' ' or '/') return;
        if (value == '(') _ignoring = Ignoring.Parentheses;
        else if (value == ';') _ignoring = Ignoring.ToLineEnd;
        else if (_line.Length >= LongestLine) _ignoring = Ignoring.Overflow;
        else _line.Append(char.ToUpperInvariant(value));
    }

    private void EndLine()
    {
        _line.Clear();
        _ignoring = Ignoring.Nothing;
    }
}
