using System.Globalization;
using LtoAutoscope.Twin.Motion;

namespace LtoAutoscope.Twin.Servers.Gcs;

/// <summary>
/// A PI controller with the twin's x, y and z as its axes 1, 2 and 3 (mm): its state, its latched error, its address in a daisy chain. It holds no
/// connection; <see cref="GcsSession"/> cuts bytes into what it is asked.
/// </summary>
/// <remarks>Thread safety: all members.</remarks>
internal sealed class GcsController
{
    private const int Broadcast = 255;
    private readonly Lock _state = new();
    private readonly StageModel _stage;
    private readonly GcsOptions _options;
    private readonly TimeProvider _time;
    private readonly GcsAxis[] _axes;
    private readonly Dictionary<string, GcsCommand> _commands;
    private int _error;
    private long _rebootBegan;
    private bool _rebooting;

    public GcsController(StageModel stage, GcsOptions options, TimeProvider time)
    {
        (_stage, _options, _time) = (stage, options, time);
        _axes = [.. Enumerable.Range(0, 3).Select(i => new GcsAxis((i + 1).ToString(CultureInfo.InvariantCulture), i, stage))];
        bool referenced = options.Referenced ?? stage.IsCalibrated;
        foreach (GcsAxis axis in _axes) axis.Begin(options.Servo ?? referenced, referenced);
        GcsCommand[] all = [.. new GcsQueries(this).All, .. new GcsActions(this).All];
        _commands = all.ToDictionary(command => command.Word, StringComparer.OrdinalIgnoreCase);
    }

    public GcsOptions Options => _options;

    public StageModel Stage => _stage;

    public IReadOnlyList<GcsAxis> Axes => _axes;

    public IEnumerable<GcsCommand> Commands => _commands.Values;

    /// <summary>Whether it reboots; what is sent meanwhile is lost.</summary>
    public bool IsDeaf
    {
        get
        {
            lock (_state)
            {
                if (_rebooting && _time.GetElapsedTime(_rebootBegan).TotalSeconds >= _options.RebootSeconds) _rebooting = false;
                return _rebooting;
            }
        }
    }

    /// <summary>Obeys one line without its end; the answer with its line ends, empty for none.</summary>
    public string Line(string line, bool tooLong)
    {
        lock (_state)
        {
            GcsAddress address = GcsAddress.Parse(line);
            string[] words = address.Rest.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
            if (!IsForMe(address) || words.Length == 0) return "";
            Advance();
            try
            {
                if (!_commands.TryGetValue(words[0], out GcsCommand? command))
                {
                    if (_error == GcsError.None) throw new GcsRefusal(GcsError.UnknownCommand);
                    return "";
                }

                if (_error != GcsError.None && !command.WhileLatched) return "";
                if (tooLong) throw new GcsRefusal(GcsError.TooLong);
                return Format(address, command.Run(words[1..]));
            }
            catch (GcsRefusal refusal)
            {
                _error = refusal.Number;
                return "";
            }
        }
    }

    /// <summary>Obeys a single byte, which never waits for a line end; the answer, empty for none.</summary>
    /// <param name="code">The byte.</param>
    /// <param name="before">What came before it on its line: an address, or nothing.</param>
    public string Single(byte code, string before)
    {
        lock (_state)
        {
            GcsAddress address = GcsAddress.Parse(before);
            if (!IsForMe(address)) return "";
            Advance();
            IReadOnlyList<string>? answer = code switch
            {
                3 => [.. _axes.Select(axis => $"{axis.Name}={Number(axis.Position)}")],
                4 => [$"0x{_axes.Aggregate(0UL, (bits, axis) => bits | ((ulong)StatusRegister(axis) << (16 * axis.Index))):X}"],
                5 => [Mask(axis => axis.IsMoving)],
                6 => [Mask(axis => axis.IsMoving)],
                7 => [_axes.Any(axis => axis.Referencing) ? "\xB0" : "\xB1"],
                8 => ["0"],
                _ => null,
            };
            if (code is 24 or 27) Stop();
            return Format(address, answer);
        }
    }

    /// <summary>Reads the error and clears it.</summary>
    public int TakeError()
    {
        int error = _error;
        _error = GcsError.None;
        return error;
    }

    /// <summary>Stops every axis as fast as it can; latches error 10 whether or not something moved.</summary>
    public void Stop()
    {
        foreach (GcsAxis axis in _axes) axis.Halt(axis.Limits.Acceleration);
        _error = GcsError.Stopped;
    }

    /// <summary>Drops everything that is not in its permanent memory: servos off, no reference, deaf for a while.</summary>
    public void Reboot()
    {
        foreach (GcsAxis axis in _axes)
        {
            axis.Halt(axis.Limits.Acceleration);
            axis.Begin(false, false);
        }

        (_error, _rebootBegan, _rebooting) = (GcsError.None, _time.GetTimestamp(), _options.RebootSeconds > 0);
    }

    /// <summary>The axes named, all of them when none is.</summary>
    /// <exception cref="GcsRefusal">One is not known.</exception>
    public IReadOnlyList<GcsAxis> Named(IReadOnlyList<string> names)
        => names.Count == 0 ? _axes : [.. names.Select(name => _axes.FirstOrDefault(axis => axis.Name == name) ?? throw new GcsRefusal(GcsError.Axis))];

    /// <summary>A number as GCS writes it.</summary>
    public static string Number(double value) => value.ToString("F6", CultureInfo.InvariantCulture);

    /// <summary>The status register of an axis: limits, error, servo, motion, referencing, on target.</summary>
    public int StatusRegister(GcsAxis axis)
    {
        double place = axis.Position;
        return Bit(0, place <= axis.Low) | Bit(1, place >= axis.Reference) | Bit(2, place >= axis.High) | Bit(8, _error != GcsError.None)
            | Bit(12, axis.Servo) | Bit(13, axis.IsMoving) | Bit(14, axis.Referencing) | Bit(15, axis.IsOnTarget);
    }

    private static int Bit(int bit, bool set) => set ? 1 << bit : 0;

    private static string Format(GcsAddress address, IReadOnlyList<string>? lines)
    {
        if (lines is null || address.Number == Broadcast) return "";
        string prefix = address.Number is { } number ? $"0 {number} " : "";
        return $"{prefix}{string.Join(" \n", lines)}\n";
    }

    private bool IsForMe(GcsAddress address) => (address.Number ?? 1) is var number && (number == _options.Address || number == Broadcast);

    private void Advance()
    {
        bool before = _axes.All(axis => axis.Referenced);
        foreach (GcsAxis axis in _axes) axis.Advance();
        if (!before && _axes.All(axis => axis.Referenced)) _stage.IsCalibrated = true;
    }

    private string Mask(Func<GcsAxis, bool> which) => _axes.Sum(axis => which(axis) ? 1 << axis.Index : 0).ToString("X", CultureInfo.InvariantCulture);
}
