namespace LtoAutoscope.Instruments.Lines.Protocols;

/// <summary>How a stage is read and moved.</summary>
public sealed record StageRules
{
    /// <summary>Axes that the protocol has, of <c>x, y, z, rotation, tilt</c>.</summary>
    public IReadOnlyList<string> Axes { get; init; } = [];

    /// <summary>Names of the axes in the protocol, for commands with a slot <c>axis</c>.</summary>
    public IReadOnlyDictionary<string, string> AxisNames { get; init; } = new Dictionary<string, string>();

    /// <summary>Questions that together give the position.</summary>
    public IReadOnlyList<string> Position { get; init; } = [];

    /// <summary>Questions that tell whether it moves; it is at rest when all say so.</summary>
    public IReadOnlyList<MotionQuestion> Motion { get; init; } = [];

    /// <summary>Commands sent before each move.</summary>
    public IReadOnlyList<string> BeforeMove { get; init; } = [];

    /// <summary>What must be so before a move.</summary>
    public IReadOnlyList<StageCondition> Conditions { get; init; } = [];

    /// <summary>Commands that move, in the order in which they are tried; each is sent when it has an axis of the target.</summary>
    public IReadOnlyList<string> Move { get; init; } = [];

    /// <summary>Whether several commands of one move run at the same time; else each waits for the one before.</summary>
    public bool MovesTogether { get; init; }

    /// <summary>Questions for the lower end of each axis' travel, with a slot <c>value</c>; empty where it cannot be asked.</summary>
    public string LowerLimit { get; init; } = "";

    /// <summary>The same for the upper end.</summary>
    public string UpperLimit { get; init; } = "";

    /// <summary>How long a move may not show yet after it was sent.</summary>
    public TimeSpan StartGrace { get; init; }

    /// <summary>Time between two polls. Default 0.05 s.</summary>
    public TimeSpan Poll { get; init; } = TimeSpan.FromMilliseconds(50);

    /// <summary>Readings at rest in a row that are believed. Default 2.</summary>
    public int IdleReadings { get; init; } = 2;

    /// <summary>How long the position may lag after rest. Default 0.5 s.</summary>
    public TimeSpan PositionLag { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>How near a linear axis has to come, µm. Default 1.</summary>
    public double ToleranceUm { get; init; } = 1;

    /// <summary>How near rotation and tilt have to come, degrees. Default 0.05.</summary>
    public double ToleranceDeg { get; init; } = 0.05;

    /// <summary>What a server does with a move while another one runs. Default it refuses.</summary>
    public MovesInMotion WhileMoving { get; init; }

    /// <summary>A command whose answer a server pushes when the stage has come to rest; empty for none.</summary>
    public string PushAtRest { get; init; } = "";

    /// <summary>The setting that must not be 0 for that push; empty for always.</summary>
    public string PushWhen { get; init; } = "";

    /// <summary>Rotation that a turn must not cross, degrees; null for none.</summary>
    public double? ForbiddenRotationDeg { get; init; }
}
