using System.Text;

namespace LtoAutoscope.Instruments.Tests.Lines;

/// <summary>What a test wants to happen on a wire, and what has been asked over it.</summary>
internal sealed class TroubledWire
{
    public static readonly TimeSpan Lateness = TimeSpan.FromMilliseconds(700);
    private readonly Lock _state = new();
    private readonly StringBuilder _asked = new();
    private Trouble _next;

    /// <summary>Changes every answer; none when null.</summary>
    public Func<byte[], byte[]>? Change { get; set; }

    /// <summary>Everything that the driver has sent since the last look.</summary>
    public string TakeAsked()
    {
        lock (_state)
        {
            string asked = _asked.ToString();
            _asked.Clear();
            return asked;
        }
    }

    public void Next(Trouble trouble)
    {
        lock (_state) _next = trouble;
    }

    public Trouble Take()
    {
        lock (_state)
        {
            Trouble trouble = _next;
            _next = Trouble.None;
            return trouble;
        }
    }

    public void Asked(ReadOnlySpan<byte> bytes)
    {
        lock (_state) _asked.Append(Encoding.Latin1.GetString(bytes));
    }
}
