using LtoAutoscope.Domain.Instruments;
using LtoAutoscope.Twin.Time;

namespace LtoAutoscope.Twin.Faults;

/// <summary>
/// What is wrong with the twin's instrument at the moment, apart from its wires. The models ask it; a server asks <see cref="Mains"/>,
/// <see cref="HasPower"/> and, where its protocol sends lines rather than pictures, <see cref="TakeFrame"/>. Times are physical.
/// </summary>
/// <remarks>Thread safety: all members.</remarks>
/// <param name="clock">Physical time.</param>
public sealed class TwinFaults(TwinClock clock)
{
    private readonly Lock _state = new();
    private readonly Queue<(FrameFault Kind, double Share)> _frames = new();
    private readonly Queue<double> _overshoots = new();
    private readonly Queue<(double Share, double Seconds)> _stalls = new();
    private long _countedMoves;
    private long _countedFrames;
    private int _refusedMoves;
    private int _refusedSets;
    private MainsState _mains = MainsState.Mains;
    private double _batteryUntil = double.NegativeInfinity;
    private double _powerUntil = double.NegativeInfinity;
    private double _refreshHeldUntil = double.NegativeInfinity;
    private double _emissionUntil = double.NegativeInfinity;
    private double _emissionShare = 1;
    private double _focusUntil = double.NegativeInfinity;
    private double _focusUm;
    private double _driftBegan = double.NegativeInfinity;
    private double _driftUntil = double.NegativeInfinity;
    private (double X, double Y) _driftNmPerS;
    private (double X, double Y) _driftBeforeNm;
    private double _scaleBegan = double.NegativeInfinity;
    private double _scaleUntil = double.NegativeInfinity;
    private double _scalePerS;
    private double _scaleBefore;

    /// <summary>What is wrong with the next frame; setting it forgets what was planned.</summary>
    public FrameFault NextFrame
    {
        get { lock (_state) return _frames.TryPeek(out (FrameFault Kind, double Share) next) ? next.Kind : FrameFault.None; }
        set
        {
            lock (_state) _frames.Clear();
            if (value != FrameFault.None) FailFrames(value);
        }
    }

