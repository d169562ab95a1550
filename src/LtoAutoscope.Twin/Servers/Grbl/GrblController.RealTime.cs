namespace LtoAutoscope.Twin.Servers.Grbl;

/// <summary>The bytes that never wait in a buffer.</summary>
internal sealed partial class GrblController
{
    private const byte SoftReset = 0x18;
    private const byte FirstExtended = 0x80;

    private static bool IsRealTime(byte value) => value is SoftReset or (byte)'?' or (byte)'!' or (byte)'~' or >= FirstExtended;

    private void RealTime(byte value, GrblClient client)
    {
        if (_critical && value != SoftReset) return;
        switch (value)
        {
            case SoftReset: Reset(); break;
            case (byte)'?': Report(client); break;
            case (byte)'!': Hold(); break;
            case (byte)'~': Resume(); break;
            case 0x84: Door(); break;
            case 0x85 when _state == GrblState.Jog && !_jogCancelled: CancelJog(); break;
            case >= 0x90 and <= 0x97 or >= 0x99 and <= 0x9D: Override(value); break;
        }

        // Any other byte above 0x7F is thrown away.
        Go();
    }

    private void Report(GrblClient client)
    {
        if (_state == GrblState.Home && !_options.AnswersWhileHoming)
        {
            _reportAfterHoming = true;
            return;
        }

        string state = _state switch
        {
            GrblState.Hold => _holdComplete ? "Hold:0" : "Hold:1",
            GrblState.Door => _holdComplete ? "Door:0" : "Door:2",
            _ => _state.ToString(),
        };
        bool isBusy = _state is GrblState.Run or GrblState.Jog or GrblState.Hold or GrblState.Home or GrblState.Door;
        client.Send(_reports.Status(state, isBusy, client.Room, _spindleOverride));
    }

    private void Hold()
    {
        switch (_state)
        {
            case GrblState.Idle: (_state, _holdComplete) = (GrblState.Hold, true); break;
            case GrblState.Run:
                (_state, _holdComplete) = (GrblState.Hold, false);
                _motion.Hold();
                break;
            case GrblState.Jog when !_jogCancelled: CancelJog(); break;
        }
    }

    private void CancelJog()
    {
        _jogCancelled = true;
        _motion.Hold();
    }

    private void Resume()
    {
        if (_state is not (GrblState.Hold or GrblState.Door) || !_holdComplete) return;
        _holdComplete = false;
        _state = _motion.IsEmpty ? GrblState.Idle : GrblState.Run;
        _motion.Start();
    }

    private void Door()
    {
        if (_state is GrblState.Alarm or GrblState.Check or GrblState.Sleep) return;
        if (_state == GrblState.Home)
        {
            Fail(7);
            return;
        }

        Push(GrblReports.Message("Check Door"));
        if (_state == GrblState.Jog)
        {
            _doorAfterJog = true;
            if (!_jogCancelled) CancelJog();
            return;
        }

        bool wasStill = _state == GrblState.Idle || (_state is GrblState.Hold or GrblState.Door && _holdComplete);
        if (_state == GrblState.Run) _motion.Hold();
        (_state, _holdComplete) = (GrblState.Door, wasStill);
    }

    private void Sleep()
    {
        if (_state == GrblState.Run) _motion.Hold();
        (_state, _holdComplete) = (GrblState.Sleep, false);
    }

    private void Override(byte value)
    {
        (int feed, int rapid) = _motion.Override;
        int spindle = _spindleOverride;
        feed = value switch { 0x90 => 100, 0x91 => feed + 10, 0x92 => feed - 10, 0x93 => feed + 1, 0x94 => feed - 1, _ => feed };
        rapid = value switch { 0x95 => 100, 0x96 => 50, 0x97 => 25, _ => rapid };
        spindle = value switch { 0x99 => 100, 0x9A => spindle + 10, 0x9B => spindle - 10, 0x9C => spindle + 1, 0x9D => spindle - 1, _ => spindle };
        (int Feed, int Rapid) wanted = (Math.Clamp(feed, 10, 200), rapid);
        spindle = Math.Clamp(spindle, 10, 200);
        if (wanted == _motion.Override && spindle == _spindleOverride) return;
        (_motion.Override, _spindleOverride) = (wanted, spindle);
        _reports.TellOverrides();
    }

    /// <summary>0x18: in motion the steps are cut off and the position is lost (ALARM:3, when homing ALARM:6); at rest or held it is kept.</summary>
    private void Reset()
    {
        if (_state == GrblState.Home) Cut(6);
        else if (_state is GrblState.Run or GrblState.Jog || IsStopping) Cut(3);
        Restart();
    }

    private void Fail(int alarm)
    {
        Cut(alarm);
        Restart();
    }

    private void Cut(int alarm)
    {
        _motion.Kill();
        Alarm(alarm, false);
    }

    private void Restart()
    {
        // The line under work gets its answer, those in the buffers do not.
        _work?.Client?.Send(GrblReports.Answer(GrblStatus.Ok));
        _work = null;
        (_homing, _dwellEnds, _paused) = (null, null, false);
        foreach (GrblClient client in _clients) client.Clear();
        _motion.Flush();
        (_critical, _jogCancelled, _doorAfterJog, _holdComplete, _reportAfterHoming) = (false, false, false, false, false);
        (_motion.Override, _spindleOverride) = ((100, 100), 100);
        _interpreter.Reset();
        _reports.TellOffset();
        _reports.TellOverrides();
        Push(GrblReports.Welcome);
        if (_state is GrblState.Alarm or GrblState.Sleep)
        {
            Push(GrblReports.Message("'$H'|'$X' to unlock"));
            _state = GrblState.Alarm;
            return;
        }

        _state = GrblState.Idle;
        RunStartupLines();
    }
}
