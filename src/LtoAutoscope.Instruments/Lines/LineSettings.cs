using LtoAutoscope.Domain.Instruments;

namespace LtoAutoscope.Instruments.Lines;

/// <summary>How a connection to a controller with a line protocol behaves; what is null is as the protocol's file says.</summary>
public sealed record LineSettings
{
    /// <summary>Name of the instrument.</summary>
    public string Name { get; init; } = "";

    /// <summary>Whether it is in software.</summary>
    public bool IsSimulated { get; init; }

    /// <summary>Travel as configured; used where the controller cannot tell it.</summary>
    public required StageLimits Limits { get; init; }

    /// <summary>Axes of the installation.</summary>
    public IReadOnlyDictionary<string, LineAxis> Axes { get; init; } = new Dictionary<string, LineAxis>();

    /// <summary>Values that the protocol's commands use.</summary>
    public IReadOnlyDictionary<string, double> Values { get; init; } = new Dictionary<string, double>();

    /// <summary>Longest wait for an answer.</summary>
    public TimeSpan? AnswerTimeout { get; init; }

    /// <summary>Longest move. Default 120 s.</summary>
    public TimeSpan MoveTimeout { get; init; } = TimeSpan.FromSeconds(120);

    /// <summary>How long a move may not show yet.</summary>
    public TimeSpan? StartGrace { get; init; }

    /// <summary>Time between two polls.</summary>
    public TimeSpan? Poll { get; init; }

    /// <summary>How long the position may lag after rest.</summary>
    public TimeSpan? PositionLag { get; init; }

    /// <summary>How near a linear axis has to come, µm.</summary>
    public double? ToleranceUm { get; init; }

    /// <summary>How near rotation and tilt have to come, degrees.</summary>
    public double? ToleranceDeg { get; init; }

    /// <summary>Rotation that a turn must not cross, degrees.</summary>
    public double? ForbiddenRotationDeg { get; init; }

    /// <summary>How long automatic brightness and contrast are left on until they count as found. Default 5 s.</summary>
    public TimeSpan AutoSignalTime { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long high voltage may take. Default 120 s.</summary>
    public TimeSpan HighVoltageTimeout { get; init; } = TimeSpan.FromSeconds(120);

    /// <summary>Longest wait for each read-back of a stop. Default 1 s.</summary>
    public TimeSpan StopReadBackTimeout { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Pressure at and below which the chamber counts as evacuated, Pa. Default 0.01.</summary>
    public double ReadyBelowPa { get; init; } = 0.01;

    /// <summary>What one unit of the pressure reading is, Pa. Default 1.</summary>
    public double PressureUnitPa { get; init; } = 1;

    /// <summary>How long a frame takes from the moment in which scanning begins until it is whole, where frames are stored by the instrument. Default 10 s.</summary>
    public TimeSpan FrameTime { get; init; } = TimeSpan.FromSeconds(10);
}
