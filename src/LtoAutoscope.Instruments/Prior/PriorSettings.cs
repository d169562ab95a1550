using LtoAutoscope.Domain.Instruments;

namespace LtoAutoscope.Instruments.Prior;

/// <summary>How the driver of a Prior ProScan stage behaves.</summary>
public sealed record PriorSettings
{
    /// <summary>Serial port.</summary>
    public required string Port { get; init; }

    /// <summary>Bits per second. Default 9600.</summary>
    public int BaudRate { get; init; } = 9600;

    /// <summary>Travel; the controller cannot tell it. Rotation and tilt are not motorised.</summary>
    public required StageLimits Limits { get; init; }

    /// <summary>Longest wait for an answer. Default 1 s.</summary>
    public TimeSpan AnswerTimeout { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How long nothing may come before the line counts as quiet. Default 0.1 s.</summary>
    public TimeSpan QuietTime { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>Longest move. Default 120 s.</summary>
    public TimeSpan MoveTimeout { get; init; } = TimeSpan.FromSeconds(120);

    /// <summary>Time between two polls. Default 0.05 s.</summary>
    public TimeSpan PollInterval { get; init; } = TimeSpan.FromMilliseconds(50);

    /// <summary>How near an axis has to come to its target, µm. Default 1.</summary>
    public double PositionToleranceUm { get; init; } = 1;
}
