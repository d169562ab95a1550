using LtoAutoscope.Twin.Motion;
using LtoAutoscope.Twin.Time;

namespace LtoAutoscope.Twin.Servers.Grbl;

/// <summary>
/// GRBL 1.1h with the twin's x, y and z as its axes: receive buffers, real-time bytes, lines, the state machine. It holds no thread: it goes on when
/// bytes come and when it is pumped, which somebody has to do as long as <see cref="IsActive"/>.
/// </summary>
/// <remarks>Thread safety: all members.</remarks>
internal sealed partial class GrblController
{
    private readonly Lock _gate = new();
    private readonly TwinClock _clock;
    private readonly StageModel _stage;
    private readonly GrblOptions _options;
    private readonly GrblSettings _settings;
    private readonly GrblMotion _motion;
    private readonly GrblInterpreter _interpreter;
    private readonly GrblReports _reports;
    private readonly List<GrblClient> _clients = [];
    private GrblState _state;
    private bool _holdComplete;
    private bool _jogCancelled;
    private bool _doorAfterJog;
    private bool _critical;
    private bool _reportAfterHoming;
    private int _spindleOverride = 100;

    public GrblController(StageModel stage, TwinClock clock, GrblOptions options)
    {
        (_stage, _clock, _options) = (stage, clock, options);
        _settings = new GrblSettings(stage.Options);
        _motion = new GrblMotion(stage, _settings);
        _interpreter = new GrblInterpreter(_motion, _settings);
        _reports = new GrblReports(_settings, _motion, _interpreter);
        _state = options.Homed ?? stage.IsCalibrated ? GrblState.Idle : GrblState.Alarm;
        _interpreter.Reset();
    }

    /// <summary>Its state now.</summary>
    public GrblState State
    {
        get
        {
            lock (_gate)
            {
                Advance();
                return _state;
            }
        }
    }

    /// <summary>Whether something goes on that needs <see cref="Pump"/>.</summary>
    public bool IsActive
    {
        get
        {
            lock (_gate) return _work is not null || !_motion.IsEmpty || _motion.IsMoving || _state is GrblState.Run or GrblState.Jog or GrblState.Home || IsStopping;
        }
    }

    private bool IsStopping => _jogCancelled || (_state is GrblState.Hold or GrblState.Door or GrblState.Sleep && !_holdComplete);

    /// <summary>Whether no line is read: held, asleep, slowing down after a jog cancel, or dead until a reset.</summary>
    private bool IsSuspended => _critical || _jogCancelled || _state is GrblState.Hold or GrblState.Door or GrblState.Sleep;

    /// <summary>A client comes: it is greeted, nothing is reset.</summary>
    public void Connect(GrblClient client)
    {
        lock (_gate)
        {
            _clients.Add(client);
            client.Send(GrblReports.Welcome);
            if (_state == GrblState.Alarm) client.Send(GrblReports.Message("'$H'|'$X' to unlock"));
        }
    }

    /// <summary>A client leaves; what it has set going goes on.</summary>
    public void Disconnect(GrblClient client)
    {
        lock (_gate) _clients.Remove(client);
    }

    /// <summary>Takes bytes: real-time ones at once, the others into the client's buffer.</summary>
    public void Receive(ReadOnlySpan<byte> bytes, GrblClient client)
    {
        lock (_gate)
        {
            foreach (byte value in bytes)
            {
                if (IsRealTime(value))
                {
                    Advance();
                    RealTime(value, client);
                    continue;
                }

                client.Put(value);
                if (value is (byte)'\n' or (byte)'\r') Go();
            }

            Go();
        }
    }

    /// <summary>Does what can be done now.</summary>
    public void Pump()
    {
        lock (_gate) Go();
    }

    private void Go()
    {
        Advance();
        while (!IsSuspended)
        {
            if (_work is not null)
            {
                if (!Work()) break;
                continue;
            }

            if (!ReadLine()) break;
        }
    }

    /// <summary>Follows what the stage has done meanwhile.</summary>
    private void Advance()
    {
        bool ended = _motion.Advance();
        switch (_state)
        {
            case GrblState.Run or GrblState.Jog when _jogCancelled:
                if (!_motion.IsMoving) EndJogCancel();
                break;
            case GrblState.Run or GrblState.Jog:
                while (ended)
                {
                    if (_settings.HasHardLimits && Enumerable.Range(0, 3).Any(_motion.IsAtLimit))
                    {
                        HardLimit();
                        return;
                    }

                    _motion.Start();
                    ended = _motion.Advance();
                }

                if (_motion.IsEmpty) _state = GrblState.Idle;
                else _motion.Start();
                break;
            case GrblState.Hold or GrblState.Door or GrblState.Sleep when !_holdComplete && !_motion.IsMoving:
                _holdComplete = true;
                if (_state == GrblState.Sleep) Push(GrblReports.Message("Sleeping"));
                if (_work is not null && _work.Steps.Peek() is GrblStep.SoftLimit) SoftLimit();
                break;
        }
    }

    private void EndJogCancel()
    {
        _motion.Flush();
        _interpreter.Synchronise();
        _jogCancelled = false;
        _state = _doorAfterJog ? GrblState.Door : GrblState.Idle;
        _holdComplete = _doorAfterJog;
        _doorAfterJog = false;
    }

    private void HardLimit()
    {
        _motion.Kill();
        Alarm(1, true);
    }

    private void Alarm(int number, bool critical)
    {
        _state = GrblState.Alarm;
        Push($"ALARM:{number}\r\n");
        _critical = critical;
        if (critical) Push(GrblReports.Message("Reset to continue"));
    }

    private void Push(string text)
    {
        foreach (GrblClient client in _clients) client.Send(text);
    }
}