    /// <summary>Plans what is wrong with the next frames.</summary>
    /// <param name="kind">What.</param>
    /// <param name="frames">How many, at least 1.</param>
    /// <param name="share">The share of the lines that a partial frame has, 0…1.</param>
    public void FailFrames(FrameFault kind, int frames = 1, double share = 0.5)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(frames, 1);
        lock (_state) for (int i = 0; i < frames; i++) _frames.Enqueue((kind, Math.Clamp(share, 0, 1)));
    }

    /// <summary>Takes what is wrong with the frame that begins now; each counts once.</summary>
    public (FrameFault Kind, double Share) TakeFrame()
    {
        lock (_state) return _frames.TryDequeue(out (FrameFault Kind, double Share) next) ? next : (FrameFault.None, 1);
    }

    /// <summary>The next moves are silently refused.</summary>
    /// <param name="moves">How many.</param>
    public void RefuseNextMove(int moves = 1)
    {
        lock (_state) _refusedMoves += moves;
    }

    /// <summary>Whether the move that was just asked for is refused; counts it.</summary>
    public bool TakeMoveRefusal() => Take(ref _refusedMoves);

    /// <summary>The next settings of the column are silently not taken.</summary>
    /// <param name="sets">How many.</param>
    public void RefuseNextSet(int sets = 1)
    {
        lock (_state) _refusedSets += sets;
    }

    /// <summary>Whether the setting that was just made is refused; counts it.</summary>
    public bool TakeSetRefusal() => Take(ref _refusedSets);

    /// <summary>The next move ends beyond its target.</summary>
    /// <param name="by">Along the way it goes, mm or degrees.</param>
    public void OvershootNext(double by)
    {
        lock (_state) _overshoots.Enqueue(by);
    }

    /// <summary>By how much the move that begins now goes too far, mm or degrees; counts it.</summary>
    public double TakeOvershoot()
    {
        lock (_state) return _overshoots.TryDequeue(out double by) ? by : 0;
    }

    /// <summary>The next move halts on its way.</summary>
    /// <param name="share">After this share of its time, 0…1.</param>
    /// <param name="seconds">How long the stage then still claims to move, physical seconds.</param>
    public void StallNext(double share, double seconds)
    {
        lock (_state) _stalls.Enqueue((share, seconds));
    }

    /// <summary>Whether the move that begins now halts on its way; counts it.</summary>
    public (double Share, double Seconds)? TakeStall()
    {
        lock (_state) return _stalls.TryDequeue(out (double Share, double Seconds) stall) ? stall : null;
    }

    /// <summary>How many moves and how many frames have begun since the twin began; fault scripts count by them.</summary>
    public (long Moves, long Frames) Counted
    {
        get { lock (_state) return (_countedMoves, _countedFrames); }
    }

    /// <summary>Raised, outside any lock, when <see cref="Counted"/> has grown.</summary>
    public event EventHandler? CountGrew;

    internal void CountMove()
    {
        lock (_state) _countedMoves++;
        CountGrew?.Invoke(this, EventArgs.Empty);
    }

    internal void CountFrame()
    {
        lock (_state) _countedFrames++;
        CountGrew?.Invoke(this, EventArgs.Empty);
    }

    /// <summary>The reported position stays as it is for a while.</summary>
    /// <param name="seconds">Physical seconds; infinity until <see cref="Clear"/>.</param>
    public void HoldPositionRefresh(double seconds)
    {
        lock (_state) _refreshHeldUntil = clock.Now + seconds;
    }

    /// <summary>Whether the reported position stands still.</summary>
    public bool IsPositionHeld
    {
        get { lock (_state) return clock.Now < _refreshHeldUntil; }
    }

    /// <summary>The emission falls for a while.</summary>
    /// <param name="share">To this share of what it was, 0…1.</param>
    /// <param name="seconds">Physical seconds; infinity until <see cref="Clear"/>.</param>
    public void DropEmission(double share, double seconds)
    {
        lock (_state) (_emissionShare, _emissionUntil) = (Math.Clamp(share, 0, 1), clock.Now + seconds);
    }

    /// <summary>Share of the emission that is left, 0…1.</summary>
    public double EmissionShare
    {
        get { lock (_state) return clock.Now < _emissionUntil ? _emissionShare : 1; }
    }

    /// <summary>The surface is sharp elsewhere for a while.</summary>
    /// <param name="byUm">By how much farther from the lens, µm.</param>
    /// <param name="seconds">Physical seconds; infinity until <see cref="Clear"/>.</param>
    public void ShiftFocus(double byUm, double seconds)
    {
        lock (_state) (_focusUm, _focusUntil) = (byUm, clock.Now + seconds);
    }

    /// <summary>By how much farther from the lens the surface is sharp, µm.</summary>
    public double FocusShiftUm
    {
        get { lock (_state) return clock.Now < _focusUntil ? _focusUm : 0; }
    }

    /// <summary>The sample drifts on the stage for a while, unseen by the encoders; where it has got to, it stays.</summary>
    /// <param name="xNmPerS">Along stage x, nm/s.</param>
    /// <param name="yNmPerS">Along stage y, nm/s.</param>
    /// <param name="seconds">Physical seconds; infinity until <see cref="Clear"/>.</param>
    public void Drift(double xNmPerS, double yNmPerS, double seconds)
    {
        lock (_state)
        {
            double now = clock.Now;
            (_driftBeforeNm, _driftNmPerS, _driftBegan, _driftUntil) = (DriftedAt(now), (xNmPerS, yNmPerS), now, now + seconds);
        }
    }

    /// <summary>How far the beam's place on the sample has drifted, nm along stage x and y, and how fast it does, nm/s.</summary>
    public (double XNm, double YNm, double XNmPerS, double YNmPerS) SampleDrift
    {
        get
        {
            lock (_state)
            {
                double now = clock.Now;
                (double x, double y) = DriftedAt(now);
                return now < _driftUntil ? (x, y, _driftNmPerS.X, _driftNmPerS.Y) : (x, y, 0, 0);
            }
        }
    }

    /// <summary>The true field grows at the same setting for a while; where it has got to, it stays.</summary>
    /// <param name="percentPerHour">How fast, percent an hour of the field.</param>
    /// <param name="seconds">Physical seconds; infinity until <see cref="Clear"/>.</param>
    public void DriftScale(double percentPerHour, double seconds)
    {
        lock (_state)
        {
            double now = clock.Now;
            (_scaleBefore, _scalePerS, _scaleBegan, _scaleUntil) = (ScaleGrownAt(now), percentPerHour / 100 / 3600, now, now + seconds);
        }
    }

    /// <summary>By which share the true field is larger than what is set, because the scale has drifted; 0 without that.</summary>
    public double ScaleGrowth
    {
        get { lock (_state) return ScaleGrownAt(clock.Now); }
    }

    /// <summary>The mains fail and the uninterruptible supply carries on for a while.</summary>
    /// <param name="seconds">Physical seconds; infinity until <see cref="Clear"/>.</param>
    /// <param name="isLow">Whether its battery is nearly empty.</param>
    public void RunOnBattery(double seconds, bool isLow = false)
    {
        lock (_state) (_mains, _batteryUntil) = (isLow ? MainsState.BatteryLow : MainsState.Battery, clock.Now + seconds);
    }

    /// <summary>Where the power comes from.</summary>
    public MainsState Mains
    {
        get { lock (_state) return clock.Now < _batteryUntil ? _mains : MainsState.Mains; }
    }

    /// <summary>Whether the instrument has power at all.</summary>
    public bool HasPower
    {
        get { lock (_state) return clock.Now >= _powerUntil; }
    }

    /// <summary>No power for a while; <see cref="TwinMicroscope.LosePower"/> does the rest.</summary>
    internal void HoldPower(double seconds)
    {
        lock (_state) _powerUntil = clock.Now + seconds;
    }

    /// <summary>Nothing is wrong any more; what has happened (a blown filament, a lost reference) stays.</summary>
    public void Clear()
    {
        lock (_state)
        {
            (_driftBeforeNm, _driftNmPerS) = (DriftedAt(clock.Now), (0, 0));
            (_scaleBefore, _scalePerS) = (ScaleGrownAt(clock.Now), 0);
            _scaleUntil = _driftUntil = _focusUntil = double.NegativeInfinity;
            _frames.Clear();
            _overshoots.Clear();
            _stalls.Clear();
            _refusedMoves = _refusedSets = 0;
            _batteryUntil = _powerUntil = _refreshHeldUntil = _emissionUntil = double.NegativeInfinity;
        }
    }

    private (double X, double Y) DriftedAt(double now)
    {
        double seconds = double.IsFinite(_driftBegan) ? Math.Max(0, Math.Min(now, _driftUntil) - _driftBegan) : 0;
        return (_driftBeforeNm.X + _driftNmPerS.X * seconds, _driftBeforeNm.Y + _driftNmPerS.Y * seconds);
    }

    private double ScaleGrownAt(double now) => _scaleBefore + (double.IsFinite(_scaleBegan) ? _scalePerS * Math.Max(0, Math.Min(now, _scaleUntil) - _scaleBegan) : 0);

    private bool Take(ref int count)
    {
        lock (_state)
        {
            if (count == 0) return false;
            count--;
            return true;
        }
    }
}
