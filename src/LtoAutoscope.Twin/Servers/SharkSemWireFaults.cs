namespace LtoAutoscope.Twin.Servers;

/// <summary>Trouble on the wire of a SharkSEM server, one function at a time. Times are of the wall clock.</summary>
/// <remarks>Thread safety: all members.</remarks>
public sealed class SharkSemWireFaults
{
    private readonly Lock _state = new();
    private readonly Dictionary<string, Queue<TimeSpan>> _delays = new(StringComparer.Ordinal);
    private long _piecesUntilStall = long.MaxValue;

    /// <summary>The next answer of a function comes late.</summary>
    public void DelayNext(string function, TimeSpan delay)
    {
        lock (_state)
        {
            if (!_delays.TryGetValue(function, out Queue<TimeSpan>? queue)) _delays[function] = queue = new Queue<TimeSpan>();
            queue.Enqueue(delay);
        }
    }

    /// <summary>The next call of a function gets no answer; it is executed all the same.</summary>
    public void SwallowNext(string function) => DelayNext(function, Timeout.InfiniteTimeSpan);

    /// <summary>After so many pieces no more pixels come, until <see cref="Clear"/>.</summary>
    public void StallImagesAfter(int pieces)
    {
        lock (_state) _piecesUntilStall = pieces;
    }

    /// <summary>No more trouble.</summary>
    public void Clear()
    {
        lock (_state)
        {
            _delays.Clear();
            _piecesUntilStall = long.MaxValue;
        }
    }

    internal TimeSpan TakeDelay(string function)
    {
        lock (_state) return _delays.TryGetValue(function, out Queue<TimeSpan>? queue) && queue.TryDequeue(out TimeSpan delay) ? delay : TimeSpan.Zero;
    }

    internal bool MaySendPiece()
    {
        lock (_state) return _piecesUntilStall-- > 0;
    }
}
