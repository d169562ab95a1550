using LtoAutoscope.Twin.Motion;

namespace LtoAutoscope.Twin.Faults;

/// <summary>
/// Trouble on the wires of a twin. The one of <see cref="TwinMicroscope.WireFaults"/> strikes all wires; <c>wires["prior"]</c> strikes those of one
/// endpoint. A server whose links come from <see cref="Servers.WireListener"/> has it for nothing (<see cref="FaultyLink"/>); any other
/// registers each connection with <see cref="OnCut"/> and asks <see cref="IsRefusing"/>, <see cref="PassIncomingAsync"/> and <see cref="Outgoing"/>.
/// All times are of the wall clock: accelerated physics does not shorten trouble on a wire.
/// </summary>
/// <remarks>Thread safety: all members.</remarks>
public sealed class WireFaults
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(10);
    private readonly TimeProvider _wall;
    private readonly WireFaults? _all;
    private readonly Lock _state = new();
    private readonly Dictionary<string, WireFaults> _wires = new(StringComparer.Ordinal);
    private readonly Dictionary<long, Action<bool>> _connections = [];
    private long _nextConnection;
    private Until _stall, _halfOpen, _late, _refuse;
    private TimeSpan _delay;
    private int _garble;
    private int _swallow;
    private long _cutAfter = long.MaxValue;
    private ulong _garbled;

    /// <param name="wall">The wall clock.</param>
    public WireFaults(TimeProvider wall) : this(wall, null)
    {
    }

    private WireFaults(TimeProvider wall, WireFaults? all) => (_wall, _all) = (wall, all);

    /// <summary>The trouble of one endpoint, by its key in <see cref="TwinEndpoints"/>; made when it is first asked for.</summary>
    public WireFaults this[string endpoint]
    {
        get
        {
            if (_all is not null) throw new InvalidOperationException("The trouble of one endpoint has no endpoints of its own.");
            lock (_state)
            {
                if (!_wires.TryGetValue(endpoint, out WireFaults? wire)) _wires[endpoint] = wire = new WireFaults(_wall, this);
                return wire;
            }
        }
    }

    /// <summary>Whether a new connection is to be closed as soon as it has come.</summary>
    public bool IsRefusing => Lasts(faults => faults._refuse);

    /// <summary>Whether bytes vanish in both directions while the connection stays up.</summary>
    public bool IsHalfOpen => Lasts(faults => faults._halfOpen);

    /// <summary>Whether bytes stand still in both directions.</summary>
    public bool IsStalled => Lasts(faults => faults._stall);

    /// <summary>Breaks every connection, as a pulled cable or adapter does; new ones are accepted.</summary>
    public void CutNow() => Cut(false);

    /// <summary>Sends so many bytes more and then breaks the connection that sends them: a cut in the middle of an answer.</summary>
    /// <param name="bytes">0 or more.</param>
    public void CutAfter(int bytes)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(bytes);
        lock (_state) _cutAfter = bytes;
    }

    /// <summary>The server's program is started anew: sockets break and new ones are closed at once for a while; serial lines stay and are silent.</summary>
    public void Restart(TimeSpan span)
    {
        RefuseFor(span);
        Cut(true);
    }

    /// <summary>Closes new connections as soon as they have come, for a while.</summary>
    public void RefuseFor(TimeSpan span)
    {
        lock (_state) _refuse = After(span);
    }

    /// <summary>Bytes stand still in both directions for a while, and then all come.</summary>
    public void StallFor(TimeSpan span)
    {
        lock (_state) _stall = After(span);
    }

    /// <summary>Bytes vanish in both directions for a while; connections stay up.</summary>
    public void HalfOpenFor(TimeSpan span)
    {
        lock (_state) _halfOpen = After(span);
    }

    /// <summary>For a while answers come late; their order stays.</summary>
    /// <param name="by">How late.</param>
    /// <param name="span">For how long answers that are sent are late.</param>
    public void DelayAnswers(TimeSpan by, TimeSpan span)
    {
        lock (_state) (_delay, _late) = (by, After(span));
    }

    /// <summary>The next bytes that are sent are other ones, as many.</summary>
    /// <param name="bytes">How many, at least 1.</param>
    public void GarbleNext(int bytes)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(bytes, 1);
        lock (_state) _garble += bytes;
    }

    /// <summary>The next answers are lost; what was asked for is done all the same.</summary>
    /// <param name="answers">How many writes, at least 1.</param>
    public void SwallowNext(int answers = 1)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(answers, 1);
        lock (_state) _swallow += answers;
    }

    /// <summary>No more trouble here; requests that stood still go on, answers that were already late come when they were due.</summary>
    public void Clear()
    {
        WireFaults[] wires;
        lock (_state)
        {
            _stall = _halfOpen = _late = _refuse = default;
            (_garble, _swallow, _cutAfter) = (0, 0, long.MaxValue);
            wires = [.. _wires.Values];
        }

        foreach (WireFaults wire in wires) wire.Clear();
    }

    /// <summary>Registers a connection that breaks when a fault cuts it.</summary>
    /// <param name="cut">Breaks it at once, never throws; its argument tells whether the whole server restarts.</param>
    /// <returns>Ends the registration.</returns>
    public IDisposable OnCut(Action<bool> cut)
    {
        lock (_state)
        {
            long key = _nextConnection++;
            _connections[key] = cut;
            return new Registration(this, key);
        }
    }

    /// <summary>Waits while the wire stands still; to be called with bytes that have come.</summary>
    /// <returns>Whether they may be acted upon; false when they have vanished on the way.</returns>
    public async ValueTask<bool> PassIncomingAsync(CancellationToken cancellationToken)
    {
        if (IsHalfOpen) return false;
        while (IsStalled) await Task.Delay(Poll, _wall, cancellationToken).ConfigureAwait(false);
        return true;
    }

    /// <summary>What becomes of an answer; counts down what was asked for by number.</summary>
    public WirePassage Outgoing(ReadOnlyMemory<byte> bytes)
    {
        if (bytes.IsEmpty) return new WirePassage(bytes, TimeSpan.Zero, false);
        WirePassage mine = Own(bytes);
        if (_all is null || mine.Bytes.IsEmpty) return mine;
        WirePassage both = _all.Own(mine.Bytes);
        return new WirePassage(both.Bytes, mine.Delay > both.Delay ? mine.Delay : both.Delay, mine.CutsAfterwards || both.CutsAfterwards);
    }

    private WirePassage Own(ReadOnlyMemory<byte> bytes)
    {
        lock (_state)
        {
            if (IsOn(_halfOpen)) return new WirePassage(default, TimeSpan.Zero, false);
            if (_swallow > 0)
            {
                _swallow--;
                return new WirePassage(default, TimeSpan.Zero, false);
            }

            bool cuts = _cutAfter <= bytes.Length;
            if (cuts) bytes = bytes[..(int)_cutAfter];
            if (_cutAfter != long.MaxValue) _cutAfter = cuts ? long.MaxValue : _cutAfter - bytes.Length;
            if (_garble > 0 && bytes.Length > 0)
            {
                byte[] other = bytes.ToArray();
                int count = Math.Min(_garble, other.Length);
                for (int i = 0; i < count; i++) other[i] ^= (byte)(1 + TwinNoise.Hash(0x6A4B1E, _garbled++) % 255);
                _garble -= count;
                bytes = other;
            }

            TimeSpan stall = IsOn(_stall) ? _wall.GetElapsedTime(_wall.GetTimestamp(), _stall.Timestamp) : TimeSpan.Zero;
            TimeSpan delay = IsOn(_late) && _delay > stall ? _delay : stall;
            return new WirePassage(bytes, delay, cuts);
        }
    }

    private void Cut(bool restarts)
    {
        Action<bool>[] cuts;
        WireFaults[] wires;
        lock (_state)
        {
            cuts = [.. _connections.Values];
            wires = [.. _wires.Values];
        }

        foreach (Action<bool> cut in cuts) cut(restarts);
        foreach (WireFaults wire in wires) wire.Cut(restarts);
    }

    private bool Lasts(Func<WireFaults, Until> which)
    {
        lock (_state) if (IsOn(which(this))) return true;
        return _all?.Lasts(which) ?? false;
    }

    private bool IsOn(Until until) => until.IsSet && _wall.GetTimestamp() < until.Timestamp;

    private Until After(TimeSpan span) => new(true, _wall.GetTimestamp() + (long)(span.TotalSeconds * _wall.TimestampFrequency));

    private readonly record struct Until(bool IsSet, long Timestamp);

    private sealed class Registration(WireFaults faults, long key) : IDisposable
    {
        public void Dispose()
        {
            lock (faults._state) faults._connections.Remove(key);
        }
    }
}
