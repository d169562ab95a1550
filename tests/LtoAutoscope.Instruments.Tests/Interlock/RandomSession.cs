using LtoAutoscope.Domain.Geometry;
using LtoAutoscope.Domain.Instruments;
using LtoAutoscope.Instruments.Composition;
using LtoAutoscope.Instruments.Interlock;

namespace LtoAutoscope.Instruments.Tests.Interlock;

/// <summary>A few random commands of several askers to one instrument behind the interlock, drawn from a seed; everything that reaches the instrument is held against the envelope.</summary>
internal sealed class RandomSession
{
    private static readonly double[] Hostile = [double.NaN, double.PositiveInfinity, double.NegativeInfinity, 1e300, -1e300, double.MaxValue, double.Epsilon, -0.0];
    private static readonly ReconnectSettings Reconnect = new();

    private readonly CheapRandom _random;
    private readonly SafetyEnvelope _envelope;
    private readonly EnvelopeWatch _watch;
    private readonly SimulatedMicroscope _inner;
    private readonly InterlockedMicroscope _microscope;
    private InstrumentLease? _held;
    private InstrumentLease? _stale;
    private IMicroscope _asker;
    private bool _stopped, _parking;

    public RandomSession(ulong seed, SafetyEnvelope envelope, StagePosition start)
    {
        (_random, _envelope, _watch) = (new CheapRandom(seed), envelope, new EnvelopeWatch(envelope));
        _inner = new SimulatedMicroscope(seed ^ 0xC0FFEE) { True = start, Told = Told, Passing = _watch.AssertPlace };
        var ability = new StopAbility(InterruptsMoves: !_random.OneIn(8), TimeSpan.Zero, true);
        _microscope = new InterlockedMicroscope(_inner, envelope, new ParkSettings(true, new StageTarget(0, 0, start.ZMm)), Reconnect, PatientTime.Instance, ability);
        _asker = _microscope;
        LongestStepMm = ability.InterruptsMoves ? envelope.MaximumStepMm : envelope.UninterruptibleStepMm;
    }

    /// <summary>How many moves the instrument was told.</summary>
    public int Moves { get; private set; }

    /// <summary>How many other commands that need leave the instrument was told.</summary>
    public int Others { get; private set; }

    /// <summary>How many commands were refused.</summary>
    public int Refused { get; private set; }

    private double LongestStepMm { get; }

    public async Task RunAsync(CancellationToken token)
    {
        int length = 1 + _random.Below(6);
        for (int i = 0; i < length; i++)
        {
            _asker = _random.Below(5) switch { 0 => _microscope, 1 => _stale?.Microscope ?? _microscope, _ => _held?.Microscope ?? _microscope };
            try
            {
                await GiveAsync(token);
            }
            catch (InstrumentFaultException fault) when (fault.Fault is Fault.InterlockRefused or Fault.StoppedByOperator)
            {
                Refused++;
                if (fault.Detail.Length == 0) Assert.Fail("A refusal without its rule.");
            }

            _parking = false;
            _watch.AssertPlace(_inner.True);
        }
    }

