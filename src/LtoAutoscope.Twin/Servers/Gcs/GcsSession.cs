using System.Text;

namespace LtoAutoscope.Twin.Servers.Gcs;

/// <summary>One connection's bytes, cut into lines and the single bytes that are obeyed the moment they come, even within a line.</summary>
internal sealed class GcsSession(GcsController controller)
{
    private readonly StringBuilder _line = new();
    private bool _tooLong;

    /// <summary>Takes bytes as they come; what is answered, empty for nothing.</summary>
    public byte[] Receive(ReadOnlySpan<byte> bytes)
    {
        var answer = new StringBuilder();
        foreach (byte code in bytes)
        {
            if (controller.IsDeaf) Forget();
            else if (code == '\n') answer.Append(EndLine());
            else if (code is >= 3 and <= 8 or 24 or 27) answer.Append(Single(code));
            else if (_line.Length < controller.Options.LongestLine) _line.Append(code is 0 or (byte)'\r' or (byte)'\t' ? ' ' : (char)code);
            else _tooLong = true;
        }

        return Encoding.Latin1.GetBytes(answer.ToString());
    }

    private string EndLine()
    {
        string answer = controller.Line(_line.ToString(), _tooLong);
        Forget();
        return answer;
    }

    /// <summary>What stands before it on the line is its address; anything else stays there and waits for the rest of its line.</summary>
    private string Single(byte code)
    {
        string before = _line.ToString();
        GcsAddress address = GcsAddress.Parse(before);
        if (address.Rest.Length > 0) return controller.Single(code, "");
        Forget();
        return controller.Single(code, before);
    }

    private void Forget()
    {
        _line.Clear();
        _tooLong = false;
    }
}
