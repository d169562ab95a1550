namespace LtoAutoscope.Twin.Servers.Grbl;

/// <summary>
/// G-code as GRBL takes it, for a stage: G0, G1, G4, G10, G20, G21, G28, G30, G43.1, G49, G53…G59, G80, G90…G94, F, and the words without an effect on
/// motion. Arcs and probing are error 20. A line is executed whole or not at all. Guarded by the controller's lock.
/// </summary>
internal sealed class GrblInterpreter(GrblMotion motion, GrblSettings settings)
{
    private const double MmPerInch = 25.4;
    private const int LargestLineNumber = 10_000_000;
    private const double Farthest = 1e7;
    private double[] _position = new double[3];

    public GrblModes Modes { get; private set; } = new();

    /// <summary>G54…G59, then the places of G28 and G30: machine positions, mm.</summary>
    public double[][] Stored { get; } = [.. Enumerable.Range(0, 8).Select(_ => new double[3])];

    public double[] Offset { get; } = new double[3];

    public double ToolOffset { get; private set; }

    /// <summary>Machine position of the work coordinates' zero.</summary>
    public double[] WorkZero => [.. Enumerable.Range(0, 3).Select(Zero)];

    /// <summary>As after a reset: modes, offsets of G92 and the tool are gone, what is in permanent memory stays.</summary>
    public void Reset()
    {
        (Modes, ToolOffset) = (new GrblModes(), 0);
        Array.Clear(Offset);
        Synchronise();
    }

    /// <summary>As <c>$RST</c> has it.</summary>
    public void Forget()
    {
        foreach (double[] place in Stored) Array.Clear(place);
    }

    /// <summary>Takes the position from the step counters.</summary>
    public void Synchronise() => _position = motion.Position;

    /// <summary>Executes a line; a status number and the work that it leaves.</summary>
    /// <param name="line">In capitals without blanks; what follows <c>$J=</c> for a jog.</param>
    /// <param name="isJog">Whether it is a jog: its own feed is needed and no mode changes.</param>
    public (int Status, IReadOnlyList<GrblStep> Steps) Execute(string line, bool isJog)
    {
        GrblModes start = Modes with { Program = -1 };
        int status = GrblWords.Parse(line, isJog ? start with { Motion = 1, FeedMode = 94 } : start, out GrblWords words);
        if (status != GrblStatus.Ok) return (status, []);
        double scale = words.Modes.Units == 20 ? MmPerInch : 1;
        status = Check(words, isJog, scale, out double feed);
        if (status != GrblStatus.Ok) return (status, []);
        if (!isJog) return (GrblStatus.Ok, Apply(words, feed, scale));
        if (!words.IsJogOnly) return (GrblStatus.InvalidJog, []);
        double[] target = Target(words, scale);
        if (settings.HasSoftLimits && !motion.IsWithinTravel(target)) return (GrblStatus.TravelExceeded, []);
        _position = target;
        return (GrblStatus.Ok, [new GrblStep.Move(new GrblMove(target, feed), true)]);
    }

    private static double[] Copy(double[] place) => [.. place];

    private double Zero(int axis) => Stored[Modes.Coordinates - 54][axis] + Offset[axis] + (axis == 2 ? ToolOffset : 0);

    private int Check(GrblWords words, bool isJog, double scale, out double feed)
    {
        GrblModes modes = words.Modes;
        bool moves = words.Axes == GrblWords.AxisUse.Motion;
        feed = words.Has('F') ? words['F'] * (modes.FeedMode == 94 ? scale : 1) : modes.FeedMode == 94 && Modes.FeedMode == 94 ? Modes.Feed : 0;
        if (words.Has('N') && words['N'] > LargestLineNumber) return GrblStatus.LineNumber;
        if (isJog && !words.Has('F')) return GrblStatus.FeedUndefined;
        if (modes.FeedMode == 93 && moves && modes.Motion == 1 && !words.Has('F')) return GrblStatus.FeedUndefined;
        HashSet<char> unused = words.Letters;
        unused.ExceptWith(isJog ? "NF" : "NFST");
        if (words.NonModal == 40)
        {
            if (!unused.Remove('P')) return GrblStatus.ValueMissing;
        }

        if (words.ToolOffset == true && (!words.Has('Z') || words.Has('X') || words.Has('Y'))) return GrblStatus.ToolOffsetAxis;
        if (words.NonModal is 100 or 920 && !words.HasAxis) return GrblStatus.NoAxisWords;
        if (words.NonModal == 100)
        {
            if (!words.Has('P') || !words.Has('L')) return GrblStatus.ValueMissing;
            if (words['P'] >= 7) return GrblStatus.CoordinateSystem;
            if (Math.Truncate(words['L']) is not (2 or 20) || (Math.Truncate(words['L']) == 2 && words.Has('R'))) return GrblStatus.Unsupported;
            unused.ExceptWith("PL");
        }

        if (words.NonModal == 530 && modes.Motion is not (0 or 1)) return GrblStatus.AbsoluteNeedsMotion;
        if (modes.Motion == 80)
        {
            if (words.HasAxis) return GrblStatus.AxisWordsExist;
        }
        else if (moves && modes.Motion == 1 && feed == 0)
        {
            return GrblStatus.FeedUndefined;
        }

        if (words.Axes != GrblWords.AxisUse.None) unused.ExceptWith("XYZ");
        return unused.Count > 0 ? GrblStatus.UnusedWords : GrblStatus.Ok;
    }

