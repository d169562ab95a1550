namespace LtoAutoscope.Twin.Servers.Gcs;

/// <summary>The commands that a controller obeys. None of them answers; what is wrong is latched.</summary>
internal sealed class GcsActions(GcsController controller)
{
    private const double FarthestMm = 1e6;

    public IEnumerable<GcsCommand> All =>
    [
        Do("SVO", "{<AxisID> <ServoState>} set servo mode", words => Set(words, Flag, (axis, on) => axis.SetServo(on))),
        Do("RON", "{<AxisID> <ReferenceOn>} set reference mode", words => Set(words, Flag, (axis, on) => axis.ReferenceMode = on)),
        Do("FRF", "[{<AxisID>}] fast reference move to reference switch", words => Seek(words, axis => axis.Reference)),
        Do("FNL", "[{<AxisID>}] fast reference move to negative limit", words => Seek(words, axis => axis.Low)),
        Do("FPL", "[{<AxisID>}] fast reference move to positive limit", words => Seek(words, axis => axis.High)),
        Do("MOV", "{<AxisID> <Position>} set target position", words => Move(words, false, (_, value) => value)),
        Do("MVR", "{<AxisID> <Distance>} set target relative to current target", words => Move(words, true, (axis, value) => axis.Target + value)),
        Do("GOH", "[{<AxisID>}] go to home position", GoHome),
        Do("POS", "{<AxisID> <Position>} set real position", Declare),
        Do("VEL", "{<AxisID> <Velocity>} set closed-loop velocity", words => Set(words, GcsParameters.Value, SetVelocity)),
        Do("ACC", "{<AxisID> <Acceleration>} set closed-loop acceleration", words => Set(words, GcsParameters.Value, (axis, value) => axis.Acceleration = Allowed(axis, value))),
        Do("DEC", "{<AxisID> <Deceleration>} set closed-loop deceleration", words => Set(words, GcsParameters.Value, (axis, value) => axis.Deceleration = Allowed(axis, value))),
        Do("SPA", "{<ItemID> <PamID> <PamValue>} set volatile memory parameters", SetParameters),
        Do("HLT", "[{<AxisID>}] halt motion smoothly", Halt, true),
        Do("STP", "stop all axes abruptly", _ => controller.Stop(), true),
        Do("RBT", "reboot system", _ => controller.Reboot(), true),
    ];

    private static GcsCommand Do(string word, string help, Action<string[]> action, bool whileLatched = false) => new(word, help, words =>
    {
        action(words);
        return null;
    }, whileLatched);

    private static bool Flag(string text) => text switch
    {
        "0" => false,
        "1" => true,
        _ => throw new GcsRefusal(GcsError.Range),
    };

    private static double Allowed(GcsAxis axis, double value)
        => value >= axis.Limits.Acceleration * GcsParameters.Least && value <= axis.Limits.Acceleration ? value : throw new GcsRefusal(GcsError.Range);

    private static void SetVelocity(GcsAxis axis, double value)
        => axis.Velocity = value >= axis.Limits.Speed * GcsParameters.Least && value <= axis.Limits.Speed ? value : throw new GcsRefusal(GcsError.VelocityLimit);

    /// <summary>Reads every pair before the first one takes effect: a line is obeyed whole or not at all, but for a figure out of its range.</summary>
    private (GcsAxis Axis, T Value)[] Pairs<T>(string[] words, Func<string, T> read)
    {
        if (words.Length == 0 || words.Length % 2 != 0) throw new GcsRefusal(GcsError.Count);
        return [.. words.Chunk(2).Select(pair => (controller.Named([pair[0]])[0], read(pair[1])))];
    }

    private void Set<T>(string[] words, Func<string, T> read, Action<GcsAxis, T> set)
    {
        foreach ((GcsAxis axis, T value) in Pairs(words, read)) set(axis, value);
    }

    private void Move(string[] words, bool isRelative, Func<GcsAxis, double, double> target)
        => GoTo([.. Pairs(words, GcsParameters.Value).Select(pair => (pair.Axis, target(pair.Axis, pair.Value)))], isRelative);

    private void GoHome(string[] words) => GoTo([.. controller.Named(words).Select(axis => (axis, Math.Clamp(0, axis.Low, axis.High)))], false);

    /// <summary>Relative moves do without a reference where the reference mode is off; odemis counts on it.</summary>
    private void GoTo((GcsAxis Axis, double Target)[] moves, bool isRelative)
    {
        if (moves.Any(move => !move.Axis.Servo || !(move.Axis.Referenced || (isRelative && !move.Axis.ReferenceMode)))) throw new GcsRefusal(GcsError.Unreferenced);
        if (moves.Any(move => move.Target < move.Axis.Low || move.Target > move.Axis.High)) throw new GcsRefusal(GcsError.PositionLimit);
        controller.Stage.Drive([.. moves.Select(move => move.Axis.GoTo(move.Target))]);
    }

    private void Seek(string[] words, Func<GcsAxis, double> place)
    {
        IReadOnlyList<GcsAxis> axes = controller.Named(words);
        if (axes.Any(axis => !axis.ReferenceMode || (controller.Options.ReferenceNeedsServo && !axis.Servo))) throw new GcsRefusal(GcsError.Unreferenced);
        controller.Stage.Drive([.. axes.Select(axis => axis.Seek(place(axis)))]);
    }

    private void Declare(string[] words)
    {
        (GcsAxis Axis, double Value)[] pairs = Pairs(words, GcsParameters.Value);
        if (pairs.Any(pair => pair.Axis.ReferenceMode || pair.Axis.IsMoving)) throw new GcsRefusal(GcsError.Unreferenced);
        if (pairs.Any(pair => Math.Abs(pair.Value) > FarthestMm)) throw new GcsRefusal(GcsError.Range);
        foreach ((GcsAxis axis, double value) in pairs) axis.Declare(value);
    }

    private void SetParameters(string[] words)
    {
        if (words.Length == 0 || words.Length % 3 != 0) throw new GcsRefusal(GcsError.Count);
        foreach (string[] three in words.Chunk(3)) GcsParameters.Write(controller.Named([three[0]])[0], GcsParameters.Number(three[1]), three[2]);
    }

    private void Halt(string[] words)
    {
        foreach (GcsAxis axis in controller.Named(words)) axis.Halt(axis.Deceleration);
        throw new GcsRefusal(GcsError.Stopped);
    }
}
