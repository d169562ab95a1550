namespace LtoAutoscope.Twin.Servers.Grbl;

/// <summary>Lines, and the work of one that is not answered yet.</summary>
internal sealed partial class GrblController
{
    private PendingLine? _work;
    private GrblHoming? _homing;
    private double? _dwellEnds;
    private bool _paused;

    /// <summary>Executes one line, if a client has sent one.</summary>
    private bool ReadLine()
    {
        foreach (GrblClient client in _clients)
        {
            if (client.NextLine() is not { } next) continue;
            if (next.Overflow) client.Send(GrblReports.Answer(GrblStatus.LineOverflow));
            else if (next.Line.Length == 0) client.Send(GrblReports.Answer(GrblStatus.Ok));
            else if (next.Line[0] == '$') SystemLine(next.Line, client);
            else if (_state is GrblState.Alarm or GrblState.Jog) client.Send(GrblReports.Answer(GrblStatus.Locked));
            else Code(next.Line, false, client);

            // Another client's line may be next: the list may also have changed.
            return true;
        }

        return false;
    }

    private void Code(string line, bool isJog, GrblClient client)
    {
        double[] zero = _interpreter.WorkZero;
        (int status, IReadOnlyList<GrblStep> steps) = _interpreter.Execute(line, isJog);
        if (!zero.SequenceEqual(_interpreter.WorkZero)) _reports.TellOffset();
        if (status == GrblStatus.Ok) Begin(steps, client);
        else client.Send(GrblReports.Answer(status));
    }

    private void Begin(IEnumerable<GrblStep> steps, GrblClient client)
    {
        _work = new PendingLine(client, new Queue<GrblStep>(steps));
        Work();
    }

    /// <summary>Goes on with the line under work; false as long as it has to wait.</summary>
    private bool Work()
    {
        while (_work!.Steps.TryPeek(out GrblStep? step))
        {
            if (!Do(step)) return false;
            if (_work is null) return true;
            _work.Steps.Dequeue();
        }

        _work.Client?.Send(GrblReports.Answer(GrblStatus.Ok));
        _work = null;
        return true;
    }

    private bool Do(GrblStep step) => step switch
    {
        GrblStep.Move move => Move(move),
        GrblStep.Dwell dwell => Dwell(dwell.Seconds),
        GrblStep.Pause => Pause(),
        GrblStep.End => End(),
        GrblStep.Home => Home(),
        _ => SoftLimit(),
    };

    private bool Move(GrblStep.Move move)
    {
        if (!move.IsJog && _settings.HasSoftLimits && !_motion.IsWithinTravel(move.Block.Target))
        {
            if (_state == GrblState.Run) Hold();
            _work = _work! with { Steps = new Queue<GrblStep>([new GrblStep.SoftLimit()]) };
            return SoftLimit();
        }

        if (_state == GrblState.Check) return true;
        if (_motion.Free == 0) return false;
        _motion.Add(move.Block);
        if (_state == GrblState.Idle) _state = move.IsJog ? GrblState.Jog : GrblState.Run;
        _motion.Start();
        Advance();
        return true;
    }

    private bool SoftLimit()
    {
        if (_motion.IsMoving) return false;
        _motion.Flush();
        _interpreter.Synchronise();
        Alarm(2, true);
        return false;
    }

    private bool Dwell(double seconds)
    {
        if (_state == GrblState.Check) return true;
        if (!_motion.IsEmpty) return false;
        _dwellEnds ??= _clock.Now + seconds;
        if (_clock.Now < _dwellEnds) return false;
        _dwellEnds = null;
        return true;
    }

    private bool Pause()
    {
        if (_state == GrblState.Check) return true;
        if (!_motion.IsEmpty) return false;
        if (!_paused)
        {
            (_paused, _state, _holdComplete) = (true, GrblState.Hold, true);
            return false;
        }

        _paused = false;
        return true;
    }

    private bool End()
    {
        if (!_motion.IsEmpty) return false;
        (_motion.Override, _spindleOverride) = ((100, 100), 100);
        Push(GrblReports.Message("Pgm End"));
        return true;
    }

    private bool Home()
    {
        _homing ??= new GrblHoming(_motion, _settings, _stage.Options);
        _state = GrblState.Home;
        bool done = _homing.Advance();
        if (_homing.HasFailed)
        {
            Fail(9);
            return true;
        }

        if (!done) return false;
        _homing = null;
        _stage.IsCalibrated = true;
        _interpreter.Synchronise();
        _state = GrblState.Idle;
        if (_reportAfterHoming && _work?.Client is { } client) Report(client);
        _reportAfterHoming = false;
        RunStartupLines();
        return true;
    }

    private sealed record PendingLine(GrblClient? Client, Queue<GrblStep> Steps);
}