    private List<GrblStep> Apply(GrblWords words, double feed, double scale)
    {
        var steps = new List<GrblStep>();
        if (words.NonModal == 40) steps.Add(new GrblStep.Dwell(words['P']));
        Modes = words.Modes with
        {
            Feed = words.Modes.FeedMode == 93 ? 0 : feed,
            Speed = words.Has('S') ? words['S'] : Modes.Speed,
            Tool = words.Has('T') ? (int)words['T'] : Modes.Tool,
            Program = -1,
        };
        if (words.ToolOffset is { } sets) ToolOffset = sets ? words['Z'] * scale : 0;
        switch (words.NonModal)
        {
            case 100: Store(words, scale); break;
            case 280 or 300: GoToStored(words, Stored[words.NonModal == 280 ? 6 : 7], scale, steps); break;
            case 281: Stored[6] = Copy(_position); break;
            case 301: Stored[7] = Copy(_position); break;
            case 920: Shift(words, scale); break;
            case 921: Array.Clear(Offset); break;
        }

        if (words.Axes == GrblWords.AxisUse.Motion && words.HasAxis && Modes.Motion != 80)
        {
            double[] target = Target(words, scale);
            double rate = Modes.Motion == 0 ? double.PositiveInfinity
                : Modes.FeedMode == 93 ? feed * Math.Sqrt(target.Zip(_position, (a, b) => (a - b) * (a - b)).Sum()) : feed;
            GoTo(target, rate, steps);
        }

        if (words.Modes.Program == 0) steps.Add(new GrblStep.Pause());
        if (words.Modes.Program > 0)
        {
            Modes = Modes with { Motion = 1, Coordinates = 54, Plane = 17, Distance = 90, FeedMode = 94, Spindle = 5, Coolant = 9 };
            steps.Add(new GrblStep.End());
        }

        return steps;
    }

    private double[] Target(GrblWords words, double scale) => [.. "XYZ".Select((letter, i) =>
    {
        if (!words.Has(letter)) return _position[i];
        double value = Math.Clamp(words[letter] * scale, -Farthest, Farthest);
        double place = words.NonModal == 530 ? value : words.Modes.Distance == 91 ? _position[i] + value
            : value + Stored[words.Modes.Coordinates - 54][i] + Offset[i] + (i == 2 ? ToolOffset : 0);
        return motion.ToSteps(i, Math.Clamp(place, -Farthest, Farthest));
    })];

    private void Store(GrblWords words, double scale)
    {
        int system = (int)words['P'];
        double[] place = Stored[system > 0 ? system - 1 : Modes.Coordinates - 54];
        bool isPosition = Math.Truncate(words['L']) == 20;
        for (int i = 0; i < 3; i++)
        {
            if (!words.Has("XYZ"[i])) continue;
            double value = words["XYZ"[i]] * scale;
            place[i] = isPosition ? _position[i] - Offset[i] - (i == 2 ? ToolOffset : 0) - value : value;
        }
    }

    private void Shift(GrblWords words, double scale)
    {
        for (int i = 0; i < 3; i++)
            if (words.Has("XYZ"[i])) Offset[i] += _position[i] - Zero(i) - words["XYZ"[i]] * scale;
    }

    private void GoToStored(GrblWords words, double[] place, double scale, List<GrblStep> steps)
    {
        if (words.HasAxis) GoTo(Target(words, scale), double.PositiveInfinity, steps);
        double[] end = Copy(place);
        for (int i = 0; i < 3 && words.HasAxis; i++)
            if (!words.Has("XYZ"[i])) end[i] = _position[i];
        GoTo(end, double.PositiveInfinity, steps);
    }

    private void GoTo(double[] target, double feed, List<GrblStep> steps)
    {
        _position = target;
        steps.Add(new GrblStep.Move(new GrblMove(target, feed), false));
    }
}
