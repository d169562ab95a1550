namespace LtoAutoscope.Instruments.Conformance;

/// <summary>What a conformance run does.</summary>
public sealed record ConformanceSettings
{
    /// <summary>How often each value is read. Default 10.</summary>
    public int Readings { get; init; } = 10;

    /// <summary>Whether the stage is moved. Default no: nothing is moved and nothing is set.</summary>
    public bool Moves { get; init; }

    /// <summary>The axes that are moved: <c>x</c>, <c>y</c>, <c>z</c>, <c>rotation</c>, <c>tilt</c>. Default x and y.</summary>
    public IReadOnlyList<string> Axes { get; init; } = ["x", "y"];

    /// <summary>Length of a test move of a linear axis, mm. Default 0.05.</summary>
    public double StepMm { get; init; } = 0.05;

    /// <summary>Length of a test move of rotation and tilt, degrees. Default 0.5.</summary>
    public double StepDeg { get; init; } = 0.5;

    /// <summary>How often each axis goes there and back. Default 3.</summary>
    public int Returns { get; init; } = 3;

    /// <summary>Length of the move during which a stop is sent, mm; 0 leaves that out. Default 1.</summary>
    public double StopMoveMm { get; init; } = 1;

    /// <summary>How well each connection can be stopped, by the names under which the report tells it. Default none.</summary>
    public IReadOnlyList<(string Connection, StopAbility Ability)> Stops { get; init; } = [];

    /// <summary>How long after the start of that move the stop is sent. Default 0.15 s.</summary>
    public TimeSpan StopAfter { get; init; } = TimeSpan.FromMilliseconds(150);
}