    private Task GiveAsync(CancellationToken token)
    {
        switch (_random.Below(40))
        {
            case < 6: return _asker.Stage.MoveAsync(new StageTarget(Near(_inner.True.XMm, 20), Near(_inner.True.YMm, 20)), token);
            case < 10: return _asker.Stage.MoveAsync(new StageTarget(ZMm: Near(_inner.True.ZMm, 6)), token);
            case < 13: return _asker.Stage.MoveAsync(new StageTarget(TiltDeg: Near(_inner.True.TiltDeg, 15)), token);
            case < 16: return _asker.Stage.MoveAsync(
                new StageTarget(Maybe(_inner.True.XMm, 15), Maybe(_inner.True.YMm, 15), Maybe(_inner.True.ZMm, 5), Maybe(_inner.True.RotationDeg, 20), Maybe(_inner.True.TiltDeg, 12)), token);
            case 16: return _asker.Column.SetBeamAsync(true, Near(10, 15), token);
            case 17: return _asker.Column.SetBlankAsync(_random.OneIn(3), token);
            case 18: return _asker.Column.SetWorkingDistanceMmAsync(Near(20, 60), token);
            case 19: return _asker.Column.SetFieldWidthUmAsync(Near(5, 10), token);
            case 20: return _asker.Column.SetStigmatorAsync(Near(0, 150), Near(0, 150), token);
            case 21 or 22: return _asker.Scanner.ScanFrameAsync(new ScanRequest(1, 1, 8, 1), null, token);
            case 23:
                _inner.Found = Near(20, 60);
                return _asker.Automatic!.AutoFocusAsync(0, token);
            case 24: return _asker.Automatic!.AutoStigmateAsync(0, token);
            case 25: return _asker.Detectors!.SetSignalAsync(0, Near(50, 80), Near(50, 80), token);
            case 26: return _asker.BeamShift!.SetAsync(Near(0, 5), Near(0, 5), token);
            case 27: return _asker.SpecimenCurrent!.SetAsync(_random.OneIn(3), token);
            case 28 or 29:
                _held ??= _microscope.Acquire("someone");
                return Task.CompletedTask;
            case 30:
                _held?.Dispose();
                (_stale, _held) = (_held ?? _stale, null);
                return Task.CompletedTask;
            case 31:
                _stopped = true;
                return _asker.StopAsync(token);
            case 32 or 33:
                _stopped = false;
                _microscope.ClearStop();
                return Task.CompletedTask;
            case 34:
                _parking = ReferenceEquals(_asker, _microscope) || !_stopped;
                return _asker.ParkAsync(token);
            case 35:
                _inner.Chamber = (VacuumState)(_random.OneIn(2) ? (int)VacuumState.Ready : _random.Below(6));
                return Task.CompletedTask;
            case 36:
                _inner.Motion = _random.OneIn(2) ? StageMotion.Idle : (StageMotion)_random.Below(3);
                return Task.CompletedTask;
            case 37:
                _inner.Link = _random.OneIn(2) ? ZLink.NotLinked : (ZLink)_random.Below(3);
                return Task.CompletedTask;
            case 38:
                _inner.Monitor = _random.OneIn(2) ? false : _random.OneIn(2) ? true : null;
                return Task.CompletedTask;
            default: return _asker.Stage.HaltAsync(token);
        }
    }

    /// <summary>A value about another, a limit, or one that nobody should ever send.</summary>
    private double Near(double value, double spread) => _random.Below(40) switch
    {
        0 => Hostile[_random.Below(Hostile.Length)],
        1 => _random.Between(-400, 400),
        2 => _envelope.Limits.X.High,
        3 => _envelope.Limits.Z.Low,
        _ => value + _random.Between(-spread, spread),
    };

    private double? Maybe(double value, double spread) => _random.OneIn(2) ? Near(value, spread) : null;

    private void Told(string what, StageTarget? target)
    {
        if (what is "halt" or "blank") return;
        if (_stopped && !_parking) Assert.Fail($"'{what}' reached the instrument after a stop.");
        if (!_parking && _held is { } held && !ReferenceEquals(_asker, held.Microscope)) Assert.Fail($"'{what}' reached the instrument while someone else held it.");
        if (ReferenceEquals(_asker, _stale?.Microscope) && !_parking && !ReferenceEquals(_stale, _held)) Assert.Fail($"'{what}' reached the instrument from a lease that was given back.");
        if (what is "beam on" or "unblank" or "scan" or "automatic" && _inner.Chamber != VacuumState.Ready) Assert.Fail($"'{what}' with the chamber {_inner.Chamber}.");
        if (what == "working distance" && !(_inner.WorkingDistance >= _envelope.MinimumWorkingDistanceMm && _inner.WorkingDistance <= _envelope.MaximumWorkingDistanceMm))
            Assert.Fail($"A working distance of {_inner.WorkingDistance} mm.");
        if (target is not { } wanted)
        {
            Others++;
            return;
        }

        Moves++;
        if (_inner.Motion != StageMotion.Idle) Assert.Fail($"A move while the stage is {_inner.Motion}.");
        if (_inner.Monitor != false) Assert.Fail("A move while the specimen current monitor may be on.");
        if ((wanted.ZMm ?? wanted.TiltDeg) is not null && _inner.Link == ZLink.Unknown) Assert.Fail("z or tilt without knowing what z counts from.");
        StagePosition from = _inner.True, to = wanted.From(from);
        double step = Math.Sqrt(Math.Pow(to.XMm - from.XMm, 2) + Math.Pow(to.YMm - from.YMm, 2) + Math.Pow(to.ZMm - from.ZMm, 2));
        if (!(step <= LongestStepMm + EnvelopeWatch.Margin)) Assert.Fail($"A step of {step} mm.");
    }
}
