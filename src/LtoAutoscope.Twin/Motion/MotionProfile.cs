namespace LtoAutoscope.Twin.Motion;

/// <summary>A way along one axis in pieces of constant acceleration.</summary>
public sealed class MotionProfile
{
    private readonly List<Piece> _pieces = [];

    private MotionProfile(double startTime) => EndTime = startTime;

    /// <summary>When it comes to rest, s; infinite for a jog.</summary>
    public double EndTime { get; private set; }

    /// <summary>Rest at a place.</summary>
    public static MotionProfile Rest(double position) => new MotionProfile(double.NegativeInfinity).At(position);

    /// <summary>From rest to rest with limited speed and acceleration: a trapezoid of speed, or a triangle on a short way.</summary>
    /// <param name="time">Start, s.</param>
    /// <param name="from">Start, mm or degrees.</param>
    /// <param name="to">End.</param>
    /// <param name="speed">Highest speed, units per second, &gt; 0.</param>
    /// <param name="acceleration">Units per second squared, &gt; 0.</param>
    public static MotionProfile Move(double time, double from, double to, double speed, double acceleration)
    {
        double distance = Math.Abs(to - from), sign = Math.Sign(to - from);
        double ramp = Math.Min(speed / acceleration, Math.Sqrt(distance / acceleration));
        double peak = ramp * acceleration;
        double cruise = peak > 0 ? Math.Max(0, distance / peak - ramp) : 0;
        var profile = new MotionProfile(time);
        profile.Add(from, 0, sign * acceleration, ramp);
        profile.Add(profile.EndPosition, sign * peak, 0, cruise);
        profile.Add(profile.EndPosition, sign * peak, -sign * acceleration, ramp);
        return profile.At(to);
    }

    /// <summary>From a speed to rest, as fast as the acceleration allows.</summary>
    public static MotionProfile Brake(double time, double from, double velocity, double acceleration)
    {
        var profile = new MotionProfile(time);
        profile.Add(from, velocity, -Math.Sign(velocity) * acceleration, Math.Abs(velocity) / acceleration);
        return profile.At(profile.EndPosition);
    }

    /// <summary>The same way, and from where it ends on to another place, rest to rest.</summary>
    public MotionProfile Then(double to, double speed, double acceleration)
    {
        double start = double.IsFinite(EndTime) ? EndTime : throw new InvalidOperationException("A way that never began has no end to go on from.");
        MotionProfile next = Move(start, EndPosition, to, speed, acceleration), whole = new(_pieces[0].Start);
        whole._pieces.AddRange(_pieces.Where(piece => double.IsFinite(piece.Duration)));
        whole._pieces.AddRange(next._pieces);
        whole.EndTime = next.EndTime;
        return whole;
    }

    /// <summary>The same way up to a time, and then rest at once, as against an obstacle.</summary>
    public MotionProfile CutAt(double time)
    {
        if (time >= EndTime) return this;
        double end = Position(time);
        MotionProfile cut = new(_pieces[0].Start);
        foreach (Piece piece in _pieces.Where(piece => piece.Start < time)) cut._pieces.Add(piece with { Duration = Math.Min(piece.Duration, time - piece.Start) });
        cut.EndTime = time;
        return cut.At(end);
    }

    /// <summary>The smallest and the largest position from a time on.</summary>
    public (double Low, double High) RangeFrom(double time)
    {
        double first = Position(time), low = first, high = first;
        foreach (Piece piece in _pieces)
        {
            if (double.IsFinite(piece.Duration) && piece.Start + piece.Duration < time) continue;
            Take(piece.Start + (double.IsFinite(piece.Duration) ? piece.Duration : 0));
            if (piece.Acceleration != 0) Take(piece.Start + Math.Clamp(-piece.Velocity / piece.Acceleration, 0, piece.Duration));
        }

        return (low, high);

        void Take(double at)
        {
            double position = Position(Math.Max(time, at));
            (low, high) = (Math.Min(low, position), Math.Max(high, position));
        }
    }

    /// <summary>Position at a time.</summary>
    public double Position(double time)
    {
        Piece piece = Find(time);
        double dt = Span(piece, time);
        return piece.Position + piece.Velocity * dt + piece.Acceleration * dt * dt / 2;
    }

    /// <summary>Velocity at a time.</summary>
    public double Velocity(double time)
    {
        Piece piece = Find(time);
        return piece.Velocity + piece.Acceleration * Span(piece, time);
    }

    private double EndPosition => _pieces[^1] is var last && double.IsFinite(last.Duration)
        ? last.Position + last.Velocity * last.Duration + last.Acceleration * last.Duration * last.Duration / 2
        : _pieces[^1].Position;

    private static double Span(Piece piece, double time) => double.IsFinite(piece.Start) ? Math.Clamp(time - piece.Start, 0, piece.Duration) : 0;

    private MotionProfile At(double position)
    {
        _pieces.Add(new Piece(EndTime, position, 0, 0, double.PositiveInfinity));
        return this;
    }

    private void Add(double position, double velocity, double acceleration, double duration)
    {
        _pieces.Add(new Piece(EndTime, position, velocity, acceleration, duration));
        EndTime += duration;
    }

    private Piece Find(double time)
    {
        for (int i = _pieces.Count - 1; i > 0; i--)
            if (time >= _pieces[i].Start) return _pieces[i];
        return _pieces[0];
    }

    private readonly record struct Piece(double Start, double Position, double Velocity, double Acceleration, double Duration);
}
