namespace LtoAutoscope.Twin.Motion;

/// <summary>The twin's stage. Its axes overshoot into the backlash and always come back from the same side, so that what is left of it is the repeatability.</summary>
public sealed record StageOptions
{
    /// <summary>x. Default ±50 mm, 4 mm/s, 30 nm repeatability.</summary>
    public AxisOptions X { get; init; } = new(-50, 50, 0, 4, 20, 30e-6, 10e-6);

    /// <summary>y. Default ±50 mm.</summary>
    public AxisOptions Y { get; init; } = new(-50, 50, 0, 4, 20, 30e-6, 10e-6);

    /// <summary>z. Default 0…40 mm, starts at 20.</summary>
    public AxisOptions Z { get; init; } = new(0, 40, 20, 1, 5, 50e-6, 10e-6);

    /// <summary>Rotation. Default ±180°.</summary>
    public AxisOptions Rotation { get; init; } = new(-180, 180, 0, 10, 40, 1e-3, 1e-4);

    /// <summary>Tilt. Default −10…60°.</summary>
    public AxisOptions Tilt { get; init; } = new(-10, 60, 0, 5, 20, 1e-3, 1e-4);

    /// <summary>How long it counts as busy after it came to rest, s. Default 0.15.</summary>
    public double SettleSeconds { get; init; } = 0.15;

    /// <summary>How often the reported position is refreshed while it moves, s. Default 0.5.</summary>
    public double RefreshSeconds { get; init; } = 0.5;

    /// <summary>Whether an axis with backlash comes to its target from below always: down beyond it, and up again. Default yes.</summary>
    public bool AntiBacklash { get; init; } = true;

    /// <summary>Time constant of the creep after a move, s. Default 30.</summary>
    public double CreepSeconds { get; init; } = 30;

    /// <summary>Amplitude with which x, y and z ring after a move while they settle, mm. Default 0.</summary>
    public double RingingMm { get; init; }

    /// <summary>Frequency of the ringing, Hz. Default 25.</summary>
    public double RingingHz { get; init; } = 25;

    /// <summary>The lens above it.</summary>
    public LensOptions Lens { get; init; } = new();

    /// <summary>The axes in the order of the protocol.</summary>
    public IReadOnlyList<AxisOptions> Axes => [X, Y, Z, Rotation, Tilt];
}
